import { logit, sigmoid } from '../log-odds.ts'
import { orderOf } from '../order.ts'

/** Standard deviations to each side that hold 95 %. */
export const BOTH_SIDES = 1.959964

/** A figure with its 95 % interval. */
export interface WithBounds {
  value: number
  low: number
  high: number
}

/** Ranks from 1 on, equal scores sharing the mean of theirs. */
function midranks(scores: Float64Array): Float64Array {
  const order = orderOf(scores)
  const ranks = new Float64Array(scores.length)
  for (let from = 0; from < order.length; ) {
    let to = from + 1
    while (to < order.length && scores[order[to] as number] === scores[order[from] as number]) to++
    for (let at = from; at < to; at++) ranks[order[at] as number] = (from + to + 1) / 2
    from = to
  }
  return ranks
}

const partOf = (values: Float64Array, labels: Uint8Array, label: number): Float64Array =>
  values.filter((_, row) => labels[row] === label)

/** The chance that a positive case scores above a negative one, ties counting half; ½ where there is one kind only. */
export function aucOf(scores: Float64Array, labels: Uint8Array): number {
  const ranks = partOf(midranks(scores), labels, 1)
  const sum = ranks.reduce((total, rank) => total + rank, 0)
  const [positive, negative] = [ranks.length, labels.length - ranks.length]
  return positive === 0 || negative === 0 ? 0.5 : (sum - (positive * (positive + 1)) / 2) / (positive * negative)
}

/** The cluster of each row. Rows of one cluster are of one account, or copies of one another. */
export type Clusters = Int32Array | Float64Array

/**
 * AUC with DeLong’s interval (1988), by the midranks of Sun & Xu (2014); on the scale of log odds, so it stays within 0–1. Rows of
 * one cluster count as one draw (Obuchowski 1997): otherwise a table that repeats each row five times would seem to know more.
 */
export function aucMeasured(scores: Float64Array, labels: Uint8Array, clusters?: Clusters): WithBounds {
  const value = aucOf(scores, labels)
  const [x, y] = [partOf(scores, labels, 1), partOf(scores, labels, 0)]
  if (x.length < 2 || y.length < 2) return { value, low: 0, high: 1 }
  const all = new Float64Array(x.length + y.length)
  all.set(x)
  all.set(y, x.length)
  const [ranks, ownX, ownY] = [midranks(all), midranks(x), midranks(y)]
  // How many of the other kind each positive case is above, and each negative one below, as a share.
  const above = ownX.map((own, at) => ((ranks[at] as number) - own) / y.length)
  const below = ownY.map((own, at) => 1 - ((ranks[x.length + at] as number) - own) / x.length)
  const error = Math.sqrt(clusteredVariance({ value, above, below, labels, clusters }))
  if (value <= 0 || value >= 1) return { value, low: value, high: value }
  const [middle, spread] = [logit(value), (BOTH_SIDES * error) / (value * (1 - value))]
  return { value, low: sigmoid(middle - spread), high: sigmoid(middle + spread) }
}

/** How much the cases of a cluster are above and below, beyond what is expected of as many. */
interface Excess {
  positive: number
  negative: number
  hasPositive: boolean
  hasNegative: boolean
}

function clusteredVariance({
  value,
  above,
  below,
  labels,
  clusters,
}: {
  value: number
  above: Float64Array
  below: Float64Array
  labels: Uint8Array
  clusters: Clusters | undefined
}): number {
  const found = new Map<number, Excess>()
  let [p, n] = [0, 0]
  for (let row = 0; row < labels.length; row++) {
    const key = clusters?.[row] ?? row
    const one = found.get(key) ?? { positive: 0, negative: 0, hasPositive: false, hasNegative: false }
    found.set(key, one)
    if (labels[row] === 1) {
      one.positive += (above[p++] as number) - value
      one.hasPositive = true
    } else {
      one.negative += (below[n++] as number) - value
      one.hasNegative = true
    }
  }
  let [pp, nn, pn, positives, negatives] = [0, 0, 0, 0, 0]
  for (const { positive, negative, hasPositive, hasNegative } of found.values()) {
    pp += positive ** 2
    nn += negative ** 2
    pn += positive * negative
    if (hasPositive) positives++
    if (hasNegative) negatives++
  }
  const [positive, negative] = [scaled(pp, positives) / p ** 2, scaled(nn, negatives) / n ** 2]
  return Math.max(0, positive + negative + (2 * scaled(pn, found.size)) / (p * n))
}

/** A sum of squares over draws, as if their mean had not been taken from themselves. */
const scaled = (sum: number, draws: number): number => (draws < 2 ? 0 : (draws / (draws - 1)) * sum)
