import type { Estimate } from './difference.ts'

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
