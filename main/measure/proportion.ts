import type { Proportion } from '../../shared/model/review.ts'

// The 97.5 % quantile of the standard normal distribution: a two-sided interval of 95 %.
const Z = 1.959963984540054

/**
 * k of n with its 95 % interval: E. B. Wilson (1927), "Probable inference, the law of succession, and statistical
 * inference", the score interval without continuity correction. No interval and no value where n is 0.
 */
export function proportion(k: number, n: number): Proportion {
  if (n === 0) return { k, n, value: null, low: null, high: null }
  const p = k / n
  const scale = 1 + Z ** 2 / n
  const middle = (p + Z ** 2 / (2 * n)) / scale
  const half = (Z / scale) * Math.sqrt((p * (1 - p)) / n + Z ** 2 / (4 * n ** 2))
  // At 0 and n the bounds are 0 and 1 exactly; rounding would miss them by an ulp.
  return {
    k,
    n,
    value: p,
    low: k === 0 ? 0 : Math.max(0, middle - half),
    high: k === n ? 1 : Math.min(1, middle + half),
  }
}
