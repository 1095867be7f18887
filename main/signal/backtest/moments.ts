import type { Measured } from './measured.ts'

/**
 * What was measured of each unit at some moments (UTC ms, ascending): unit after unit, moment after moment; NaN where it is
 * undefined. `column` is the place of the comparison. What is no number is a place in the part's `codes`.
 */
export function valuesAtMoments({ ids, columns }: Measured, column: number, moments: Float64Array): Float64Array {
  const found = new Float64Array(ids.length * moments.length).fill(Number.NaN)
  const { runs, offsets } = columns[column] ?? { runs: null, offsets: new Uint32Array(0) }
  if (!runs) return found
  for (let unit = 0; unit < ids.length; unit++) {
    const end = offsets[unit + 1] as number
    let run = offsets[unit] as number
    for (let at = 0; at < moments.length; at++) {
      const t = moments[at] as number
      while (run + 1 < end && (runs.from[run + 1] as number) <= t) run++
      if (run >= end || (runs.from[run] as number) > t) continue
      const [a, slope] = [runs.a[run] as number, runs.slope[run] as number]
      found[unit * moments.length + at] = slope === 0 ? a : (t - a) * slope
    }
  }
  return found
}
