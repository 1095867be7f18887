import type { Examples, FeatureColumn } from '../../../main/predict/learn/data/feature-table.ts'
import { sigmoid } from '../../../main/predict/learn/log-odds.ts'
import { chance } from '../../helpers/chance.ts'

const NUMBERS = 50
const CATEGORIES = 10

/** A large table: 50 numbers of which ten have gaps, 10 categories with 4 to 1,000 values, and risks that bend. */
export function largeExamples(rows: number): Examples {
  const random = chance(5)
  const numbers = Array.from({ length: NUMBERS }, (_, at): FeatureColumn & { kind: 'number' } => ({
    name: `number ${at}`,
    kind: 'number',
    values: Float64Array.from({ length: rows }, () =>
      at < 10 && random.uniform() < 0.2 ? Number.NaN : random.gaussian(),
    ),
  }))
  const categories = Array.from({ length: CATEGORIES }, (_, at): FeatureColumn & { kind: 'category' } => {
    const values = at < 5 ? 4 : at < 8 ? 50 : 1_000
    return {
      name: `category ${at}`,
      kind: 'category',
      codes: Int32Array.from({ length: rows }, () => Math.floor(random.uniform() ** 2 * values)),
      names: Array.from({ length: values }, (_, code) => `value ${code}`),
    }
  })
  const number = (at: number, row: number) => numbers[at]?.values[row] ?? 0
  const labels = Uint8Array.from({ length: rows }, (_, row) => {
    const bend = Math.abs(number(20, row)) + (number(21, row) > 0.5 && number(22, row) > 0 ? 1.2 : 0)
    const gap = Number.isNaN(number(0, row)) ? 0.8 : 0
    const place = (categories[8]?.codes[row] ?? 0) % 7 === 0 ? 0.9 : 0
    const z = 0.5 * number(30, row) - 0.4 * number(31, row) + bend + gap + place - 3
    return random.uniform() < sigmoid(z) ? 1 : 0
  })
  return { table: { rows, columns: [...numbers, ...categories] }, labels }
}

/** What each positive row was about: five categories, each met where one of the numbers that matter is largest. */
export function largeCategories({ table, labels }: Examples): { category: string; labels: Uint8Array }[] {
  const told = [20, 21, 22, 30, 31]
  const values = told.map(at => {
    const column = table.columns[at]
    return column?.kind === 'number' ? column.values : new Float64Array(table.rows)
  })
  const largest = (row: number) =>
    values.reduce((best, one, k) => ((one[row] ?? 0) > (values[best]?.[row] ?? 0) ? k : best), 0)
  const about = labels.map((_, row) => largest(row))
  return told.map((at, k) => ({
    category: `number ${at}`,
    labels: labels.map((label, row) => (about[row] === k ? label : 0)),
  }))
}
