import { lossOf, positiveShare, sigmoid } from '../log-odds.ts'
import { seeded } from '../random.ts'
import type { BinnedTerm } from './bins.ts'
import { growTree } from './grow.ts'
import type { TreeLimits } from './split.ts'
import { addBinned, type Tree } from './tree.ts'

// Written here because npm has no trainer that is kept: `lightgbm` and `xgboost` there are abandoned wrappers of native code.

/** How trees are boosted. */
export interface Boosting extends TreeLimits {
  /** What each tree's values are multiplied by. */
  rate: number
  rounds: number
  /** Stop when the loss on later data has not fallen for so many rounds. */
  patience: number
  /** Share of the rows that each tree sees. */
  rowShare: number
  seed: number
}

/** Boosted trees: log odds = base + Σ trees. */
export interface Boosted {
  base: number
  trees: Tree[]
}

export const BOOSTING: Boosting = {
  leaves: 8,
  lambda: 5,
  leastHessian: 5,
  rate: 0.1,
  rounds: 400,
  patience: 12,
  rowShare: 1,
  seed: 1,
}

/** Rows that training does not see, for early stopping. */
export interface HeldOutRows {
  terms: readonly BinnedTerm[]
  labels: Uint8Array
}

/**
 * Gradient boosting of the logistic loss with second-order steps over histograms (Friedman 2001; Chen & Guestrin 2016).
 * `best` is the number of trees at which the loss of `watched` rows was least; without them, all.
 */
export function boost(
  terms: readonly BinnedTerm[],
  labels: Uint8Array,
  settings: Boosting,
  watched?: HeldOutRows,
): Boosted & { best: number } {
  const share = Math.min(Math.max(positiveShare(labels), 1e-6), 1 - 1e-6)
  const base = Math.log(share / (1 - share))
  const random = seeded(settings.seed)
  const z = new Float64Array(labels.length).fill(base)
  const heldOut = watched && new Float64Array(watched.labels.length).fill(base)
  const [gradients, hessians] = [new Float32Array(labels.length), new Float32Array(labels.length)]
  const trees: Tree[] = []
  const losses = heldOut ? [meanLoss(heldOut, watched.labels)] : []
  let best = 0
  while (trees.length < settings.rounds) {
    for (let row = 0; row < labels.length; row++) {
      const p = sigmoid(z[row] as number)
      gradients[row] = p - (labels[row] as number)
      hessians[row] = Math.max(p * (1 - p), 1e-6)
    }
    const rows = drawn(labels.length, settings.rowShare, random)
    const tree = growTree({ terms, gradients, hessians, rows }, settings, settings.rate)
    trees.push(tree)
    addBinned(tree, terms, z)
    if (!heldOut) continue
    addBinned(tree, watched.terms, heldOut)
    losses.push(meanLoss(heldOut, watched.labels))
    if ((losses[trees.length] as number) < (losses[best] as number)) best = trees.length
    if (trees.length - best >= settings.patience) break
  }
  return { base, trees, best: heldOut ? best : trees.length }
}

function drawn(n: number, share: number, random: () => number): Int32Array {
  const rows = new Int32Array(n)
  let kept = 0
  for (let row = 0; row < n; row++) if (share >= 1 || random() < share) rows[kept++] = row
  return rows.subarray(0, kept)
}

function meanLoss(z: Float64Array, labels: Uint8Array): number {
  let sum = 0
  for (let row = 0; row < z.length; row++) sum += lossOf(sigmoid(z[row] as number), labels[row] as number)
  return sum / z.length
}
