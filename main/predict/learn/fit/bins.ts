import type { Matrix } from '../data/encoding.ts'

/** Values of one term, cut into bins: 0 is missing, b is at most `cuts[b − 1]`, the last bin is all above. */
export interface BinnedTerm {
  bins: Uint8Array
  cuts: Float64Array
  /** −1 where the risk is known to fall with it, 1 where it is known to rise. */
  sign: -1 | 0 | 1
}

/** Bins of one term, missing included: a bin fits a byte. */
const MOST_BINS = 255
/** A cut is placed as well by so many values as by all. */
const LOOKED_AT = 20_000

/** Where one term is cut: between its values where they are few, else by quantiles. */
export function cutsOf(values: Float64Array): Float64Array {
  const every = Math.max(1, Math.floor(values.length / LOOKED_AT))
  const seen: number[] = []
  for (let row = 0; row < values.length; row += every) {
    const value = values[row] as number
    if (!Number.isNaN(value)) seen.push(value)
  }
  const sorted = Float64Array.from(seen).sort()
  const distinct = sorted.filter((value, at) => at === 0 || value !== sorted[at - 1])
  const middle = (at: number) => ((distinct[at] as number) + (distinct[at + 1] as number)) / 2
  if (distinct.length < MOST_BINS - 1)
    return Float64Array.from({ length: Math.max(0, distinct.length - 1) }, (_, at) => middle(at))
  const cuts: number[] = []
  for (let cut = 1; cut < MOST_BINS - 1; cut++) {
    const value = sorted[Math.floor((cut * sorted.length) / (MOST_BINS - 1))] as number
    if (cuts.length === 0 || value > (cuts.at(-1) as number)) cuts.push(value)
  }
  return Float64Array.from(cuts)
}

/** Cuts a term's values. */
export function binned(values: Float64Array, cuts: Float64Array, sign: -1 | 0 | 1): BinnedTerm {
  const bins = new Uint8Array(values.length)
  for (let row = 0; row < values.length; row++) {
    const value = values[row] as number
    if (Number.isNaN(value)) continue
    let [low, high] = [0, cuts.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if (value <= (cuts[middle] as number)) high = middle
      else low = middle + 1
    }
    bins[row] = low + 1
  }
  return { bins, cuts, sign }
}

/** Cuts all terms. */
export const binAll = (matrix: Matrix, signs: readonly (-1 | 0 | 1)[]): BinnedTerm[] =>
  matrix.map((values, t) => binned(values, cutsOf(values), signs[t] ?? 0))
