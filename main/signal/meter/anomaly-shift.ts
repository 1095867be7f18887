import type { Settings } from './anomaly-settings.ts'

/**
 * How far the level of a series has moved from where it was: the median of the last day (or week, or four weeks), against
 * the same medians of the weeks before it. Both the middle and the spread of these are medians again, so the reference may
 * be poisoned by other anomalies, and by the beginning of this one, in up to half of its days: the breakdown point of
 * median and MAD (Rousseeuw & Croux, “Alternatives to the Median Absolute Deviation”, JASA 88, 1993). To compare a
 * window with a reference that keeps a distance from it is how change points are found online (Kifer, Ben-David & Gehrke,
 * “Detecting Change in Data Streams”, VLDB 2004).
 */

/** Medians that make the reference, all of which must be known: three whole weeks, so that weekends are usual; and its distance. */
const REFERENCE = 21
const APART = 2
/** Days do not differ as buckets do: so many of their deviations are worth one of a bucket's. */
const WEIGHT = 0.65

/** A level moves by no less than this share of what single buckets are usually off by, else it is no news. */
const LEAST = 0.3

/** Scores of levels in order of time, one for each call; `noise` is what single buckets are usually off by. */
export function shiftScorer(
  levels: Float64Array,
  { level, floor }: Settings,
): (index: number, noise: number) => number | null {
  const moved = new Float64Array(levels.length).fill(Number.NaN)
  const past: number[] = []
  return (index, noise) => {
    past.length = 0
    for (let n = APART; n < APART + REFERENCE; n++) {
      const place = index - n * level
      // A median of less than its whole time says little.
      if (place < level) break
      const known = levels[place] ?? Number.NaN
      if (!Number.isNaN(known)) past.push(known)
    }
    if (past.length < REFERENCE) return null
    past.sort((a, b) => a - b)
    const middle = placed(past, 0.5)
    const off = past.map(value => Math.abs(value - middle)).sort((a, b) => a - b)
    const spread = Math.max(placed(off, 0.5) / 0.6745, placed(off, 0.9) / 1.6449) * (1 + 4 / past.length)
    const here =
      ((levels[index] ?? Number.NaN) - middle) / Math.max(spread, floor * Math.abs(middle), LEAST * noise, 1e-9)
    moved[index] = here
    // What has moved two days ago is no news any more.
    const before = moved[index - 2 * level] ?? Number.NaN
    const news = Number.isNaN(before) ? here : here - before
    if (Math.sign(news) !== Math.sign(here)) return 0
    return WEIGHT * Math.sign(here) * Math.min(Math.abs(news), Math.abs(here))
  }
}

/** Halves and tenths of the way through the sorted medians of a reference fall on one of them. */
const placed = (sorted: readonly number[], share: number): number => sorted[share * (REFERENCE - 1)] ?? Number.NaN
