import { orderOf } from '../order.ts'
import { scoresOnce } from './isotonic.ts'

/** A pair of probabilities of which one is calibrated, whatever the model is worth. */
export interface Width {
  low: number
  high: number
}

/**
 * Widths at every place that a score can have: before score k of `scores` at 2k, on it at 2k + 1, behind the last one at
 * the end. Scores are on a grid, so that no table grows with the data.
 */
export interface Widths {
  scores: number[]
  low: number[]
  high: number[]
}

/** Steps of log odds that are told apart. */
const GRID = 50
const onGrid = (z: number): number => Math.round(Math.min(Math.max(z, -10), 10) * GRID)

/**
 * The inductive Venn–Abers predictor (Vovk & Petej 2014) of cases that the model has not seen, computed ahead for all
 * scores: the isotonic regression of these cases and a new one that is negative (`low`) or positive (`high`).
 */
export function learnWidths(z: Float64Array, labels: Uint8Array): Widths {
  const steps = z.map(onGrid)
  const { scores, weights, positives } = scoresOnce(steps, labels, orderOf(steps))
  const hull = new Hull(weights, positives)
  const [low, high]: [number[], number[]] = [[], []]
  const add = (before: number, behind: number) => {
    low.push(hull.shareWith(0, before, behind))
    high.push(hull.shareWith(1, before, behind))
  }
  for (let k = 0; k < scores.length; k++) {
    add(k, k)
    add(k, k + 1)
  }
  add(scores.length, scores.length)
  return { scores, low, high }
}

/** The width at a score in log odds. */
export function widthAt({ scores, low, high }: Widths, z: number): Width {
  const step = onGrid(z)
  let [from, to] = [0, scores.length]
  while (from < to) {
    const middle = (from + to) >> 1
    if ((scores[middle] as number) < step) from = middle + 1
    else to = middle
  }
  const place = scores[from] === step ? 2 * from + 1 : 2 * from
  return { low: low[place] as number, high: high[place] as number }
}

/**
 * Isotonic regression is the slope of the greatest convex minorant of running totals (Barlow et al. 1972). One more case
 * moves all points behind it by (1, label); its share is the slope of the line below both parts, found by walking both
 * lower hulls outwards.
 */
class Hull {
  private readonly weight: Float64Array
  private readonly positive: Float64Array
  /** The next point of the lower hull of all points up to this one, and of all from this one on. */
  private readonly before: Int32Array
  private readonly behind: Int32Array

  constructor(weights: readonly number[], positives: readonly number[]) {
    const n = weights.length + 1
    this.weight = new Float64Array(n)
    this.positive = new Float64Array(n)
    for (let k = 1; k < n; k++) {
      this.weight[k] = (this.weight[k - 1] as number) + (weights[k - 1] as number)
      this.positive[k] = (this.positive[k - 1] as number) + (positives[k - 1] as number)
    }
    this.before = new Int32Array(n).fill(-1)
    this.behind = new Int32Array(n).fill(-1)
    for (let k = 1; k < n; k++) this.before[k] = this.innermost(this.before, k, k - 1, 1)
    for (let k = n - 2; k >= 0; k--) this.behind[k] = this.innermost(this.behind, k, k + 1, -1)
  }

  /** The first point from `start` on after which the hull turns the right way at `k`. */
  private innermost(chain: Int32Array, k: number, start: number, way: 1 | -1): number {
    let at = start
    for (let next = chain[at] as number; next >= 0; next = chain[at] as number) {
      if (way * (this.slope(next, at) - this.slope(at, k)) < 0) break
      at = next
    }
    return at
  }

  private slope(a: number, b: number): number {
    return (
      ((this.positive[b] as number) - (this.positive[a] as number)) /
      ((this.weight[b] as number) - (this.weight[a] as number))
    )
  }

  private across(label: number, a: number, b: number): number {
    const rise = (this.positive[b] as number) - (this.positive[a] as number) + label
    return rise / ((this.weight[b] as number) - (this.weight[a] as number) + 1)
  }

  /** The share of one more case that comes behind point `before` and before point `behind`. */
  shareWith(label: number, before: number, behind: number): number {
    let [a, b] = [before, behind]
    for (let moved = true; moved; ) {
      moved = false
      for (let next = this.behind[b] as number; next >= 0; next = this.behind[b] as number) {
        if (this.across(label, a, next) > this.across(label, a, b)) break
        b = next
        moved = true
      }
      for (let next = this.before[a] as number; next >= 0; next = this.before[a] as number) {
        if (this.across(label, next, b) < this.across(label, a, b)) break
        a = next
        moved = true
      }
    }
    return this.across(label, a, b)
  }
}
