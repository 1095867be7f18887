import { fail, type Result } from '../../shared/result.ts'
import type { Complete } from '../../shared/source/complete.ts'
import type { Mappings } from '../../shared/source/mapping.ts'
import { problemOf } from '../record/mapping/check-mapping.ts'
import { sameTarget, targetsOf } from '../record/mapping/targets.ts'

interface MappedStream {
  name: string
  mapping: Mappings
  complete?: Complete | undefined
  cursor?: unknown
}

const isMapped = (stream: unknown): stream is MappedStream =>
  typeof stream === 'object' && stream !== null && 'name' in stream && 'mapping' in stream

/** What a schema cannot see of the streams of a source, so that it is said when they are saved and not when they are read. */
export function streamsProblem(config: unknown): Result<never> | null {
  const { streams } = (config ?? {}) as { streams?: unknown }
  const mapped = Array.isArray(streams) ? streams.filter(isMapped) : []
  for (const { name, mapping } of mapped) {
    const problem = problemOf(mapping)
    if (problem !== null) return notSaved(`The mapping of “${name}” cannot work. ${problem}`)
  }
  const problem = mapped.map(one => completeProblem(one, mapped)).find(found => found !== null)
  return problem === undefined ? null : notSaved(problem)
}

function completeProblem(
  { name, mapping, complete, cursor }: MappedStream,
  all: readonly MappedStream[],
): string | null {
  if (!complete) return null
  if (cursor !== undefined)
    return `“${name}” is complete, so all its rows are read every time: it must have no cursor column.`
  const others = all.filter(other => other.name !== name)
  for (const target of targetsOf(mapping)) {
    if (target.record === 'event') continue
    const other = others.find(({ mapping }) => targetsOf(mapping).some(one => sameTarget(one, target)))
    if (other) return `“${name}” is complete, but “${other.name}” brings ${target.kind ?? target.record}s too.`
  }
  return null
}

const notSaved = (why: string): Result<never> =>
  fail('invalid', 'The source was not saved.', why, 'Correct the mapping and try again.')
