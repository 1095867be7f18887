import type { Calibration } from '../calibrate/calibration.ts'
import type { Widths } from '../calibrate/venn-abers.ts'
import type { Matrix } from '../data/encoding.ts'
import type { Logistic } from '../fit/logistic.ts'
import { standardised } from '../fit/standards.ts'

/**
 * The risk of one kind of trouble, as a model of any trouble sees it: log odds = slope · the model’s + intercept + Σ weight ·
 * standardised term, before calibration. With few cases the weights are drawn to 0, and the model of any trouble decides.
 * All of it can be kept as JSON.
 */
export interface CategoryHead extends HeadWeights {
  category: string
  calibration: Calibration
  widths: Widths
  rows: number
  positives: number
}

/** What a head was fitted to. */
export interface HeadWeights {
  begin: { slope: number; intercept: number }
  /** Terms of the model, by place, that weigh otherwise for this category. */
  terms: number[]
  weights: Logistic
}

/** The head of a category; null where the model has none, and its risk of any trouble stands for it. */
export const headFor = (heads: readonly CategoryHead[] | undefined, category: string | null): CategoryHead | null =>
  heads?.find(one => one.category === category) ?? null

/** Log odds before calibration, from those of the model. `seen`: values of the model’s terms as heads see them. */
export function headScores(
  { begin, terms, weights }: HeadWeights,
  common: Float64Array,
  seen: SeenTerms,
): Float64Array {
  const level = begin.intercept + weights.intercept
  const z = new Float64Array(common.length)
  for (let row = 0; row < z.length; row++) z[row] = begin.slope * (common[row] as number) + level
  for (const [k, t] of terms.entries()) {
    const values = seen.of(t, weights.means[k] as number, weights.scales[k] as number)
    const weight = weights.weights[k] as number
    for (let row = 0; row < z.length; row++) z[row] = (z[row] as number) + weight * (values[row] as number)
  }
  return z
}

/** Standardised values of terms, each computed once for all heads that ask for it. */
export class SeenTerms {
  private readonly matrix: Matrix
  private readonly known = new Map<number, Standardised>()

  constructor(matrix: Matrix) {
    this.matrix = matrix
  }

  of(term: number, mean: number, scale: number): Float64Array {
    const known = this.known.get(term)
    if (known?.mean === mean && known.scale === scale) return known.values
    const own = this.matrix[term] as Float64Array
    const values = new Float64Array(own.length)
    for (let row = 0; row < values.length; row++) values[row] = standardised(own[row] as number, mean, scale)
    this.known.set(term, { mean, scale, values })
    return values
  }
}

interface Standardised {
  mean: number
  scale: number
  values: Float64Array
}

/** The parts of a raw score by term, and what it is where nothing is known, from those of the model for one row. */
export function headParts(
  { begin, terms, weights }: CategoryHead,
  common: { base: number; parts: Float64Array },
  readTerm: (term: number) => number,
): { base: number; parts: Float64Array } {
  const parts = common.parts.map(part => begin.slope * part)
  for (const [k, t] of terms.entries()) {
    const value = standardised(readTerm(t), weights.means[k] as number, weights.scales[k] as number)
    parts[t] = (parts[t] as number) + (weights.weights[k] as number) * value
  }
  return { base: begin.slope * common.base + begin.intercept + weights.intercept, parts }
}
