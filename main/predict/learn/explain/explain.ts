import { calibrated } from '../calibrate/calibration.ts'
import { type Matrix, termValues } from '../data/encoding.ts'
import type { FeatureTable } from '../data/feature-table.ts'
import { standardised } from '../fit/standards.ts'
import { type CategoryHead, headParts } from '../heads/category-head.ts'
import type { RiskModel } from '../risk-model.ts'
import { expectedOf, TreeShap } from './tree-shap.ts'

/** What one column adds to a risk, in log odds, and what the row has there; null where it has nothing. */
export interface Contribution {
  column: string
  value: number | string | null
  logOdds: number
}

/** A risk taken apart: `base` and the contributions add up to `logOdds`, exactly but for rounding. */
export interface Explanation {
  base: number
  logOdds: number
  contributions: Contribution[]
}

/** One row, with what all its explanations have in common. */
interface RowAsked {
  columns: FeatureTable['columns']
  readTerm: (term: number) => number
  common: { base: number; parts: Float64Array }
}

/** Takes the risk of one row apart, that of any trouble or of what a head is about, the largest contribution first. */
export const explainRow = (
  model: RiskModel,
  table: FeatureTable,
  row: number,
  head: CategoryHead | null = null,
): Explanation => takenApart(model, head, rowAsked(model, table, row))

/** The same for several heads. The trees are walked once. */
export function explainHeads(
  model: RiskModel,
  table: FeatureTable,
  row: number,
  heads: readonly (CategoryHead | null)[],
): Explanation[] {
  const asked = rowAsked(model, table, row)
  return heads.map(head => takenApart(model, head, asked))
}

function rowAsked(model: RiskModel, table: FeatureTable, row: number): RowAsked {
  const one = Int32Array.of(row)
  const columns = table.columns.map(column => oneOf(column, one))
  const matrix = termValues(model.terms, { rows: 1, columns })
  const readTerm = (t: number) => (matrix[t] as Float64Array)[0] as number
  return { columns, readTerm, common: partsOf(model.fit, matrix, readTerm) }
}

/**
 * A curve of calibration stretches all contributions by the same factor, so they add up on the calibrated scale too.
 */
function takenApart(model: RiskModel, head: CategoryHead | null, { columns, readTerm, common }: RowAsked): Explanation {
  const { base, parts } = head ? headParts(head, common, readTerm) : common
  const { calibration } = head ?? model
  const raw = parts.reduce((sum, part) => sum + part, base)
  const [logOdds, calm] = [calibrated(calibration, raw), calibrated(calibration, base)]
  const stretch = raw === base ? 1 : (logOdds - calm) / (raw - base)
  const byColumn = new Map<string, number>()
  for (const [t, { column }] of model.terms.entries())
    byColumn.set(column, (byColumn.get(column) ?? 0) + stretch * (parts[t] as number))
  const values = new Map(columns.map(column => [column.name, valueIn(column)]))
  const contributions = [...byColumn].map(([column, part]) => ({
    column,
    value: values.get(column) ?? null,
    logOdds: part,
  }))
  return { base: calm, logOdds, contributions: contributions.sort((a, b) => Math.abs(b.logOdds) - Math.abs(a.logOdds)) }
}

const oneOf = (column: FeatureTable['columns'][number], row: Int32Array): FeatureTable['columns'][number] =>
  column.kind === 'number'
    ? { ...column, values: Float64Array.of(column.values[row[0] as number] as number) }
    : { ...column, codes: Int32Array.of(column.codes[row[0] as number] as number) }

function valueIn(column: FeatureTable['columns'][number]): number | string | null {
  if (column.kind === 'category') return column.names[column.codes[0] as number] ?? null
  const value = column.values[0] as number
  return Number.isNaN(value) ? null : value
}

/** The parts of a raw score by term, and what it is where nothing is known. */
function partsOf(fit: RiskModel['fit'], matrix: Matrix, readTerm: RowAsked['readTerm']): RowAsked['common'] {
  const parts = new Float64Array(matrix.length)
  if (fit.is === 'logistic') {
    const { weights, means, scales } = fit
    for (let t = 0; t < parts.length; t++)
      parts[t] = (weights[t] as number) * standardised(readTerm(t), means[t] as number, scales[t] as number)
    return { base: fit.intercept, parts }
  }
  let base = fit.base
  const shap = new TreeShap(readTerm, parts)
  for (const tree of fit.trees) {
    base += expectedOf(tree)
    shap.add(tree)
  }
  return { base, parts }
}
