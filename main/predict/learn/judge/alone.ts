import { learnTerms } from '../data/encoding.ts'
import type { Examples, FeatureColumn } from '../data/feature-table.ts'
import { aucOf } from './auc.ts'

/** How well a column predicts with nothing else: the better way round of its terms. For categories: what rows of other parts tell. */
export function aucAlone({ table, labels }: Examples, column: FeatureColumn): number {
  const { matrix } = learnTerms({ rows: table.rows, columns: [column] }, labels)
  return Math.max(0.5, ...matrix.map(values => bothWays(values, labels)))
}

function bothWays(values: Float64Array, labels: Uint8Array): number {
  const known = values.map((value, row) => (Number.isNaN(value) ? -1 : row)).filter(row => row >= 0)
  if (known.length < values.length / 2) return 0.5
  const auc = aucOf(
    known.map(row => values[row] as number),
    Uint8Array.from(known, row => labels[row] as number),
  )
  return Math.max(auc, 1 - auc)
}
