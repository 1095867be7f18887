/** Beyond this share of a sum, one unit says more than all others together. */
const DOMINATES = 0.5

/**
 * The value that makes more than half of a sum of sizes, by its place, with its share; null where none does. A mean that
 * rests on one unit is that unit’s story: the normal approximation behind every interval here needs many small parts.
 */
export function dominantOf(values: readonly number[]): { at: number; share: number } | null {
  if (values.length < 2) return null
  let [sum, most] = [0, 0]
  for (const [at, value] of values.entries()) {
    sum += Math.abs(value)
    if (Math.abs(value) > Math.abs(values[most] ?? 0)) most = at
  }
  const share = sum === 0 ? 0 : Math.abs(values[most] ?? 0) / sum
  return share > DOMINATES ? { at: most, share } : null
}
