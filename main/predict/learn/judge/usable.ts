import { lossOf } from '../log-odds.ts'
import { aucMeasured, type WithBounds } from './auc.ts'

/** Whether a model tells more than the base rate does, on cases that it has not seen. */
export interface Usable {
  isUsable: boolean
  /** Logarithmic loss of the base rate less that of the model, a case, with 95 % interval: above 0 the model is better. */
  gain: WithBounds
  auc: WithBounds
  /** One-sided p value of a gain of at most 0. */
  p: number
}

/** A claim is made at most once in forty where there is nothing to claim. */
const LEVEL = 0.025
/** Fewer cases of either kind prove nothing. */
export const LEAST_OF_EACH = 10

/**
 * A paired test: the same cases by both. A model of chance pays for its confidence with loss, so a gain that is hardly due
 * to chance is a signal; AUC must say so too, because a well-placed mean alone would not order anything.
 */
export function usableSignal(risks: Float64Array, bases: Float64Array, labels: Uint8Array): Usable {
  const n = labels.length
  let [sum, squares, positive] = [0, 0, 0]
  for (let row = 0; row < n; row++) {
    const label = labels[row] as number
    const gain = lossOf(bases[row] as number, label) - lossOf(risks[row] as number, label)
    sum += gain
    squares += gain * gain
    positive += label
  }
  const value = n === 0 ? 0 : sum / n
  const error = n < 2 ? Number.POSITIVE_INFINITY : Math.sqrt(Math.max(0, squares / n - value * value) / (n - 1))
  const p = error === 0 ? (value > 0 ? 0 : 1) : normalTail(value / error)
  const auc = aucMeasured(risks, labels)
  const isEnough = Math.min(positive, n - positive) >= LEAST_OF_EACH
  const gain = { value, low: value - 1.959964 * error, high: value + 1.959964 * error }
  return { isUsable: isEnough && p <= LEVEL && auc.low > 0.5, gain, auc, p }
}

/** The chance that a standard normal variable is at least x (Abramowitz & Stegun 1964, 26.2.17; error below 1e-7). */
function normalTail(x: number): number {
  const t = 1 / (1 + 0.2316419 * Math.abs(x))
  const poly = t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))))
  const tail = (Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI)) * poly
  return x >= 0 ? tail : 1 - tail
}
