import LogisticRegression from 'ml-logistic-regression'
import { Matrix } from 'ml-matrix'
import { RandomForestClassifier } from 'ml-random-forest'
import type { Matrix as Values } from '../../../main/predict/learn/data/encoding.ts'

/** These packages know no missing value: it becomes the mean, and values are standardised for the regression. */
function rowsOf(train: Values, other: Values): { train: number[][]; other: number[][] } {
  const scaled = train.map((values, t) => {
    const known = values.filter(value => !Number.isNaN(value))
    const mean = known.reduce((sum, value) => sum + value, 0) / known.length
    const spread = Math.sqrt(known.reduce((sum, value) => sum + (value - mean) ** 2, 0) / known.length) || 1
    const of = (column: Float64Array | undefined) =>
      Array.from(column ?? [], value => (Number.isNaN(value) ? 0 : (value - mean) / spread))
    return { train: of(values), other: of(other[t]) }
  })
  const transposed = (side: 'train' | 'other') =>
    (scaled[0]?.[side] ?? []).map((_, row) => scaled.map(column => column[side][row] ?? 0))
  return { train: transposed('train'), other: transposed('other') }
}

/** The share of trees that say yes. */
export function forestByPackage(train: Values, labels: Uint8Array, other: Values): Float64Array {
  const rows = rowsOf(train, other)
  const forest = new RandomForestClassifier({ nEstimators: 25, seed: 1, replacement: true, maxFeatures: 0.3 })
  forest.train(rows.train, [...labels])
  return Float64Array.from(forest.predictProbability(rows.other, 1))
}

/** The settings are those of its documentation; its loop takes every step, however little is left to gain. */
export function logisticByPackage(train: Values, labels: Uint8Array, other: Values): Float64Array {
  const rows = rowsOf(train, other)
  const withOne = (all: number[][]) => new Matrix(all.map(row => [...row, 1]))
  const regression = new LogisticRegression({ numSteps: 1_000, learningRate: (5e-3 / labels.length) * 100 })
  regression.train(withOne(rows.train), Matrix.columnVector([...labels]))
  const [first] = regression.classifiers
  if (!first) throw new Error('the package trained nothing')
  // A classifier of one class tells how unlike that class a row is: that of 0 grows with the label.
  return Float64Array.from(first.testScores(withOne(rows.other)))
}
