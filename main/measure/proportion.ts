import type { Proportion } from '../../shared/model/review.ts'

// The 97.5 % quantile of the standard normal distribution: a two-sided interval of 95 %.
const Z = 1.959963984540054

/**
 * k of n with its 95 % interval: E. B. Wilson (1927), "Probable inference, the law of succession, and statistical
 * inference", the score interval without continuity correction. No interval and no value where n is 0.
 */
export function proportion(k: number, n: number): Proportion {
  return n === 0 ? { k, n, value: null, low: null, high: null } : { k, n, ...wilson(k / n, n) }
}

/** A share with its 95 % interval; `n`, above 0, may be a number of observations that is not whole. */
export function wilson(p: number, n: number): { value: number; low: number; high: number } {
  const scale = 1 + Z ** 2 / n
  const middle = (p + Z ** 2 / (2 * n)) / scale
  const half = (Z / scale) * Math.sqrt((p * (1 - p)) / n + Z ** 2 / (4 * n ** 2))
  // At 0 and 1 the bounds are 0 and 1 exactly; rounding would miss them by an ulp.
  return {
    value: p,
    low: p === 0 ? 0 : Math.max(0, middle - half),
    high: p === 1 ? 1 : Math.min(1, middle + half),
  }
}
