import { contrast, type Estimate } from './difference.ts'
import type { ArmMoments } from './moments.ts'

/** At how many units in both arms the interval is tightest. */
const TIGHTEST_AT = 5_000
/** Coefficients of the regression beside the effect: its constant and the value before. */
const OTHERS = 2

/**
 * How many standard errors an anytime-valid interval of a regression coefficient reaches: M. Lindon, D. W. Ham, M. Tingley
 * and I. Bojinov (2022), "Anytime-valid linear models and regression adjusted causal inference in randomized experiments",
 * arXiv 2210.08589: the t statistics whose Bayes factor against 0 stays below 1 ÷ `alpha`. Infinite while there are too few
 * units for any interval. `prior`: units that the prior counts for.
 */
export function anytimeErrors(units: number, { alpha = 0.05, prior = 1 }: { alpha?: number; prior?: number } = {}) {
  const dof = units - OTHERS - 1
  if (dof <= 0) return Number.POSITIVE_INFINITY
  const share = prior / (prior + units)
  const bound = (share * alpha ** 2) ** (1 / (dof + 1))
  return bound <= share ? Number.POSITIVE_INFINITY : Math.sqrt((dof * (1 - bound)) / (bound - share))
}

/** The prior that makes the interval tightest at `units`: found among powers of 1.2, because its minimum is flat. */
export function tightestPrior(units = TIGHTEST_AT, alpha = 0.05): number {
  const candidates = Array.from({ length: 70 }, (_, at) => 1.2 ** at)
  return candidates.reduce((best, prior) =>
    anytimeErrors(units, { alpha, prior }) < anytimeErrors(units, { alpha, prior: best }) ? prior : best,
  )
}

const PRIOR = tightestPrior()

/**
 * Sequential CUPED: the difference of two arms that the earlier values were taken out of, with an interval that holds however
 * often it is looked at. The standard error allows for arms of unequal variance, which is what the large-sample version of
 * the theorem asks for. Null without variance or with fewer than two units.
 */
export function adjustedSequence(treated: ArmMoments, control: ArmMoments): Estimate | null {
  const found = contrast(treated, control, 'absolute')
  if (!found) return null
  const { value, variance } = found
  const half = Math.sqrt(variance) * anytimeErrors(treated.n + control.n, { prior: PRIOR })
  return Number.isFinite(half) ? { value, low: value - half, high: value + half } : null
}
