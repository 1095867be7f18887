import { join } from 'node:path'
import app from '../../../resources/actions/app.json' with { type: 'json' }
import carrier from '../../../resources/actions/carrier.json' with { type: 'json' }
import shop from '../../../resources/actions/shop.json' with { type: 'json' }
import stripe from '../../../resources/actions/stripe.json' with { type: 'json' }
import { type ActionManifest, type ActionSpec, actionManifestSchema } from '../../../shared/action-manifest.ts'
import { callsProblem, type Found, fitting, manifestsIn, named } from './manifest-files.ts'

/** The folder of a workspace into which a person puts systems of their own. */
export const ACTIONS = 'actions'

const shipped: readonly ActionManifest[] = [stripe, shop, carrier, app].map(manifest =>
  actionManifestSchema.parse(manifest),
)

export type FoundActions = Found<ActionManifest>

/** Every system at which something can be done. */
export const actionManifests = (dir: string): FoundActions[] => manifestsIn(join(dir, ACTIONS), shipped, checkActions)

/** The system of a name. */
export const systemOf = (dir: string, id: string): ActionManifest | undefined => named(actionManifests(dir), id)

/** `stripe.retry_payment` is what the system `stripe` calls `retry_payment`. */
export function specOf(manifest: ActionManifest, action: string): ActionSpec | undefined {
  const [system, name = ''] = action.split('.')
  return system === manifest.id && Object.hasOwn(manifest.actions, name) ? manifest.actions[name] : undefined
}

/** Holds a manifest against its schema and reads its templates. */
export const checkActions = (value: unknown, file: string): FoundActions =>
  fitting(
    actionManifestSchema,
    value,
    file,
    ({ actions }) =>
      Object.entries(actions)
        .map(([name, spec]) => problemOf(`actions.${name}`, spec))
        .find(found => found !== null) ?? null,
  )

function problemOf(place: string, spec: ActionSpec): string | null {
  for (const { field } of [...spec.refuse, ...spec.done, ...spec.worked, ...spec.failed])
    if (!spec.look || !Object.hasOwn(spec.look.show, field))
      return `At ${place}: nothing shows the evidence “${field}”.`
  if (spec.look && spec.worked.length === 0)
    return `At ${place}.worked: it must say by which evidence a fix has worked.`
  return callsProblem([
    [`${place}.look.call`, spec.look?.call],
    [`${place}.apply`, spec.apply],
    [`${place}.apply.key.lookup`, spec.apply.key?.lookup],
  ])
}
