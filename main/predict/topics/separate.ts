import { shuffled } from '../learn/random.ts'
import type { SparseRows } from './tf-idf.ts'

/** How much an error weighs beside the size of the weights. */
const COST = 1
/** Steps end where no row moves by more than this. */
const ENOUGH = 0.1
const MOST_PASSES = 100

/**
 * The weights of a linear support vector machine with squared hinge loss, in the dual by coordinate descent with shrinking
 * (Hsieh et al. 2008, algorithms 1 and 3, which LIBLINEAR uses). `rows` are those to learn from; `isIt` says which of them
 * are of the class. npm has no kept trainer for sparse text: `svm` and `node-svm` were abandoned years ago, `natural` and
 * `bayes` count words without weighing them, and the rest calls Python or a service.
 */
export function separate(
  x: SparseRows,
  rows: Int32Array,
  isIt: (row: number) => boolean,
  random: () => number,
): Float32Array {
  const { starts, terms, values, width } = x
  const weights = new Float64Array(width)
  const alphas = new Float64Array(rows.length)
  const signs = Int8Array.from(rows, row => (isIt(row) ? 1 : -1))
  const slack = 1 / (2 * COST)
  const squares = Float64Array.from(rows, row => {
    let sum = slack
    for (let at = starts[row] as number; at < (starts[row + 1] as number); at++) sum += (values[at] as number) ** 2
    return sum
  })
  const order = shuffled(rows.length, random)
  let [active, bound] = [rows.length, Number.POSITIVE_INFINITY]
  for (let pass = 0; pass < MOST_PASSES; pass++) {
    let [most, least] = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY]
    for (let at = 0; at < active; at++) {
      swap(order, at, at + Math.floor(random() * (active - at)))
      const i = order[at] as number
      const row = rows[i] as number
      const [from, to] = [starts[row] as number, starts[row + 1] as number]
      const alpha = alphas[i] as number
      let margin = 0
      for (let k = from; k < to; k++) margin += (weights[terms[k] as number] as number) * (values[k] as number)
      const sign = signs[i] as number
      const slope = sign * margin - 1 + slack * alpha
      if (alpha === 0 && slope > bound) {
        // It is far on the right side: left out until the others have settled.
        swap(order, at--, --active)
        continue
      }
      const step = alpha === 0 ? Math.min(slope, 0) : slope
      most = Math.max(most, step)
      least = Math.min(least, step)
      if (Math.abs(step) < 1e-12) continue
      alphas[i] = Math.max(alpha - slope / (squares[i] as number), 0)
      const change = ((alphas[i] as number) - alpha) * sign
      for (let k = from; k < to; k++) {
        const term = terms[k] as number
        weights[term] = (weights[term] as number) + change * (values[k] as number)
      }
    }
    if (most - least <= ENOUGH) {
      if (active === rows.length) break
      active = rows.length
      bound = Number.POSITIVE_INFINITY
    } else bound = most > 0 ? most : Number.POSITIVE_INFINITY
  }
  return Float32Array.from(weights)
}

function swap(order: Int32Array, a: number, b: number): void {
  const kept = order[a] as number
  order[a] = order[b] as number
  order[b] = kept
}

/** How far each row is on the side of each class: row after row, class after class. */
export function marginsOf(x: SparseRows, rows: Int32Array, classes: readonly Float32Array[]): Float64Array {
  const { starts, terms, values } = x
  const found = new Float64Array(rows.length * classes.length)
  for (let r = 0; r < rows.length; r++) {
    const row = rows[r] as number
    for (let c = 0; c < classes.length; c++) {
      const weights = classes[c] as Float32Array
      let sum = 0
      for (let k = starts[row] as number; k < (starts[row + 1] as number); k++)
        sum += (weights[terms[k] as number] as number) * (values[k] as number)
      found[r * classes.length + c] = sum
    }
  }
  return found
}
