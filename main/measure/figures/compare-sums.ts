import type { ComparedArms } from '../../../shared/review/effect.ts'
import { type ArmSums, clusteredShare, effectiveHits, ratioMoments } from '../estimate/clustered.ts'
import { contrast, differenceOfShares, welch } from '../estimate/difference.ts'
import { sequence, sequencePValue } from '../estimate/sequence.ts'

/** Fewest accounts of an arm for a large-sample interval, and fewest contacts and silences that each arm lets expect. */
const FEWEST_ACCOUNTS = 30
const FEWEST_OF_EITHER = 5

/** Both arms of a group, beside each other. */
export function compareSums(treated: ArmSums, control: ArmSums): ComparedArms {
  const arms = { treated: armOf(treated), control: armOf(control) }
  if (treated.n === 0 || control.n === 0) return { ...arms, difference: null, p: null, sequence: null, sequenceP: null }
  const [a, b] = [ratioMoments(treated), ratioMoments(control)]
  const enough = isEnough(treated, control)
  return {
    ...arms,
    difference: differenceOfShares(effectiveHits(treated), effectiveHits(control)),
    p: bounded(welch(a, b)?.p ?? null),
    sequence: enough ? sequence(a, b) : null,
    sequenceP: enough ? sequencePValue(a, b) : null,
  }
}

const bounded = (p: number | null): number | null => p && Math.min(1, p)

const armOf = (sums: ArmSums): ComparedArms['treated'] => ({
  accounts: sums.accounts,
  starts: sums.n,
  contacts: sums.k,
  share: clusteredShare(sums),
})

/** How many times as many accounts an interval needs; 1 or less where there are enough, infinite where an arm is empty. */
export function shortBy(treated: ArmSums, control: ArmSums): number {
  const fewest = Math.min(treated.accounts, control.accounts)
  const share = (treated.k + control.k) / Math.max(1, treated.n + control.n)
  const either = fewest * Math.min(share, 1 - share)
  return Math.max(FEWEST_ACCOUNTS / fewest, either === 0 ? 0 : FEWEST_OF_EITHER / either)
}

function isEnough(treated: ArmSums, control: ArmSums): boolean {
  const kinds = treated.k + control.k
  return kinds > 0 && kinds < treated.n + control.n && shortBy(treated, control) <= 1
}

/** The difference, its variance and the accounts that it is made of; null without variance. */
export function basisOf(treated: ArmSums, control: ArmSums): { value: number; variance: number; units: number } | null {
  const found = contrast(ratioMoments(treated), ratioMoments(control), 'absolute')
  return found && { ...found, units: treated.accounts + control.accounts }
}
