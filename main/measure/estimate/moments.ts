/** One arm of a comparison: how many units, and what is needed of their values. */
export interface ArmMoments {
  n: number
  mean: number
  /** Variance of one unit's value. */
  variance: number
}

/** A mean from sums over the units: `n` − 1 in the denominator of the variance. Needs n ≥ 2. */
export function meanOf(n: number, sum: number, sumOfSquares: number): ArmMoments {
  const mean = sum / n
  return { n, mean, variance: Math.max(0, (sumOfSquares - sum * mean) / (n - 1)) }
}

/** k of n: the variance is that of a coin of this share. */
export const shareOf = (k: number, n: number): ArmMoments => ({ n, mean: k / n, variance: (k / n) * (1 - k / n) })

/** Values themselves. */
export const momentsOf = (values: readonly number[]): ArmMoments =>
  meanOf(
    values.length,
    values.reduce((sum, x) => sum + x, 0),
    values.reduce((sum, x) => sum + x * x, 0),
  )
