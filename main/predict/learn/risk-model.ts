import { type Calibration, calibrated } from './calibrate/calibration.ts'
import { type Width, type Widths, widthAt } from './calibrate/venn-abers.ts'
import { type Matrix, type Term, termValues } from './data/encoding.ts'
import type { FeatureTable } from './data/feature-table.ts'
import { type Logistic, logisticScores } from './fit/logistic.ts'
import { type Tree, treeScores } from './fit/tree.ts'
import { type CategoryHead, headScores, SeenTerms } from './heads/category-head.ts'
import { sigmoid } from './log-odds.ts'

/** A trained model. All of it can be kept as JSON, and gives the same risks again. */
export interface RiskModel {
  terms: Term[]
  fit: ({ is: 'logistic' } & Logistic) | { is: 'trees'; base: number; trees: Tree[] }
  calibration: Calibration
  widths: Widths
  /** What it learned from. */
  rows: number
  positives: number
  /** How the risk of trouble of one category differs. Models from before there were heads have none. */
  heads?: CategoryHead[]
}

/** A risk with its width. `logOdds` is what contributions add up to. */
export interface TableRisk extends Width {
  risk: number
  logOdds: number
}

/** The terms that decide anything: all of a regression, those that trees and heads ask for. */
const neededBy = (fit: RiskModel['fit'], heads: readonly CategoryHead[]): ReadonlySet<number> | undefined =>
  fit.is === 'logistic'
    ? undefined
    : new Set([...fit.trees.flatMap(({ term }) => term), ...heads.flatMap(({ terms }) => terms)])

/** Log odds before calibration. `matrix`: values of the model's terms. */
export function rawScores(fit: RiskModel['fit'], matrix: Matrix, rows: number): Float64Array {
  return fit.is === 'logistic' ? logisticScores(fit, matrix, rows) : treeScores(fit.base, fit.trees, matrix, rows)
}

/** Risks of all rows: of any trouble, or of what a head is about. */
export const risksOf = (model: RiskModel, table: FeatureTable, head: CategoryHead | null = null): Float64Array =>
  risksByHead(model, table, [head])[0] ?? new Float64Array(0)

/** Risks of all rows, for each head; null: of any trouble. */
export const risksByHead = (
  model: RiskModel,
  table: FeatureTable,
  heads: readonly (CategoryHead | null)[],
): Float64Array[] =>
  rawOf(model, table, heads).map((z, at) => {
    const { calibration } = heads[at] ?? model
    return z.map(raw => sigmoid(calibrated(calibration, raw)))
  })

/** Log odds before calibration of all rows, for each head; null: of any trouble. What is common is computed once. */
function rawOf(model: RiskModel, table: FeatureTable, heads: readonly (CategoryHead | null)[]): Float64Array[] {
  const asked = heads.filter(head => head !== null)
  const matrix = termValues(model.terms, table, neededBy(model.fit, asked))
  const common = rawScores(model.fit, matrix, table.rows)
  const seen = new SeenTerms(matrix)
  return heads.map(head => (head ? headScores(head, common, seen) : common))
}

/** Risks of all rows with their widths, for each head; null: of any trouble. */
export function scoresWithWidths(
  model: RiskModel,
  table: FeatureTable,
  heads: readonly (CategoryHead | null)[],
): TableRisk[][] {
  return rawOf(model, table, heads).map((z, at) => {
    const { calibration, widths } = heads[at] ?? model
    return Array.from(z, raw => {
      const logOdds = calibrated(calibration, raw)
      const risk = sigmoid(logOdds)
      // The pair goes in steps and the curve of calibration straight between them: a width that left its own risk out would
      // be read as a mistake, and a wider one holds as well.
      const { low, high } = widthAt(widths, raw)
      return { risk, logOdds, low: Math.min(low, risk), high: Math.max(high, risk) }
    })
  })
}
