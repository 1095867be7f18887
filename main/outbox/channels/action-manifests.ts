import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import app from '../../../resources/actions/app.json' with { type: 'json' }
import carrier from '../../../resources/actions/carrier.json' with { type: 'json' }
import shop from '../../../resources/actions/shop.json' with { type: 'json' }
import stripe from '../../../resources/actions/stripe.json' with { type: 'json' }
import { type ActionManifest, type ActionSpec, actionManifestSchema } from '../../../shared/action-manifest.ts'
import { BUILT_IN, eachNameOnce, jsonFilesOf, wordsOf } from './manifests.ts'
import { compileRequest } from './template.ts'

/** The folder of a workspace into which a person puts systems of their own. */
export const ACTIONS = 'actions'

const shipped: readonly ActionManifest[] = [stripe, shop, carrier, app].map(manifest =>
  actionManifestSchema.parse(manifest),
)

/** A system that can be used, or a file and why it cannot. */
export type FoundActions =
  | { ok: true; origin: 'shipped' | 'workspace'; manifest: ActionManifest }
  | { ok: false; file: string; problem: string }

/** Every system at which something can be done; one in the workspace's folder replaces the shipped one of its name. */
export function actionManifests(dir: string): FoundActions[] {
  const folder = join(dir, ACTIONS)
  const own = eachNameOnce(jsonFilesOf(folder).map(file => [file, read(join(folder, file), file)]))
  const taken = new Set(own.map(found => (found.ok ? found.manifest.id : '')))
  const others = shipped.filter(({ id }) => !taken.has(id))
  return [...others.map(manifest => ({ ok: true as const, origin: 'shipped' as const, manifest })), ...own]
}

/** The system of a name. */
export const systemOf = (dir: string, id: string): ActionManifest | undefined =>
  actionManifests(dir).find((found): found is FoundActions & { ok: true } => found.ok && found.manifest.id === id)
    ?.manifest

/** `stripe.retry_payment` is what the system `stripe` calls `retry_payment`. */
export function specOf(manifest: ActionManifest, action: string): ActionSpec | undefined {
  const [system, name = ''] = action.split('.')
  return system === manifest.id && Object.hasOwn(manifest.actions, name) ? manifest.actions[name] : undefined
}

function read(path: string, file: string): FoundActions {
  try {
    return checkActions(JSON.parse(readFileSync(path, 'utf8')), file)
  } catch {
    return { ok: false, file, problem: 'It cannot be read as JSON.' }
  }
}

/** Holds a manifest against its schema and reads its templates; the problem names the place in the JSON. */
export function checkActions(value: unknown, file: string): FoundActions {
  const parsed = actionManifestSchema.safeParse(value)
  if (!parsed.success) {
    const issue = parsed.error.issues[0]
    return { ok: false, file, problem: `At ${issue?.path.join('.') || 'its root'}: ${issue?.message ?? 'invalid'}.` }
  }
  const manifest = parsed.data
  // A system of that name would share the secret of the channel.
  if (BUILT_IN.has(manifest.id)) return { ok: false, file, problem: `The name ${manifest.id} is taken.` }
  const problem = Object.entries(manifest.actions)
    .map(([name, spec]) => problemOf(`actions.${name}`, spec))
    .find(found => found !== null)
  return problem ? { ok: false, file, problem } : { ok: true, origin: 'workspace', manifest }
}

function problemOf(place: string, spec: ActionSpec): string | null {
  for (const { field } of [...spec.refuse, ...spec.done, ...spec.worked, ...spec.failed])
    if (!spec.look || !Object.hasOwn(spec.look.show, field))
      return `At ${place}: nothing shows the evidence “${field}”.`
  if (spec.look && spec.worked.length === 0)
    return `At ${place}.worked: it must say by which evidence a fix has worked.`
  const calls = [
    ['look.call', spec.look?.call],
    ['apply', spec.apply],
    ['apply.key.lookup', spec.apply.key?.lookup],
  ] as const
  for (const [name, call] of calls)
    try {
      if (call) compileRequest(call.request)
    } catch (error) {
      return `At ${place}.${name}.request: ${wordsOf(error)}`
    }
  return null
}
