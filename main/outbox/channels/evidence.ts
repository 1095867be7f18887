import { own } from '../../../shared/foreign/own.ts'
import type { ActionSpec, FixEvidence } from '../../../shared/outbox/action-manifest.ts'

/**
 * What an answer says at a path. `none`: it says that there is nothing (null there, or before); `absent`: the thing is
 * there without that field (an error without a code); `unseen`: the answer does not speak of it.
 */
type Sight = 'shown' | 'none' | 'absent' | 'unseen'

/** What a look has shown, by the names of its manifest; null where there is no value. */
export interface Seen {
  evidence: FixEvidence
  sights: Record<string, Sight>
}

/** Reads the evidence out of an answer. Null: the answer shows nothing of the thing, so nobody has seen it. */
export function seenIn(body: unknown, show: Readonly<Record<string, string>>): Seen | null {
  const found = Object.entries(show).map(([name, path]) => [name, lookFor(body, path)] as const)
  if (!found.some(([, { sight }]) => sight === 'shown' || sight === 'none')) return null
  return {
    evidence: Object.fromEntries(found.map(([name, { value }]) => [name, value])),
    sights: Object.fromEntries(found.map(([name, { sight }]) => [name, sight])),
  }
}

function lookFor(body: unknown, path: string): { sight: Sight; value: FixEvidence[string] } {
  const steps = path.split('.')
  let found = body
  for (const [n, step] of steps.entries()) {
    if (found === null && n > 0) return { sight: 'none', value: null }
    if (found === null || typeof found !== 'object') return { sight: 'unseen', value: null }
    if (!Object.hasOwn(found, step))
      return { sight: n > 0 && n === steps.length - 1 ? 'absent' : 'unseen', value: null }
    found = (found as Record<string, unknown>)[step]
  }
  if (found === null) return { sight: 'none', value: null }
  const isScalar = typeof found === 'string' || typeof found === 'number' || typeof found === 'boolean'
  return isScalar ? { sight: 'shown', value: found as string | number | boolean } : { sight: 'unseen', value: null }
}

/** The evidence on which it is decided whether a fix is made, and which was not seen: then it must not be. */
export function undecided({ refuse, done, payment }: ActionSpec, { evidence, sights }: Seen): string | null {
  const rules = [...refuse, ...done]
  // A rule that names `null` has said what it means when there is nothing.
  const nameless = new Set(rules.filter(({ is }) => is.includes(null)).map(({ field }) => field))
  const hidden = rules.find(({ field }) => own(sights, field) === 'unseen' && !nameless.has(field))
  if (hidden) return hidden.field
  if (!payment) return null
  const { decline, counted } = payment
  const code = own(evidence, decline)
  if (own(sights, decline) === 'unseen' || (code !== null && typeof code !== 'string')) return decline
  return counted !== undefined && typeof own(evidence, counted) !== 'number' ? counted : null
}
