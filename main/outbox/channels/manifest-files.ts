import { readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import type { z } from 'zod'
import { OddJson } from '../../../shared/guard/json-depth.ts'
import { readJson } from '../../../shared/guard/read-json.ts'
import { type ManifestProblem, schemaProblems } from '../../../shared/source/manifest-problems.ts'
import { type Access, accessProblems, problemAt } from './channel-manifest-problems.ts'

/** A manifest that can be used, or a file and why it cannot. */
export type FoundFile<Manifest> =
  | { ok: true; origin: 'shipped' | 'workspace'; manifest: Manifest }
  | { ok: false; file: string; problem: string }

/** What is wrong with a manifest, and where. `manifest`: null where an error forbids to use it. */
export interface Checked<Manifest> {
  manifest: Manifest | null
  problems: ManifestProblem[]
}

/** Everything shipped and everything in a folder; one there replaces the shipped one of its name. */
export function manifestsIn<Manifest extends Access>(
  folder: string,
  shipped: readonly Manifest[],
  check: (value: unknown) => Checked<Manifest>,
): FoundFile<Manifest>[] {
  const own = eachNameOnce(
    jsonFilesOf(folder).map(file => [`${basename(folder)}/${file}`, readIn(join(folder, file), check)]),
  )
  const taken = new Set(own.map(found => (found.ok ? found.manifest.id : '')))
  const others = shipped.filter(({ id }) => !taken.has(id))
  return [...others.map(manifest => ({ ok: true as const, origin: 'shipped' as const, manifest })), ...own]
}

/** The manifest of a name. */
export const named = <Manifest extends Access>(
  found: readonly FoundFile<Manifest>[],
  id: string,
): Manifest | undefined => found.flatMap(one => (one.ok && one.manifest.id === id ? [one.manifest] : []))[0]

/** Among two files that give the same name the first counts; the other is told apart as one that cannot be used. */
function eachNameOnce<Manifest extends Access>(
  found: readonly (readonly [file: string, found: FoundFile<Manifest>])[],
): FoundFile<Manifest>[] {
  const names = new Set<string>()
  return found.map(([file, one]) => {
    if (!one.ok) return { ...one, file }
    const { id } = one.manifest
    if (names.has(id)) return { ok: false, file, problem: `Another file already has the name ${id} already.` }
    names.add(id)
    return one
  })
}

/** In order; none where there is no such folder. */
function jsonFilesOf(folder: string): string[] {
  try {
    return readdirSync(folder)
      .filter(file => file.endsWith('.json'))
      .sort()
  } catch {
    return []
  }
}

function readIn<Manifest>(path: string, check: (value: unknown) => Checked<Manifest>): FoundFile<Manifest> {
  const no = (problem: string) => ({ ok: false as const, file: path, problem })
  let value: unknown
  try {
    value = readJson(readFileSync(path, 'utf8').replace(/^\uFEFF/, ''))
  } catch (error) {
    return no(error instanceof OddJson ? error.message : 'The file is not valid JSON.')
  }
  const { manifest, problems } = check(value)
  if (manifest) return { ok: true, origin: 'workspace', manifest }
  const errors = problems.filter(({ level }) => level === 'error')
  const [first] = errors
  const more = errors.length > 1 ? ` There are ${errors.length - 1} more.` : ''
  return no(first ? `At ${first.path}: ${first.problem}.${more}` : 'The manifest is not valid.')
}

/** Names that no manifest may take: it would share the secret of that channel. */
const BUILT_IN = new Set(['email', 'webhook'])

/** Holds a manifest against its schema, then what all have in common, then `problemsOf`. */
export function checked<Manifest extends Access>(
  schema: z.ZodType<Manifest>,
  value: unknown,
  problemsOf: (manifest: Manifest) => ManifestProblem[],
): Checked<Manifest> {
  const parsed = schema.safeParse(value)
  if (!parsed.success) return { manifest: null, problems: schemaProblems(parsed.error.issues, value) }
  const manifest = parsed.data
  const taken = BUILT_IN.has(manifest.id) ? [problemAt(['id'], `the name ${manifest.id} is taken`)] : []
  const problems = [...taken, ...accessProblems(manifest), ...problemsOf(manifest)]
  return { manifest: problems.some(({ level }) => level === 'error') ? null : manifest, problems }
}
