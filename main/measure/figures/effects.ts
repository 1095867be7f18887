import type { ActingEffect, Bounded, EffectConclusion, EffectDimension } from '../../../shared/review/effect.ts'
import { adjustedSequence } from '../estimate/adjusted-sequence.ts'
import { clusteredCuped } from '../estimate/clustered.ts'
import { unitsUntilSequence } from '../estimate/sequence.ts'
import { holm } from '../estimate/shrink.ts'
import { smallestShown } from '../estimate/size.ts'
import { basisOf, compareSums, shortBy } from './compare-sums.ts'
import { labelOf, type Titles } from './groups.ts'
import type { Arms, Tally } from './tally.ts'

/** What acting did in each group of a dimension. Groups are looked at together, so that many of them raise no false alarm. */
export function effectsOf(
  dimension: EffectDimension,
  tallies: readonly Tally[],
  { titles, ghosts }: { titles: Titles; ghosts: boolean },
): ActingEffect[] {
  const compared = tallies.map(({ assigned }) => compareSums(assigned.treated, assigned.control))
  const holds = holm(compared.map(({ sequenceP }) => sequenceP ?? 1))
  const tests = compared.filter(({ sequenceP }) => sequenceP !== null).length
  return tallies.map((tally, at): ActingEffect => {
    const assigned = compared[at] ?? compareSums(tally.assigned.treated, tally.assigned.control)
    const conclusion = concluded(assigned.sequence, holds[at] ?? false)
    return {
      dimension,
      key: tally.key,
      label: labelOf(dimension, tally.key, titles),
      category: tally.category,
      open: tally.open,
      assigned,
      ghost: ghosts ? compareSums(tally.ghost.treated, tally.ghost.control) : null,
      adjusted: assigned.sequence && adjustedOf(tally.assigned),
      avoided: assigned.sequence && avoidedBy(assigned.sequence, assigned.treated.starts),
      conclusion,
      ...needs(tally.assigned, conclusion, Math.max(1, tests)),
    }
  })
}

function concluded(sequence: Bounded | null, holds: boolean): EffectConclusion {
  if (sequence === null || !holds) return 'cannot_tell'
  return sequence.value < 0 ? 'fewer' : 'more'
}

/** A difference for each start, over all treated starts, with its sign turned: contacts avoided. */
export const avoidedBy = ({ value, low, high }: Bounded, starts: number): Bounded => ({
  value: -value * starts,
  low: -high * starts,
  high: -low * starts,
})

function adjustedOf({ treated, control }: Arms): ActingEffect['adjusted'] {
  const found = clusteredCuped(treated, control)
  const interval = adjustedSequence(found.treated, found.control)
  return interval && { ...interval, explained: found.explained }
}

/** Why one cannot tell, and how many more accounts it takes. */
function needs(
  { treated, control }: Arms,
  conclusion: EffectConclusion,
  tests: number,
): Pick<ActingEffect, 'why' | 'moreAccounts' | 'smallest'> {
  const basis = basisOf(treated, control)
  const alpha = 0.05 / tests
  const smallest = basis && smallestShown(basis.variance, { alpha })
  if (conclusion !== 'cannot_tell') return { why: null, moreAccounts: null, smallest }
  const accounts = treated.accounts + control.accounts
  if (control.accounts === 0) return { why: 'no_control', moreAccounts: null, smallest }
  if (treated.accounts === 0) return { why: 'no_treated', moreAccounts: null, smallest }
  const short = shortBy(treated, control)
  if (short > 1 || basis === null)
    return { why: 'few', moreAccounts: short > 1 ? Math.ceil(accounts * short) - accounts : null, smallest }
  const until = unitsUntilSequence(basis, { alpha })
  return { why: 'wide', moreAccounts: until === null ? null : Math.max(1, until - accounts), smallest }
}
