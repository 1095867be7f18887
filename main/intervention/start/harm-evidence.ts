import type { Arm } from '../../../shared/vocabulary.ts'

/** An account that contacted us after its exposure, and the probability of control that it was assigned with. */
export interface HarmedAccount {
  arm: Arm
  share: number
}

/**
 * The largest evidence so far that treated accounts are harmed more often than held-out ones: an e-process. An account is
 * held out with a known probability s; whether it contacts us does not depend on its arm where there is no effect, so
 * each that does is held out with probability s again, whatever came before. Where treated accounts contact us r times as
 * often, it is treated with probability (1 − s) r / ((1 − s) r + s). The evidence is the likelihood ratio of the two, a
 * martingale from 1 (A. Wald, 1945, "Sequential tests of statistical hypotheses", on pairs of which one fails), averaged
 * over several r (H. Robbins, 1970, "Statistical methods related to the law of the iterated logarithm"). By Ville's
 * inequality it reaches 1 / α with a chance of α at most, however often one looks; with less where treatment helps.
 */
export function harmEvidence(harmed: readonly HarmedAccount[], ratios: readonly number[]): number {
  const logs = ratios.map(() => 0)
  let most = 1
  for (const { arm, share } of harmed) {
    // Where everybody or nobody is held out, an account says nothing about a difference.
    if (share <= 0 || share >= 1) continue
    for (const [n, ratio] of ratios.entries()) {
      const all = (1 - share) * ratio + share
      logs[n] = (logs[n] ?? 0) + Math.log((arm === 'treatment' ? ratio : 1) / all)
    }
    most = Math.max(most, logs.reduce((sum, log) => sum + Math.exp(log), 0) / ratios.length)
  }
  return most
}

/**
 * About how many starts it takes until the evidence reaches 1 / `bound`, where treated accounts contact us `ratio` times as
 * often as the share `contacts` (0–1) of the held-out ones: ln(1 / bound) ÷ what a contact is expected to say. Null where
 * nothing would ever show.
 */
export function startsUntilNoticed(share: number, ratio: number, contacts: number, bound: number): number | null {
  if (share <= 0 || share >= 1 || contacts <= 0) return null
  const all = (1 - share) * ratio + share
  const treated = ((1 - share) * ratio) / all
  const each = treated * Math.log(ratio / all) + (1 - treated) * Math.log(1 / all)
  return Math.ceil(-Math.log(bound) / each / (contacts * all))
}
