import { join } from 'node:path'
import app from '../../../resources/actions/app.json' with { type: 'json' }
import carrier from '../../../resources/actions/carrier.json' with { type: 'json' }
import shop from '../../../resources/actions/shop.json' with { type: 'json' }
import stripe from '../../../resources/actions/stripe.json' with { type: 'json' }
import { type ActionManifest, type ActionSpec, actionManifestSchema } from '../../../shared/outbox/action-manifest.ts'
import type { ManifestProblem } from '../../../shared/source/manifest-problems.ts'
import { once } from '../../cache/parsed.ts'
import { patternFault } from '../../template/pattern.ts'
import { callProblems, type Path, pathProblems, problemAt, type Scope } from './channel-manifest-problems.ts'
import { type Checked, checked, type FoundFile, manifestsIn, named } from './manifest-files.ts'

/** The folder of a workspace into which a person puts systems of their own. */
export const ACTIONS = 'actions'

const shipped: () => readonly ActionManifest[] = once(() =>
  [stripe, shop, carrier, app].map(manifest => actionManifestSchema.parse(manifest)),
)

export type FoundActions = FoundFile<ActionManifest>

/** Every system at which something can be done. */
export const actionManifests = (dir: string): FoundActions[] => manifestsIn(join(dir, ACTIONS), shipped(), checkActions)

/** The system of a name. */
export const systemOf = (dir: string, id: string): ActionManifest | undefined => named(actionManifests(dir), id)

/** `stripe.retry_payment` is what the system `stripe` calls `retry_payment`. */
export function specOf(manifest: ActionManifest, action: string): ActionSpec | undefined {
  const [system, name = ''] = action.split('.')
  return system === manifest.id && Object.hasOwn(manifest.actions, name) ? manifest.actions[name] : undefined
}

/** Holds a manifest against its schema, its templates against what they may name, its addresses, paths and evidence. */
export const checkActions = (value: unknown): Checked<ActionManifest> =>
  checked(actionManifestSchema, value, ({ settings, test, actions }) => {
    const own = { settings: settings.map(({ name }) => name) }
    return [
      ...callProblems(test, own, ['test']),
      ...Object.entries(actions).flatMap(([name, spec]) => specProblems(spec, own, ['actions', name])),
    ]
  })

function specProblems(spec: ActionSpec, own: Scope, path: Path): ManifestProblem[] {
  const { look, apply, params } = spec
  const scope: Scope = { ...own, params: Object.keys(params), target: true, key: true }
  return [
    ...Object.entries(params).flatMap(([name, { pattern }]) => {
      const bad = pattern === undefined ? null : patternFault(pattern)
      return bad ? [problemAt([...path, 'params', name, 'pattern'], bad)] : []
    }),
    ...callProblems(look?.call, scope, [...path, 'look', 'call']),
    ...Object.entries(look?.show ?? {}).flatMap(([name, at]) => pathProblems(at, [...path, 'look', 'show', name])),
    ...evidenceProblems(spec, path),
    ...callProblems(apply, scope, [...path, 'apply']),
    ...callProblems(apply.key?.lookup, scope, [...path, 'apply', 'key', 'lookup']),
  ]
}

/** What decides must be evidence that the look shows. */
function evidenceProblems({ look, payment, worked, ...spec }: ActionSpec, path: Path): ManifestProblem[] {
  const shown = Object.keys(look?.show ?? {})
  const rules = { refuse: spec.refuse, done: spec.done, worked, failed: spec.failed }
  const asked = [
    ...Object.entries(rules).flatMap(([part, list]) => list.map(({ field }, n) => ({ field, at: [part, n, 'field'] }))),
    ...Object.entries(payment ?? {}).flatMap(([part, field]) => (field ? [{ field, at: ['payment', part] }] : [])),
  ]
  const found = asked
    .filter(({ field }) => !shown.includes(field))
    .map(({ field, at }) => problemAt([...path, ...at], `nothing shows the evidence “${field}”`))
  if (look && worked.length === 0)
    found.push(problemAt([...path, 'worked'], 'it must say by which evidence a fix has worked'))
  return found
}
