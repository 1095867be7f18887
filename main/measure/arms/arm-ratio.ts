import type { ArmRatio } from '../../../shared/model/arm-health.ts'
import { chiSquareTail } from '../estimate/distributions.ts'
import { ratioFactors } from '../estimate/ratio.ts'

/** Teams have hundreds of accounts in an arm, not millions: what is looked for is a gross fault in few of them. */
const CONCENTRATION = 100

/** Accounts that were assigned under one probability of control, in the order in which they were. */
export interface AssignedUnder {
  share: number
  /** Accounts by day: those that came between one look and the next. */
  days: readonly { treatment: number; control: number }[]
}

/**
 * Whether accounts came to the arms as the shares say, whatever the shares were at the time. Each stretch of one share has a
 * χ² statistic of one degree of freedom, and a Bayes factor of its own (Lindon and Malek, 2022). Statistics add up, and so
 * do the logarithms of the factors: a product of martingales of different accounts is a martingale. Shares of 0 and 1 leave
 * nothing to test.
 */
export function armRatio(stretches: readonly AssignedUnder[]): ArmRatio {
  const sums = stretches.map(({ share, days }) => ({ share, ...sumOf(days) }))
  const drawn = sums.filter(isDrawn)
  const statistic = drawn.reduce((sum, { share, treatment, control }) => {
    const n = treatment + control
    return sum + (control - n * share) ** 2 / (n * share * (1 - share))
  }, 0)
  return {
    treatment: sums.reduce((sum, { treatment }) => sum + treatment, 0),
    control: sums.reduce((sum, { control }) => sum + control, 0),
    expectedControl: sums.reduce((sum, { share, treatment, control }) => sum + (treatment + control) * share, 0),
    p: drawn.length === 0 ? 1 : chiSquareTail(statistic, drawn.length),
    sequentialP: sequentialP(stretches),
  }
}

const isDrawn = ({ share, treatment, control }: { share: number; treatment: number; control: number }) =>
  share > 0 && share < 1 && treatment + control > 0

const sumOf = (days: AssignedUnder['days']) =>
  days.reduce(
    (sum, { treatment, control }) => ({ treatment: sum.treatment + treatment, control: sum.control + control }),
    { treatment: 0, control: 0 },
  )

/** The least 1 / product of the factors over the looks. A stretch that is over keeps its last factor. */
function sequentialP(stretches: readonly AssignedUnder[]): number {
  let [most, before] = [0, 0]
  for (const { share, days } of stretches) {
    if (!isDrawn({ share, ...sumOf(days) })) continue
    const looks = days.map(({ treatment, control }) => [treatment, control])
    const factors = ratioFactors(looks, [1 - share, share], CONCENTRATION)
    for (const factor of factors) most = Math.max(most, before + factor)
    before += factors.at(-1) ?? 0
  }
  return Math.exp(-most)
}
