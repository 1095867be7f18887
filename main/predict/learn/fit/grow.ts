import type { BinnedTerm } from './bins.ts'
import { type Histogram, histogramOf, placesOf, subtracted } from './histogram.ts'
import { bestSplit, leafValue, type NodeSums, type Split, type TreeLimits } from './split.ts'
import type { Tree } from './tree.ts'

/** What a tree is grown from: gradients and Hessians of the loss by row, and the rows that take part. */
export interface Growing {
  terms: readonly BinnedTerm[]
  gradients: Float32Array
  hessians: Float32Array
  rows: Int32Array
}

interface Leaf {
  node: number
  rows: Int32Array
  sums: NodeSums
  histogram: Histogram
  split: Split | null
}

/**
 * Grows a tree, the leaf that gains most first (Ke et al. 2017). Among two children only the smaller one is counted; the other
 * is what remains of their parent. Values are multiplied by `rate`.
 */
export function growTree(from: Growing, limits: TreeLimits, rate: number): Tree {
  const { terms, gradients, hessians } = from
  const places = placesOf(terms)
  const tree: Tree = {
    ...{ term: [], threshold: [], bin: [], missingLeft: [] },
    left: [],
    right: [],
    value: [],
    cover: [],
  }
  const addNode = (sums: NodeSums, cover: number): number => {
    tree.term.push(-1)
    tree.threshold.push(0)
    tree.bin.push(0)
    tree.missingLeft.push(false)
    tree.left.push(-1)
    tree.right.push(-1)
    tree.value.push(rate * leafValue(sums, limits.lambda))
    return tree.cover.push(cover) - 1
  }
  const leafOf = (rows: Int32Array, sums: NodeSums, histogram: Histogram): Leaf => {
    const split = bestSplit(histogram, terms, places, sums, limits)
    return { node: addNode(sums, rows.length), rows, sums, histogram, split }
  }
  const count = (rows: Int32Array) => histogramOf(terms, places, rows, gradients, hessians)
  const open = [leafOf(from.rows, sumOf(from), count(from.rows))]
  for (let leaves = 1; leaves < limits.leaves; leaves++) {
    const leaf = open.reduce((best, one) => ((one.split?.gain ?? 0) > (best.split?.gain ?? 0) ? one : best))
    const { split, node } = leaf
    if (!split) break
    open.splice(open.indexOf(leaf), 1)
    const term = terms[split.term] as BinnedTerm
    const [leftRows, rightRows] = parted(leaf.rows, term.bins, split)
    const smaller = count(leftRows.length <= rightRows.length ? leftRows : rightRows)
    const larger = subtracted(leaf.histogram, smaller)
    const [leftSums, rightSums] = leftRows.length <= rightRows.length ? [smaller, larger] : [larger, smaller]
    const left = leafOf(leftRows, split.left, leftSums)
    const right = leafOf(rightRows, split.right, rightSums)
    tree.term[node] = split.term
    tree.threshold[node] = term.cuts[split.bin - 1] as number
    tree.bin[node] = split.bin
    tree.missingLeft[node] = split.missingLeft
    tree.left[node] = left.node
    tree.right[node] = right.node
    open.push(left, right)
  }
  return tree
}

function sumOf({ rows, gradients, hessians }: Growing): NodeSums {
  let [g, h] = [0, 0]
  for (let at = 0; at < rows.length; at++) {
    g += gradients[rows[at] as number] as number
    h += hessians[rows[at] as number] as number
  }
  return { g, h, low: Number.NEGATIVE_INFINITY, high: Number.POSITIVE_INFINITY }
}

function parted(rows: Int32Array, bins: Uint8Array, { bin, missingLeft }: Split): [Int32Array, Int32Array] {
  const [left, right] = [new Int32Array(rows.length), new Int32Array(rows.length)]
  let [l, r] = [0, 0]
  for (let at = 0; at < rows.length; at++) {
    const row = rows[at] as number
    const found = bins[row] as number
    if (found === 0 ? missingLeft : found <= bin) left[l++] = row
    else right[r++] = row
  }
  return [left.subarray(0, l), right.subarray(0, r)]
}
