import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { z } from 'zod'
import type { ChannelManifest } from '../../../shared/channel-manifest.ts'
import type { Call } from '../../../shared/request.ts'
import { compileRequest, renderText } from './template.ts'

/** What channels and systems have in common: how they are called, and what a person fills in. */
export type Access = Pick<ChannelManifest, 'id' | 'name' | 'settings' | 'auth' | 'secret'>

/** A manifest that can be used, or a file and why it cannot. */
export type Found<Manifest> =
  | { ok: true; origin: 'shipped' | 'workspace'; manifest: Manifest }
  | { ok: false; file: string; problem: string }

/** Everything shipped and everything in a folder; one there replaces the shipped one of its name. */
export function manifestsIn<Manifest extends Access>(
  folder: string,
  shipped: readonly Manifest[],
  check: (value: unknown, file: string) => Found<Manifest>,
): Found<Manifest>[] {
  const own = eachNameOnce(jsonFilesOf(folder).map(file => [file, readIn(folder, file, check)]))
  const taken = new Set(own.map(found => (found.ok ? found.manifest.id : '')))
  const others = shipped.filter(({ id }) => !taken.has(id))
  return [...others.map(manifest => ({ ok: true as const, origin: 'shipped' as const, manifest })), ...own]
}

/** The manifest of a name. */
export const named = <Manifest extends Access>(found: readonly Found<Manifest>[], id: string): Manifest | undefined =>
  found.flatMap(one => (one.ok && one.manifest.id === id ? [one.manifest] : []))[0]

/** Of two files that give the same name the first counts; the other is told apart as one that cannot be used. */
function eachNameOnce<Manifest extends Access>(
  found: readonly (readonly [file: string, found: Found<Manifest>])[],
): Found<Manifest>[] {
  const names = new Set<string>()
  return found.map(([file, one]) => {
    if (!one.ok) return one
    const { id } = one.manifest
    if (names.has(id)) return { ok: false, file, problem: `Another file gives the name ${id} already.` }
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

function readIn<Manifest>(
  folder: string,
  file: string,
  check: (value: unknown, file: string) => Found<Manifest>,
): Found<Manifest> {
  let value: unknown
  try {
    value = JSON.parse(readFileSync(join(folder, file), 'utf8'))
  } catch {
    return { ok: false, file, problem: 'It cannot be read as JSON.' }
  }
  return check(value, file)
}

/** Names that no manifest may take: it would share the secret of that channel. */
const BUILT_IN = new Set(['email', 'webhook'])

/** Holds a file against its schema, then against `problemOf`; the problem names the place in the JSON. */
export function fitting<Manifest extends Access>(
  schema: z.ZodType<Manifest>,
  value: unknown,
  file: string,
  problemOf: (manifest: Manifest) => string | null,
): Found<Manifest> {
  const no = (problem: string) => ({ ok: false as const, file, problem })
  const parsed = schema.safeParse(value)
  if (!parsed.success) {
    const issue = parsed.error.issues[0]
    return no(`At ${issue?.path.join('.') || 'its root'}: ${issue?.message ?? 'invalid'}.`)
  }
  const manifest = parsed.data
  if (BUILT_IN.has(manifest.id)) return no(`The name ${manifest.id} is taken.`)
  const problem = accessProblem(manifest) ?? problemOf(manifest)
  return problem === null ? { ok: true, origin: 'workspace', manifest } : no(problem)
}

function accessProblem({ settings, auth }: Access): string | null {
  try {
    for (const { pattern } of settings) if (pattern !== undefined) new RegExp(pattern)
    const example = Object.fromEntries(settings.map(({ name }) => [name, 'x']))
    if (auth.kind === 'basic') renderText(auth.user, { settings: example })
    return null
  } catch (error) {
    return `At settings or auth: ${wordsOf(error)}`
  }
}

/** The first request of which a template cannot be read. */
export function callsProblem(calls: readonly (readonly [place: string, call: Call | undefined])[]): string | null {
  for (const [place, call] of calls)
    try {
      if (call) compileRequest(call.request)
    } catch (error) {
      return `At ${place}.request: ${wordsOf(error)}`
    }
  return null
}

const wordsOf = (error: unknown): string => (error instanceof Error ? error.message.split('\n')[0] : '') || 'invalid'
