import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type ChannelManifest, channelManifestSchema } from '../../../shared/channel-manifest.ts'
import type { Call } from '../../../shared/request.ts'
import { shippedChannels } from './shipped.ts'
import { compileRequest, renderText } from './template.ts'

/** The folder of a workspace into which a person puts manifests of their own. */
export const CHANNELS = 'channels'
/** Names that no manifest may take. */
export const BUILT_IN = new Set(['email', 'webhook'])

/** A manifest that can be used, or a file and why it cannot. */
export type FoundManifest =
  | { ok: true; origin: 'shipped' | 'workspace'; manifest: ChannelManifest }
  | { ok: false; file: string; problem: string }

/** Everything shipped and everything in the workspace's folder; one there replaces the shipped one of its name. */
export function channelManifests(dir: string): FoundManifest[] {
  const own = eachNameOnce(
    jsonFilesOf(join(dir, CHANNELS)).map(file => [file, readManifest(join(dir, CHANNELS, file), file)]),
  )
  const taken = new Set(own.map(found => (found.ok ? found.manifest.id : '')))
  const shipped = shippedChannels.filter(({ id }) => !taken.has(id))
  return [...shipped.map(manifest => ({ ok: true as const, origin: 'shipped' as const, manifest })), ...own]
}

/** Of two files that give the same name the first counts; the other is told apart as one that cannot be used. */
export function eachNameOnce<Found extends { ok: true; manifest: { id: string } } | { ok: false }>(
  found: readonly (readonly [file: string, found: Found])[],
): (Found | { ok: false; file: string; problem: string })[] {
  const names = new Set<string>()
  return found.map(([file, one]) => {
    if (!one.ok) return one
    const { id } = one.manifest
    if (names.has(id)) return { ok: false, file, problem: `Another file gives the name ${id} already.` }
    names.add(id)
    return one
  })
}

/** The JSON files of a folder, in order; none where there is no such folder. */
export function jsonFilesOf(folder: string): string[] {
  try {
    return readdirSync(folder)
      .filter(file => file.endsWith('.json'))
      .sort()
  } catch {
    return []
  }
}

function readManifest(path: string, file: string): FoundManifest {
  let value: unknown
  try {
    value = JSON.parse(readFileSync(path, 'utf8'))
  } catch {
    return { ok: false, file, problem: 'It cannot be read as JSON.' }
  }
  return checkManifest(value, file)
}

/** Holds a manifest against its schema and reads its templates; the problem names the place in the JSON. */
export function checkManifest(value: unknown, file: string): FoundManifest {
  const parsed = channelManifestSchema.safeParse(value)
  if (!parsed.success) {
    const issue = parsed.error.issues[0]
    const problem = `At ${issue?.path.join('.') || 'its root'}: ${issue?.message ?? 'invalid'}.`
    return { ok: false, file, problem }
  }
  const manifest = parsed.data
  if (BUILT_IN.has(manifest.id)) return { ok: false, file, problem: `The name ${manifest.id} is taken.` }
  const problem = templateProblem(manifest)
  return problem ? { ok: false, file, problem } : { ok: true, origin: 'workspace', manifest }
}

function templateProblem(manifest: ChannelManifest): string | null {
  const { test, recipient, message, settings, auth } = manifest
  const calls: [string, Call | undefined][] = [
    ['test', test],
    ['recipient', recipient],
    ['message', message],
    ['message.key.lookup', message.key?.lookup],
  ]
  try {
    for (const { pattern } of settings) if (pattern !== undefined) new RegExp(pattern)
    if (auth.kind === 'basic') renderText(auth.user, { settings: exampleOf(manifest) })
  } catch (error) {
    return `At settings or auth: ${wordsOf(error)}`
  }
  for (const [place, call] of calls) {
    try {
      if (call) compileRequest(call.request)
    } catch (error) {
      return `At ${place}.request: ${wordsOf(error)}`
    }
  }
  return null
}

const exampleOf = ({ settings }: ChannelManifest) => Object.fromEntries(settings.map(({ name }) => [name, 'x']))
/** The first line of what a reader of templates or patterns has to say. */
export const wordsOf = (error: unknown): string =>
  (error instanceof Error ? error.message.split('\n')[0] : '') || 'invalid'
