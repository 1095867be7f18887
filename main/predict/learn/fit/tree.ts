import type { Matrix } from '../data/encoding.ts'
import type { BinnedTerm } from './bins.ts'

/** A binary tree, node by node; the first is the root. A leaf has the term −1. All of it can be kept as JSON. */
export interface Tree {
  term: number[]
  /** Values at most this go left. */
  threshold: number[]
  /** The bin of the threshold, for rows that are binned. */
  bin: number[]
  missingLeft: boolean[]
  left: number[]
  right: number[]
  /** Log odds that a leaf adds. */
  value: number[]
  /** Training rows that came by: what TreeSHAP weighs branches with. */
  cover: number[]
}

/** Adds what a tree says to the log odds of rows that are binned. */
export function addBinned(tree: Tree, terms: readonly BinnedTerm[], z: Float64Array, from = 0): void {
  const { term, bin, missingLeft, left, right, value } = tree
  for (let row = from; row < z.length; row++) {
    let node = 0
    for (let at = term[0] as number; at >= 0; at = term[node] as number) {
      const found = (terms[at] as BinnedTerm).bins[row] as number
      const goesLeft = found === 0 ? (missingLeft[node] as boolean) : found <= (bin[node] as number)
      node = (goesLeft ? left[node] : right[node]) as number
    }
    z[row] = (z[row] as number) + (value[node] as number)
  }
}

/** So many rows are walked through all trees before the next ones: their values stay in the processor's cache. */
const BLOCK = 256
/** Packing the trees pays from so many rows on. */
const FEW = 64

/** Log odds of rows: the sum of all trees on top of `base`. */
export function treeScores(base: number, trees: readonly Tree[], matrix: Matrix, rows: number): Float64Array {
  const z = new Float64Array(rows).fill(base)
  if (rows < FEW) {
    for (let row = 0; row < rows; row++)
      for (const tree of trees) z[row] = (z[row] as number) + leafOf(tree, matrix, row)
    return z
  }
  const packed = trees.map(pack)
  const terms = matrix.length
  const block = new Float64Array(BLOCK * terms)
  for (let from = 0; from < rows; from += BLOCK) {
    const n = Math.min(rows - from, BLOCK)
    // Row by row, so that the values of a row lie together.
    for (let t = 0; t < terms; t++) {
      const values = matrix[t] as Float64Array
      if (values.length > 0) for (let row = 0; row < n; row++) block[row * terms + t] = values[from + row] as number
    }
    for (const tree of packed) addPacked(tree, block, terms, z, from, n)
  }
  return z
}

function leafOf({ term, threshold, missingLeft, left, right, value }: Tree, matrix: Matrix, row: number): number {
  let node = 0
  for (let at = term[0] as number; at >= 0; at = term[node] as number) {
    const found = (matrix[at] as Float64Array)[row] as number
    const goesLeft = Number.isNaN(found) ? (missingLeft[node] as boolean) : found <= (threshold[node] as number)
    node = (goesLeft ? left[node] : right[node]) as number
  }
  return value[node] as number
}

interface PackedTree {
  term: Int32Array
  threshold: Float64Array
  missingLeft: Uint8Array
  left: Int32Array
  right: Int32Array
  value: Float64Array
}

const pack = (tree: Tree): PackedTree => ({
  term: Int32Array.from(tree.term),
  threshold: Float64Array.from(tree.threshold),
  missingLeft: Uint8Array.from(tree.missingLeft, left => (left ? 1 : 0)),
  left: Int32Array.from(tree.left),
  right: Int32Array.from(tree.right),
  value: Float64Array.from(tree.value),
})

function addPacked(
  tree: PackedTree,
  block: Float64Array,
  terms: number,
  z: Float64Array,
  from: number,
  n: number,
): void {
  const { term, threshold, missingLeft, left, right, value } = tree
  for (let row = 0; row < n; row++) {
    const offset = row * terms
    let node = 0
    for (let at = term[0] as number; at >= 0; at = term[node] as number) {
      const found = block[offset + at] as number
      // NaN is not at most anything, so a missing value gets as far as its own question only here.
      const goesLeft = found <= (threshold[node] as number) || (missingLeft[node] === 1 && Number.isNaN(found))
      node = (goesLeft ? left[node] : right[node]) as number
    }
    z[from + row] = (z[from + row] as number) + (value[node] as number)
  }
}
