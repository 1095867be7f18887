import { logit, rarerOf } from '../log-odds.ts'
import { orderOf } from '../order.ts'
import { pooled, scoresOnce } from './isotonic.ts'
import { type CalibrationLine, platt } from './platt.ts'

/** From a model's log odds to calibrated ones. `line`: slope and intercept. `curve`: knots, straight between them. */
export type Calibration = CalibrationLine | { is: 'curve'; from: number[]; to: number[] }

/**
 * From so many cases on the shape is free; with fewer a line errs less, because isotonic regression follows chance
 * (Niculescu-Mizil & Caruana 2005, figure 7).
 */
const ENOUGH_CASES = 1_000
/** Where one of the two answers is rare, its cases are what chance moves the curve by. */
const ENOUGH_OF_EACH = 200

/** Learns from scores of cases that the model has not seen. */
export function learnCalibration(z: Float64Array, labels: Uint8Array): Calibration {
  if (labels.length < ENOUGH_CASES) return platt(z, labels)
  return rarerOf(labels) >= ENOUGH_OF_EACH ? isotonicCurve(z, labels) : levelOutside(platt(z, labels), z)
}

/** So few cases do not say whether a line goes on beyond them. */
const BEYOND = 20

/** A line that is level beyond the scores of nearly all cases: with rare answers, it would promise what nobody has seen. */
function levelOutside(line: CalibrationLine, z: Float64Array): Calibration {
  const sorted = z.slice().sort()
  const [low, high] = [sorted[BEYOND] ?? 0, sorted[sorted.length - 1 - BEYOND] ?? 0]
  if (line.slope === 0 || !(low < high)) return line
  return { is: 'curve', from: [low, high], to: [low, high].map(one => line.slope * one + line.intercept) }
}

/** Calibrated log odds. Outside the knots of a curve its ends go on. */
export function calibrated(calibration: Calibration, z: number): number {
  if (calibration.is === 'line') return calibration.slope * z + calibration.intercept
  const { from, to } = calibration
  const last = from.length - 1
  if (z <= (from[0] as number)) return to[0] as number
  if (z >= (from[last] as number)) return to[last] as number
  let [low, high] = [0, last]
  while (high - low > 1) {
    const middle = (low + high) >> 1
    if ((from[middle] as number) <= z) low = middle
    else high = middle
  }
  const [left, right] = [from[low] as number, from[high] as number]
  const share = (z - left) / (right - left)
  return (to[low] as number) + share * ((to[high] as number) - (to[low] as number))
}

/**
 * Isotonic regression (Zadrozny & Elkan 2002), straight between the centres of its blocks (Oron & Flournoy 2017): two
 * scores that differ stay apart, so a rank is not lost. The first and the last block reach to the ends.
 */
export function isotonicCurve(z: Float64Array, labels: Uint8Array): Calibration {
  const { scores, weights, positives } = scoresOnce(z, labels, orderOf(z))
  const blocks = pooled(weights, positives)
  const [from, to]: [number[], number[]] = [[], []]
  let first = 0
  for (const [at, block] of blocks.entries()) {
    const last = first + block.cases - 1
    let [sum, weight] = [0, 0]
    for (let k = first; k <= last; k++) {
      sum += (scores[k] as number) * (weights[k] as number)
      weight += weights[k] as number
    }
    const centre = at === 0 ? (scores[0] as number) : at === blocks.length - 1 ? (scores[last] as number) : sum / weight
    from.push(centre)
    to.push(logit(shareInside(block.positive, block.weight, blocks.length)))
    first = last + 1
  }
  return from.length === 1 ? { is: 'line', slope: 0, intercept: to[0] as number } : { is: 'curve', from, to }
}

/** None of a block, or all of it, is less certain than it looks: half a case is added to the other side. */
function shareInside(positive: number, weight: number, blocks: number): number {
  if (blocks === 1) return (positive + 1) / (weight + 2)
  return Math.min(Math.max(positive / weight, 0.5 / (weight + 1)), (weight + 0.5) / (weight + 1))
}
