import { sigmoid } from '../log-odds.ts'
import { orderOf } from '../order.ts'

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

/** AUC with DeLong's interval (1988), by the midranks of Sun & Xu (2014); on the scale of log odds, so it stays within 0–1. */
export function aucMeasured(scores: Float64Array, labels: Uint8Array): WithBounds {
  const value = aucOf(scores, labels)
  const [x, y] = [partOf(scores, labels, 1), partOf(scores, labels, 0)]
  if (x.length < 2 || y.length < 2) return { value, low: 0, high: 1 }
  const all = new Float64Array(x.length + y.length)
  all.set(x)
  all.set(y, x.length)
  const [ranks, ownX, ownY] = [midranks(all), midranks(x), midranks(y)]
  // How many of the other kind each case is above, as a share: of how many it is below has the same variance.
  const above = ownX.map((own, at) => ((ranks[at] as number) - own) / y.length)
  const below = ownY.map((own, at) => ((ranks[x.length + at] as number) - own) / x.length)
  const error = Math.sqrt(varianceOf(above) / x.length + varianceOf(below) / y.length)
  if (value <= 0 || value >= 1) return { value, low: value, high: value }
  const [middle, spread] = [Math.log(value / (1 - value)), (1.959964 * error) / (value * (1 - value))]
  return { value, low: sigmoid(middle - spread), high: sigmoid(middle + spread) }
}

function varianceOf(values: Float64Array): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  return values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1)
}
