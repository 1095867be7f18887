import type { BinnedTerm } from './bins.ts'
import type { Histogram } from './histogram.ts'

/** What bounds the trees. */
export interface TreeLimits {
  leaves: number
  /** Penalty on the square of a leaf's value. */
  lambda: number
  /** The least sum of Hessians of a leaf: about four times it are rows of a share near one half. */
  leastHessian: number
}

/** Sums of a node, and between which values its leaves must stay for the constraints above it. */
export interface NodeSums {
  g: number
  h: number
  low: number
  high: number
}

/** The best way to part a node: rows whose bin is at most `bin` go left. */
export interface Split {
  gain: number
  term: number
  bin: number
  missingLeft: boolean
  left: NodeSums
  right: NodeSums
}

/** Less than this is rounding. */
const LEAST_GAIN = 1e-6

/** The value of a leaf that lowers the loss most (Chen & Guestrin 2016, eq. 5), within its bounds. */
export function leafValue({ g, h, low, high }: NodeSums, lambda: number): number {
  return Math.min(Math.max(-g / (h + lambda), low), high)
}

/** How much of the loss a leaf of this value takes away, doubled. */
const lossTaken = (g: number, h: number, value: number, lambda: number) =>
  -(2 * g * value + (h + lambda) * value * value)

/** Looks through all bins of all terms; null where no split gains anything. */
export function bestSplit(
  sums: Histogram,
  terms: readonly BinnedTerm[],
  places: Int32Array,
  node: NodeSums,
  { lambda, leastHessian }: TreeLimits,
): Split | null {
  const before = lossTaken(node.g, node.h, leafValue(node, lambda), lambda)
  const isFree = node.low === Number.NEGATIVE_INFINITY && node.high === Number.POSITIVE_INFINITY
  let [gain, at, cut, isLeft, leftG, leftH] = [LEAST_GAIN, -1, 0, false, 0, 0]
  for (let t = 0; t < terms.length; t++) {
    const { cuts, sign } = terms[t] as BinnedTerm
    const offset = places[t] as number
    const [missingG, missingH] = [sums[offset] as number, sums[offset + 1] as number]
    const hasMissing = missingH > 1e-9
    let [g, h] = [0, 0]
    for (let bin = 1; bin <= cuts.length; bin++) {
      g += sums[offset + 2 * bin] as number
      h += sums[offset + 2 * bin + 1] as number
      // Both ways for missing values; where there are none here, they go with the larger side.
      const isLarger = h * 2 >= node.h
      for (let way = 0; way < (hasMissing ? 2 : 1); way++) {
        const missingLeft = hasMissing ? way === 0 : isLarger
        const [ownG, ownH] = missingLeft ? [g + missingG, h + missingH] : [g, h]
        const [restG, restH] = [node.g - ownG, node.h - ownH]
        if (ownH < leastHessian || restH < leastHessian) continue
        const found =
          isFree && sign === 0
            ? (ownG * ownG) / (ownH + lambda) + (restG * restG) / (restH + lambda) - before
            : boundGain(ownG, ownH, node, sign, lambda) - before
        if (found <= gain) continue
        ;[gain, at, cut, isLeft, leftG, leftH] = [found, t, bin, missingLeft, ownG, ownH]
      }
    }
  }
  if (at < 0) return null
  const [left, right] = childrenOf(node, leftG, leftH, (terms[at] as BinnedTerm).sign, lambda)
  return { gain, term: at, bin: cut, missingLeft: isLeft, left, right }
}

/** What both children take away where their values are bound; nothing where they would break the term's sign. */
function boundGain(g: number, h: number, node: NodeSums, sign: -1 | 0 | 1, lambda: number): number {
  const [restG, restH] = [node.g - g, node.h - h]
  const left = Math.min(Math.max(-g / (h + lambda), node.low), node.high)
  const right = Math.min(Math.max(-restG / (restH + lambda), node.low), node.high)
  if (sign * (right - left) < 0) return Number.NEGATIVE_INFINITY
  return lossTaken(g, h, left, lambda) + lossTaken(restG, restH, right, lambda)
}

/** All that grows below a split of a term with a sign must stay on its own side of the middle. */
function childrenOf(node: NodeSums, g: number, h: number, sign: -1 | 0 | 1, lambda: number): [NodeSums, NodeSums] {
  const left = { ...node, g, h }
  const right = { ...node, g: node.g - g, h: node.h - h }
  const middle = (leafValue(left, lambda) + leafValue(right, lambda)) / 2
  if (sign === 1) [left.high, right.low] = [middle, middle]
  if (sign === -1) [left.low, right.high] = [middle, middle]
  return [left, right]
}
