import { logit, lossOf } from '../log-odds.ts'
import { aucMeasured, BOTH_SIDES, type Clusters, type WithBounds } from './auc.ts'

/** Whether a model tells more than the base rate does, on cases that it has not seen. */
export interface Usable {
  isUsable: boolean
  /** Whether there are enough cases of either kind to say. */
  isEnough: boolean
  /** Logarithmic loss of the base rate less that of the model, a case, with 95 % interval: above 0 the model is better. */
  gain: WithBounds
  auc: WithBounds
  /** One-sided p value of a gain of at most 0. */
  p: number
}

/** Where there is nothing to claim, a claim is made at most once in forty. */
const LEVEL = 0.025
/** Fewer cases of either kind prove nothing. */
export const LEAST_OF_EACH = 10

/**
 * Logarithmic loss of others less that of some risks, a case: a paired test of the same cases by both. Rows of one cluster count
 * as one draw.
 */
function pairedGain(
  risks: Float64Array,
  others: Float64Array,
  labels: Uint8Array,
  clusters: Clusters | undefined,
): Pick<Usable, 'gain' | 'p'> {
  const n = labels.length
  const sums = new Map<number, { gain: number; rows: number }>()
  let sum = 0
  for (let row = 0; row < n; row++) {
    const label = labels[row] as number
    const gain = lossOf(others[row] as number, label) - lossOf(risks[row] as number, label)
    sum += gain
    const key = clusters?.[row] ?? row
    const one = sums.get(key) ?? { gain: 0, rows: 0 }
    sums.set(key, one)
    one.gain += gain
    one.rows++
  }
  const value = n === 0 ? 0 : sum / n
  let squares = 0
  for (const { gain, rows } of sums.values()) squares += (gain - value * rows) ** 2
  const draws = sums.size
  const error = draws < 2 ? Number.POSITIVE_INFINITY : Math.sqrt((squares * draws) / (draws - 1)) / n
  const p = error === 0 ? (value > 0 ? 0 : 1) : normalTail(value / error)
  return { p, gain: { value, low: value - BOTH_SIDES * error, high: value + BOTH_SIDES * error } }
}

/**
 * A model of chance pays for its confidence with loss, so a gain over the base rate that is hardly due to chance is a signal;
 * AUC must say so too, because a well-placed mean alone would not order anything. `order`: what AUC is of, where that is another.
 */
export function usableSignal(
  judged: Float64Array | { risks: Float64Array; order: Float64Array },
  bases: Float64Array,
  labels: Uint8Array,
  clusters?: Clusters,
): Usable {
  const { risks, order } = judged instanceof Float64Array ? { risks: judged, order: judged } : judged
  const { gain, p } = pairedGain(risks, bases, labels, clusters)
  const auc = aucMeasured(order, labels, clusters)
  const isEnough = Math.min(drawsOf(1, labels, clusters), drawsOf(0, labels, clusters)) >= LEAST_OF_EACH
  return { isEnough, isUsable: isEnough && p <= LEVEL && auc.low > 0.5, gain, auc, p }
}

/** Clusters that have a case of a kind. */
const drawsOf = (kind: number, labels: Uint8Array, clusters: Clusters | undefined): number => {
  const met = new Set<number>()
  for (let row = 0; row < labels.length; row++) if (labels[row] === kind) met.add(clusters?.[row] ?? row)
  return met.size
}

/** Whether some risks have less loss than others on the same cases, beyond chance. */
export const isBetterThan = (
  risks: Float64Array,
  others: Float64Array,
  labels: Uint8Array,
  clusters?: Clusters,
): boolean => pairedGain(risks, others, labels, clusters).p <= LEVEL

/**
 * Whether risks order cases better than chance. `claims`: how many such claims are made together; each is held to a level as
 * many times as strict (Bonferroni).
 */
export function ordersBeyondChance({ value, low, high }: WithBounds, claims: number): boolean {
  const error = (logit(high) - logit(low)) / (2 * BOTH_SIDES)
  // Below a half the tail is more than a half, so no level is as high.
  return normalTail(logit(value) / error) <= LEVEL / claims
}

/** The chance that a standard normal variable is at least x (Abramowitz & Stegun 1964, 26.2.17; error below 1e-7). */
function normalTail(x: number): number {
  const t = 1 / (1 + 0.2316419 * Math.abs(x))
  const poly = t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))))
  const tail = (Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI)) * poly
  return x >= 0 ? tail : 1 - tail
}
