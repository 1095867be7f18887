import { own } from '../../../shared/foreign/own.ts'
import { mayRetry } from '../../../shared/intervention/decline-codes.ts'
import {
  type ActionManifest,
  type ActionSpec,
  anyHolds,
  type FixEvidence,
} from '../../../shared/outbox/action-manifest.ts'
import type { Outgoing, OutgoingAction } from '../../../shared/outbox/outgoing.ts'
import { parseDuration } from '../../../shared/trigger/duration.ts'
import { fitsPattern } from '../../template/pattern.ts'
import { specOf } from './action-manifests.ts'
import type { Meaning } from './answer.ts'
import { type ApiDeps, asker, authOf, type CallApi, endingOf, foundOf, tested } from './api.ts'
import type { Channel, Ending } from './channel.ts'
import { type Seen, seenIn, undecided } from './evidence.ts'
import type { Values } from './template.ts'

export interface ActionDeps extends Omit<ApiDeps, 'manifest'> {
  manifest: ActionManifest
  /** Keeps what was seen right before a fix, durably, for a person who asks later why it was or was not done. */
  keepBefore: (key: string, evidence: FixEvidence) => Promise<void>
  /** When this was tried at the same thing before, machine time, UTC ms. */
  attempts: (action: string, target: string) => readonly number[]
}

/** What a look has shown, or why nothing could be seen. */
export type Looked = ({ ok: true } & Seen) | { ok: false; meaning: Meaning }

/** A channel that changes something at a system, and can look at it. */
export interface ActionChannel extends Channel {
  look(out: OutgoingAction, signal: AbortSignal): Promise<Looked | null>
}

/**
 *   look ─▶ keep evidence ─▶ refuse │ nothing to do │ beforeCommit ─▶ apply ─▶ answer
 *   └─ cannot look: later ──┘                                        └─ lost: unsure, repeated under its key or asked
 */
export function actionChannel(deps: ActionDeps): ActionChannel {
  const { manifest, settings } = deps
  const { ask, close } = asker(manifest, authOf(manifest.auth, deps.secret, settings), deps)
  const look: ActionChannel['look'] = async (out, signal) => {
    const spec = specOf(manifest, out.action)
    return spec?.look ? lookAt(manifest.name, ask, spec.look, valuesOf(out, settings), signal) : null
  }

  const send: Channel['send'] = async (out, before, signal) => {
    const spec = out.type === 'action' ? specOf(manifest, out.action) : undefined
    if (out.type !== 'action' || !spec) return { ending: 'refused', why: `${manifest.name} has no such action.` }
    const unfit = unfitParam(spec, out)
    if (unfit) return { ending: 'refused', why: unfit }
    const seen = await look(out, signal)
    if (seen && !seen.ok) return notSeen(seen.meaning)
    await deps.keepBefore(out.key, seen?.evidence ?? {})
    const past = { attempts: deps.attempts(out.action, out.target), wall: deps.clock.wall() }
    const settled = seen && settledBefore(manifest.name, spec, seen, past)
    if (settled) return settled
    const header = spec.apply.key?.header
    const headers = header ? { [header]: out.key } : {}
    return endingOf(await ask(spec.apply, valuesOf(out, settings), { signal, before, headers }), 'action')
  }

  const promises = Object.values(manifest.actions).map(({ apply }) => apply.key)
  const canAsk = promises.some(key => key?.lookup)
  const reconcile = async (out: Outgoing, signal: AbortSignal) => {
    const lookup = out.type === 'action' ? specOf(manifest, out.action)?.apply.key?.lookup : undefined
    if (out.type !== 'action' || !lookup) return { found: 'unknown' as const }
    return foundOf(await ask(lookup, valuesOf(out, settings), { signal }))
  }
  return {
    name: manifest.id,
    send,
    look,
    ...(canAsk && { reconcile }),
    // The shortest promise of any of its actions: a repetition must be safe whichever it is.
    repeatableFor: Math.min(...promises.map(key => parseDuration(key?.repeatableFor ?? '') ?? 0)),
    settles: Math.max(...promises.map(key => parseDuration(key?.settles ?? '') ?? 0)),
    test: () => tested(ask, manifest, settings),
    close,
  }
}

const valuesOf = ({ key, target, values }: OutgoingAction, settings: Record<string, string>): Values => ({
  params: values,
  settings,
  target,
  key,
})

async function lookAt(
  name: string,
  ask: CallApi,
  { call, show }: NonNullable<ActionSpec['look']>,
  values: Values,
  signal: AbortSignal,
): Promise<Looked> {
  const meaning = await ask(call, values, { signal })
  if (meaning.means !== 'sent') return { ok: false, meaning }
  const seen = seenIn(meaning.body, show)
  if (seen) return { ok: true, ...seen }
  // A proxy, a page for signing in, another interface than the manifest was written for.
  const why = `${name} answers, but without the fields that the action needs (${Object.values(show).join(', ')}). Check its address.`
  return { ok: false, meaning: { ...meaning, means: 'unsure', why } }
}

/** Nothing was ordered yet, so whatever became of the question, it can be asked again; unless the thing is not there. */
function notSeen({ means, why, afterMs }: Meaning): Ending {
  if (means === 'refused' || means === 'none') return { ending: 'refused', why }
  return { ending: 'later', why, afterMs, down: means === 'away' || means === 'later' }
}

function unfitParam(spec: ActionSpec, { values }: OutgoingAction): string | null {
  for (const [name, { label, pattern }] of Object.entries(spec.params)) {
    const value = own(values, name)
    if (typeof value !== 'string' || value === '') return `${label} is missing.`
    if (pattern !== undefined && !fitsPattern(pattern, value)) return `${label} is not valid.`
  }
  return null
}

/** What the evidence alone decides: never, not yet, or nothing to do. Null: go ahead. */
function settledBefore(
  name: string,
  spec: ActionSpec,
  seen: Seen,
  { attempts, wall }: { attempts: readonly number[]; wall: number },
): Ending | null {
  const { evidence, sights } = seen
  const never = spec.refuse.find(rule => anyHolds([rule], evidence))
  if (never) return { ending: 'refused', why: never.why }
  if (anyHolds(spec.done, evidence)) return { ending: 'sent', providerId: null }
  const hidden = undecided(spec, seen)
  if (hidden !== null) {
    const why = `${name} does not show “${own(spec.look?.show, hidden) ?? hidden}”, which decides whether this fix may be made.`
    return { ending: 'later', why, afterMs: null }
  }
  if (!spec.payment) return null
  // It failed, and whether for good nobody says: then it is not tried again.
  if (own(sights, spec.payment.decline) === 'absent')
    return { ending: 'refused', why: `${name} does not say why the last attempt failed, so the fix is not retried.` }
  const code = own(evidence, spec.payment.decline)
  const counted = spec.payment.counted === undefined ? null : own(evidence, spec.payment.counted)
  const facts = {
    declineCode: typeof code === 'string' ? code : null,
    attempts,
    counted: typeof counted === 'number' ? counted : null,
  }
  const answer = mayRetry(facts, wall)
  return answer.may ? null : { ending: 'refused', why: answer.why }
}
