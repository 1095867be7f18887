import type { Proportion } from '../../../shared/model/review.ts'
import type { TriggerCard, TriggerFigures } from '../../../shared/predict/trigger-card.ts'
import type { ActingEffect } from '../../../shared/review/effect.ts'
import { pointsWords } from '../figures/words.ts'

/** Fewer than two in a hundred is next to nothing: of trouble foretold beyond chance, and of contacts that acting avoids. */
const NEGLIGIBLE = 0.02

/** What is known of a trigger. `effect`: acting on it against control; undefined where it was never acted on. */
export interface TriggerFacts {
  precision: Proportion
  base: number | null
  dismissed: Proportion
  effect: Pick<ActingEffect, 'conclusion' | 'assigned'> | undefined
}

const percent = (value: number): string => `${(100 * value).toFixed(1)} %`
const withBounds = ({ value, low, high }: Proportion): string =>
  `${percent(value ?? 0)} (${percent(low ?? 0)}–${percent(high ?? 1)})`

/**
 * Why a trigger should be paused, with its numbers; null where nothing says so. Each reason needs its whole interval on one
 * side, so a trigger of which little is known is left alone.
 */
export function proposalFor({ precision, base, dismissed, effect }: TriggerFacts): TriggerCard['proposal'] {
  const sequence = effect?.assigned.sequence ?? null
  if (effect?.conclusion === 'more' && sequence)
    return {
      finding: 'harms',
      because: `Accounts that were acted on contacted us more often than control accounts: ${pointsWords(sequence)}.`,
    }
  if (dismissed.low !== null && dismissed.low > 0.5)
    return {
      finding: 'false_alarms',
      because: `People dismissed ${withBounds(dismissed)} of its closed issues as a false positive.`,
    }
  if (sequence && sequence.low > -NEGLIGIBLE)
    return {
      finding: 'does_nothing',
      because: `Acting on it avoids fewer than 2 contacts in 100 starts: ${pointsWords(sequence)}.`,
    }
  if (base !== null && precision.high !== null && precision.high < base + NEGLIGIBLE)
    return {
      finding: 'does_nothing',
      because: `${withBounds(precision)} of its firings were followed by trouble; so are ${percent(base)} of all accounts.`,
    }
  return null
}

/** Accounts that we wrote to and that would not have contacted us, if precision holds for them too. */
export function needlessOf(written: number, { value, low, high }: Proportion): TriggerCard['needless'] {
  if (value === null || low === null || high === null) return { written, estimate: null }
  return { written, estimate: { value: written * (1 - value), low: written * (1 - high), high: written * (1 - low) } }
}

/** Minutes of work for each contact avoided; null unless the whole interval of what was avoided lies above 0. */
export function minutesPerAvoided(minutes: number, avoided: ActingEffect['avoided']): TriggerCard['minutesPerAvoided'] {
  if (!avoided || avoided.low <= 0) return null
  return { value: minutes / avoided.value, low: minutes / avoided.high, high: minutes / avoided.low }
}

/** What a decision about the trigger keeps. */
export const triggerFigures = (
  { precision, dismissed }: TriggerFacts,
  compared: TriggerFigures['compared'],
): TriggerFigures => ({
  firings: precision.n,
  followed: precision.k,
  closed: dismissed.n,
  wrong: dismissed.k,
  compared,
})

/** Warnings by a model, highest risks first: of the first `n` of them, `k` were right. Ascending. */
export type WarningCurve = readonly { n: number; k: number }[]

/** How many of a model's first `n` warnings were right, between two known places by a straight line; null beyond the last. */
export function rightOfFirst(curve: WarningCurve, n: number): number | null {
  const after = curve.findIndex(point => point.n >= n)
  const [high, low] = [curve[after], curve[after - 1] ?? { n: 0, k: 0 }]
  if (!high) return null
  return Math.round(low.k + ((high.k - low.k) * (n - low.n)) / Math.max(1, high.n - low.n))
}
