import type { Estimate } from './difference.ts'
import { betaQuantile } from './distributions.ts'

/** The middle value; of an even number, the mean of the two in the middle. NaN for none. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  const high = sorted[middle] ?? Number.NaN
  return sorted.length % 2 === 1 ? high : ((sorted[middle - 1] ?? Number.NaN) + high) / 2
}

/**
 * Median with a percentile bootstrap interval (B. Efron 1979): what the median does in samples of the sample. `random`
 * gives numbers in [0, 1). Null for fewer than two values.
 */
export function medianInterval(
  values: readonly number[],
  random: () => number,
  { alpha = 0.05, turns = 2_000 }: { alpha?: number; turns?: number } = {},
): Estimate | null {
  if (values.length < 2) return null
  const draw = () => values.map(() => values[Math.floor(random() * values.length)] ?? Number.NaN)
  const medians = Array.from({ length: turns }, () => median(draw())).sort((a, b) => a - b)
  const at = (share: number) => medians[Math.min(turns - 1, Math.floor(share * turns))] ?? Number.NaN
  return { value: median(values), low: at(alpha / 2), high: at(1 - alpha / 2) }
}

/**
 * The interval that the same bootstrap approaches with ever more turns, without drawing anything: the middle of a sample of
 * the sample lies where a Beta((n+1)/2, (n+1)/2) share of the ordered values ends (J. S. Maritz and R. G. Jarrett 1978).
 * It takes one sort, so that a hundred thousand values are no trouble, and two runs agree to the last digit. Null for fewer
 * than two values.
 */
export function exactMedianInterval(values: Float64Array, alpha = 0.05): Estimate | null {
  const n = values.length
  if (n < 2) return null
  const sorted = values.toSorted()
  const at = (place: number) => sorted[Math.min(n - 1, Math.max(0, place))] ?? Number.NaN
  const share = (p: number) => at(Math.ceil(n * betaQuantile(p, (n + 1) / 2, (n + 1) / 2)) - 1)
  const middle = Math.floor(n / 2)
  return {
    value: n % 2 === 1 ? at(middle) : (at(middle - 1) + at(middle)) / 2,
    low: share(alpha / 2),
    high: share(1 - alpha / 2),
  }
}
