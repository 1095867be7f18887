import { readFile, writeFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { FailureError, unwrap } from '../../../shared/result.ts'
import { type MapFile, readMapFile } from '../../../shared/source/map-file.ts'
import type { FileStream } from '../../../shared/source/mapping.ts'

const problem = (kind: 'invalid' | 'io', what: string, why: string, todo: string) =>
  new FailureError({ kind, what, why, todo })

/** Reads a mapping that was saved or written by hand. */
export async function readMap(file: string): Promise<MapFile> {
  const text = await readFile(file, 'utf8').catch((error: Error) => {
    throw problem('io', `The mapping ${file} was not read.`, error.message, 'Nothing was changed.')
  })
  return unwrap(readMapFile(text, file))
}

/** The streams of a mapping for files that lie somewhere: by their names, or all for the only file. */
export function applyMap({ streams }: MapFile, paths: readonly string[]): FileStream[] {
  return paths.flatMap(path => {
    const own = streams.filter(stream => fits(basename(stream.path ?? stream.name), basename(path)))
    const names = new Set(streams.map(stream => stream.path ?? stream.name))
    const meant = own.length > 0 ? own : paths.length === 1 && names.size === 1 ? streams : []
    if (meant.length > 0) return meant.map(stream => ({ ...stream, path }))
    throw problem(
      'invalid',
      `${path} was not imported:`,
      `The mapping names ${[...names].join(', ')} and not this file.`,
      'Add the file to the mapping, or leave it out. Nothing was changed.',
    )
  })
}

/**
 * Whether a name is that of a mapping, where `*` stands for anything and `?` for one character. Only the last star is ever
 * gone back to, so that a pattern of many stars comes to an end too.
 */
function fits(pattern: string, name: string): boolean {
  const [wanted, given] = [pattern.toLowerCase(), name.toLowerCase()]
  let [at, read, star, from] = [0, 0, -1, 0]
  while (read < given.length) {
    const next = wanted[at]
    if (next === '*') [star, from, at] = [at, read, at + 1]
    else if (next !== undefined && (next === '?' || next === given[read])) [at, read] = [at + 1, read + 1]
    else if (star === -1) return false
    else [at, from, read] = [star + 1, from + 1, from + 1]
  }
  return /^\**$/.test(wanted.slice(at))
}

/** Writes what files are read by, so that another computer or a script can read files like them. */
export async function saveMap(file: string, streams: readonly FileStream[]): Promise<void> {
  const map: MapFile = { mapping: 1, streams: streams.map(stream => ({ ...stream, path: basename(stream.path) })) }
  await writeFile(file, `${JSON.stringify(map, null, 2)}\n`)
}
