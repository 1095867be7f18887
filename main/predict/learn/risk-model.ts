import { type Calibration, calibrated } from './calibrate/calibration.ts'
import { type Width, type Widths, widthAt } from './calibrate/venn-abers.ts'
import { type Matrix, type Term, termValues } from './data/encoding.ts'
import type { FeatureTable } from './data/feature-table.ts'
import { type Logistic, logisticScores } from './fit/logistic.ts'
import { type Tree, treeScores } from './fit/tree.ts'
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
}

/** A risk with its width. `logOdds` is what contributions add up to. */
export interface TableRisk extends Width {
  risk: number
  logOdds: number
}

/** The terms that decide anything: all of a regression, those that trees ask for. */
const neededBy = (fit: RiskModel['fit']): ReadonlySet<number> | undefined =>
  fit.is === 'logistic' ? undefined : new Set(fit.trees.flatMap(({ term }) => term))

/** Log odds before calibration. `matrix`: values of the model's terms. */
export function rawScores(fit: RiskModel['fit'], matrix: Matrix, rows: number): Float64Array {
  return fit.is === 'logistic' ? logisticScores(fit, matrix, rows) : treeScores(fit.base, fit.trees, matrix, rows)
}

/** Risks of all rows. */
export function risksOf(model: RiskModel, table: FeatureTable): Float64Array {
  const z = rawScores(model.fit, termValues(model.terms, table, neededBy(model.fit)), table.rows)
  for (let row = 0; row < z.length; row++) z[row] = sigmoid(calibrated(model.calibration, z[row] as number))
  return z
}

/** Risks of all rows with their widths. */
export function scoresWithWidths(model: RiskModel, table: FeatureTable): TableRisk[] {
  const z = rawScores(model.fit, termValues(model.terms, table), table.rows)
  return Array.from(z, raw => {
    const logOdds = calibrated(model.calibration, raw)
    const risk = sigmoid(logOdds)
    // The pair goes in steps and the curve of calibration straight between them: a width that left its own risk out would
    // be read as a mistake, and a wider one holds as well.
    const { low, high } = widthAt(model.widths, raw)
    return { risk, logOdds, low: Math.min(low, risk), high: Math.max(high, risk) }
  })
}
