import type { Matrix } from '../data/encoding.ts'
import { positiveShare, sigmoid } from '../log-odds.ts'
import { solve } from './solve.ts'
import { type Standards, standardise, standardised, standards } from './standards.ts'

/** A logistic regression: log odds = intercept + Σ weight · standardised value. */
export interface Logistic extends Standards {
  intercept: number
  weights: number[]
}

const MOST_STEPS = 30
/** Multiplications that one Hessian may take; of larger data every k-th row is enough (sub-sampled Newton). */
const MOST_WORK = 8e7
const BLOCK = 512

/** How a regression is held back, and what its log odds begin from: those of another model, row by row. */
export interface Restraint {
  penalty: number
  offset?: Float64Array
}

/** Fits terms of other places and sizes: they are standardised first. */
export function fitLogistic(matrix: Matrix, labels: Uint8Array, penalty: number): Logistic {
  const known = standards(matrix)
  return { ...fitStandardised(standardise(matrix, known), labels, { penalty }), ...known }
}

/**
 * Fits by Newton's method (iteratively reweighted least squares; Hastie, Tibshirani & Friedman 2009, 4.4.1) with a penalty
 * ½ · `penalty` · Σ weight². Steps are halved until the loss falls.
 */
export function fitStandardised(
  x: readonly Float32Array[],
  labels: Uint8Array,
  { penalty, offset }: Restraint,
): Pick<Logistic, 'intercept' | 'weights'> {
  const share = Math.min(Math.max(positiveShare(labels), 1e-6), 1 - 1e-6)
  // The last place is the intercept's.
  let beta = new Float64Array(x.length + 1)
  beta[x.length] = offset ? 0 : Math.log(share / (1 - share))
  let z = scoresOf(x, labels.length, beta, offset)
  let loss = lossOfAll(z, labels, beta, penalty)
  for (let step = 0; step < MOST_STEPS; step++) {
    const { gradient, hessian } = derivatives(x, labels, z, beta, penalty)
    const change = solve(hessian, gradient)
    let size = 1
    let next = moved(beta, change, size)
    let nextZ = scoresOf(x, labels.length, next, offset)
    let nextLoss = lossOfAll(nextZ, labels, next, penalty)
    while (nextLoss > loss && size > 1e-4) {
      size /= 2
      next = moved(beta, change, size)
      nextZ = scoresOf(x, labels.length, next, offset)
      nextLoss = lossOfAll(nextZ, labels, next, penalty)
    }
    const gain = loss - nextLoss
    if (gain <= 0) break
    beta = next
    z = nextZ
    loss = nextLoss
    if (gain < 1e-8 * labels.length) break
  }
  return { intercept: beta[x.length] as number, weights: [...beta.subarray(0, x.length)] }
}

/** Log odds of rows. */
export function logisticScores(model: Logistic, matrix: Matrix, rows: number): Float64Array {
  const z = new Float64Array(rows).fill(model.intercept)
  for (let t = 0; t < matrix.length; t++) {
    const [values, weight] = [matrix[t] as Float64Array, model.weights[t] as number]
    const [mean, scale] = [model.means[t] as number, model.scales[t] as number]
    for (let row = 0; row < rows; row++)
      z[row] = (z[row] as number) + weight * standardised(values[row] as number, mean, scale)
  }
  return z
}

const moved = (beta: Float64Array, change: Float64Array, size: number) =>
  beta.map((value, at) => value + size * (change[at] as number))

function scoresOf(
  x: readonly Float32Array[],
  rows: number,
  beta: Float64Array,
  offset: Float64Array | undefined,
): Float64Array {
  const z = new Float64Array(rows).fill(beta[x.length] as number)
  if (offset) for (let row = 0; row < rows; row++) z[row] = (z[row] as number) + (offset[row] as number)
  for (let t = 0; t < x.length; t++) {
    const [values, weight] = [x[t] as Float32Array, beta[t] as number]
    for (let row = 0; row < rows; row++) z[row] = (z[row] as number) + weight * (values[row] as number)
  }
  return z
}

function lossOfAll(z: Float64Array, labels: Uint8Array, beta: Float64Array, penalty: number): number {
  let loss = 0
  for (let row = 0; row < z.length; row++) {
    const score = z[row] as number
    loss += Math.log1p(Math.exp(-Math.abs(score))) + Math.max(score, 0) - (labels[row] as number) * score
  }
  for (let t = 0; t < beta.length - 1; t++) loss += (penalty / 2) * (beta[t] as number) ** 2
  return loss
}

function derivatives(
  x: readonly Float32Array[],
  labels: Uint8Array,
  z: Float64Array,
  beta: Float64Array,
  penalty: number,
): { gradient: Float64Array; hessian: Float64Array } {
  const [rows, terms] = [labels.length, x.length]
  const n = terms + 1
  const gradient = new Float64Array(n)
  const hessian = new Float64Array(n * n)
  const every = Math.max(1, Math.ceil((rows * n * n) / 2 / MOST_WORK))
  const [rest, weight] = [new Float64Array(rows), new Float64Array(rows)]
  for (let row = 0; row < rows; row++) {
    const p = sigmoid(z[row] as number)
    rest[row] = (labels[row] as number) - p
    weight[row] = row % every === 0 ? p * (1 - p) * every : 0
  }
  const ones = new Float32Array(rows).fill(1)
  const columnOf = (t: number) => (t === terms ? ones : (x[t] as Float32Array))
  for (let t = 0; t < n; t++) {
    const values = columnOf(t)
    let sum = 0
    for (let row = 0; row < rows; row++) sum += (values[row] as number) * (rest[row] as number)
    gradient[t] = sum - (t === terms ? 0 : penalty * (beta[t] as number))
  }
  // Block by block, so that the columns of a block stay in the processor's cache.
  const weighted = new Float64Array(BLOCK)
  for (let from = 0; from < rows; from += BLOCK * every) {
    const to = Math.min(rows, from + BLOCK * every)
    for (let a = 0; a < n; a++) {
      const left = columnOf(a)
      let kept = 0
      for (let row = from; row < to; row += every) weighted[kept++] = (left[row] as number) * (weight[row] as number)
      for (let b = 0; b <= a; b++) {
        const right = columnOf(b)
        let [sum, at] = [0, 0]
        for (let row = from; row < to; row += every) sum += (weighted[at++] as number) * (right[row] as number)
        hessian[a * n + b] = (hessian[a * n + b] as number) + sum
      }
    }
  }
  for (let t = 0; t < terms; t++) hessian[t * n + t] = (hessian[t * n + t] as number) + penalty
  for (let a = 0; a < n; a++) for (let b = 0; b < a; b++) hessian[b * n + a] = hessian[a * n + b] as number
  return { gradient, hessian }
}
