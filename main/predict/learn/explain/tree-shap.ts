import type { Tree } from '../fit/tree.ts'

/** What a tree says when nothing is known: the mean of its leaves by training rows. */
export function expectedOf({ term, value, cover }: Tree): number {
  let sum = 0
  for (let node = 0; node < term.length; node++)
    if (term[node] === -1) sum += (value[node] as number) * (cover[node] as number)
  return sum / (cover[0] as number)
}

/** The longest way from a root that is explained. */
const DEEPEST = 64

/**
 * TreeSHAP, path-dependent (Lundberg et al. 2020, algorithm 2): exact Shapley values in polynomial time. What a tree says of
 * a row is `expectedOf` plus its terms' values. Paths lie behind one another in one place, one for each depth, because
 * thousands are walked for one explanation.
 */
export class TreeShap {
  /** Terms on the way to a node, the shares of training rows and of this row that follow them, and the paths' weights. */
  private readonly term = new Int32Array(DEEPEST * DEEPEST)
  private readonly zero = new Float64Array(DEEPEST * DEEPEST)
  private readonly one = new Float64Array(DEEPEST * DEEPEST)
  private readonly weight = new Float64Array(DEEPEST * DEEPEST)
  private readonly read: (term: number) => number
  private readonly into: Float64Array

  /** `read`: the row's value of a term; NaN where it is missing. `into`: where each term's Shapley value is added. */
  constructor(read: (term: number) => number, into: Float64Array) {
    this.read = read
    this.into = into
  }

  add(tree: Tree): void {
    this.visit(tree, 0, 0, 0, 1, 1, -1)
  }

  /** `from`: where the path of the node above begins, which has `n` terms. */
  private visit(tree: Tree, node: number, from: number, n: number, zero: number, one: number, term: number): void {
    const begin = from + n
    this.extend(from, begin, n, zero, one, term)
    const at = tree.term[node] as number
    if (at < 0) {
      this.addLeaf(begin, n + 1, tree.value[node] as number)
      return
    }
    const [left, right] = [tree.left[node] as number, tree.right[node] as number]
    const found = this.read(at)
    const goesLeft = Number.isNaN(found)
      ? (tree.missingLeft[node] as boolean)
      : found <= (tree.threshold[node] as number)
    const [hot, cold] = goesLeft ? [left, right] : [right, left]
    let length = n + 1
    let [before, after] = [1, 1]
    // A term that was asked before counts once.
    let known = 1
    while (known < length && this.term[begin + known] !== at) known++
    if (known < length) {
      ;[before, after] = [this.zero[begin + known] as number, this.one[begin + known] as number]
      this.unwind(begin, length, known)
      length--
    }
    const cover = tree.cover[node] as number
    this.visit(tree, hot, begin, length, (before * (tree.cover[hot] as number)) / cover, after, at)
    this.visit(tree, cold, begin, length, (before * (tree.cover[cold] as number)) / cover, 0, at)
  }

  /** Copies the path above and adds a term to it. */
  private extend(from: number, to: number, n: number, zero: number, one: number, term: number): void {
    const { weight } = this
    for (let k = 0; k < n; k++) {
      this.term[to + k] = this.term[from + k] as number
      this.zero[to + k] = this.zero[from + k] as number
      this.one[to + k] = this.one[from + k] as number
      weight[to + k] = weight[from + k] as number
    }
    this.term[to + n] = term
    this.zero[to + n] = zero
    this.one[to + n] = one
    weight[to + n] = n === 0 ? 1 : 0
    for (let k = n - 1; k >= 0; k--) {
      const kept = weight[to + k] as number
      weight[to + k + 1] = (weight[to + k + 1] as number) + (one * kept * (k + 1)) / (n + 1)
      weight[to + k] = (zero * kept * (n - k)) / (n + 1)
    }
  }

  /** Makes the path as if term k had not been asked. */
  private unwind(begin: number, length: number, k: number): void {
    const { weight } = this
    const n = length - 1
    const [zero, one] = [this.zero[begin + k] as number, this.one[begin + k] as number]
    let next = weight[begin + n] as number
    for (let j = n - 1; j >= 0; j--) {
      const kept = weight[begin + j] as number
      if (one === 0) weight[begin + j] = (kept * (n + 1)) / (zero * (n - j))
      else {
        const less = (next * (n + 1)) / ((j + 1) * one)
        weight[begin + j] = less
        next = kept - (less * zero * (n - j)) / (n + 1)
      }
    }
    for (let j = k; j < n; j++) {
      this.term[begin + j] = this.term[begin + j + 1] as number
      this.zero[begin + j] = this.zero[begin + j + 1] as number
      this.one[begin + j] = this.one[begin + j + 1] as number
    }
  }

  private addLeaf(begin: number, length: number, value: number): void {
    for (let k = 1; k < length; k++) {
      const gap = (this.one[begin + k] as number) - (this.zero[begin + k] as number)
      const which = this.term[begin + k] as number
      this.into[which] = (this.into[which] as number) + gap * this.unwoundSum(begin, length, k) * value
    }
  }

  /** The sum of the weights that `unwind` would leave. */
  private unwoundSum(begin: number, length: number, k: number): number {
    const n = length - 1
    const [zero, one] = [this.zero[begin + k] as number, this.one[begin + k] as number]
    let [sum, next] = [0, this.weight[begin + n] as number]
    for (let j = n - 1; j >= 0; j--) {
      const kept = this.weight[begin + j] as number
      if (one === 0) sum += (kept * (n + 1)) / (zero * (n - j))
      else {
        const less = (next * (n + 1)) / ((j + 1) * one)
        sum += less
        next = kept - (less * zero * (n - j)) / (n + 1)
      }
    }
    return sum
  }
}
