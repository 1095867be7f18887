import { own } from '../../../../shared/foreign/own.ts'
import type { CategoryColumn, FeatureColumn, FeatureTable } from './feature-table.ts'

/**
 * One number that is made of a column. `number`: its value. `missing`: whether it has none, because that is information.
 * `level`: whether it is this category. `rate`: how often rows of its category were positive, drawn towards the share of
 * all rows (Micci-Barreca 2001), for columns with many categories.
 */
export type Term =
  | { column: string; is: 'number'; sign: -1 | 0 | 1 }
  | { column: string; is: 'missing' }
  | { column: string; is: 'level'; level: string }
  | { column: string; is: 'rate'; rates: Readonly<Record<string, number>>; otherwise: number }

/** Values of the terms, term by term. */
export type Matrix = readonly Float64Array[]

/** The most categories that get a term each; columns with more become rates. */
const MOST_LEVELS = 12
/** So many rows say as much about a category as all rows together do. */
const PRIOR_ROWS = 20
/** Parts by which a row's own label is kept out of its rate. */
const PARTS = 5
/** Fewer rows with (or without) a value tell nothing about values that are missing. */
const LEAST_ROWS = 5

/** The terms of training data, and their values there. Deterministic: the parts follow from the place of a row. */
export function learnTerms(table: FeatureTable, labels: Uint8Array): { terms: Term[]; matrix: Float64Array[] } {
  const terms: Term[] = []
  const matrix: Float64Array[] = []
  const add = (term: Term, values: Float64Array) => {
    terms.push(term)
    matrix.push(values)
  }
  for (const column of table.columns) {
    for (const term of plainTerms(column)) add(term, valuesOf(term, column, table.rows))
    if (column.kind !== 'category' || !hasMany(column)) continue
    add(rateTerm(column, labels), crossFitted(column, labels))
  }
  return { terms, matrix }
}

/** Values of known terms for other rows. A column that is not there is missing. Terms that are not `needed` stay empty. */
export function termValues(terms: readonly Term[], table: FeatureTable, needed?: ReadonlySet<number>): Float64Array[] {
  const columns = new Map(table.columns.map(column => [column.name, column]))
  return terms.map((term, t) =>
    needed && !needed.has(t) ? new Float64Array(0) : valuesOf(term, columns.get(term.column), table.rows),
  )
}

function plainTerms(column: FeatureColumn): Term[] {
  const missing: Term[] = hasGaps(column) ? [{ column: column.name, is: 'missing' }] : []
  if (column.kind === 'number') return [{ column: column.name, is: 'number', sign: column.sign ?? 0 }, ...missing]
  if (hasMany(column)) return missing
  const counts = new Int32Array(column.names.length)
  for (const code of column.codes) if (code >= 0) counts[code] = (counts[code] as number) + 1
  const levels = column.names.filter((_, code) => (counts[code] as number) > 0)
  // Among two categories that are never missing, one says all.
  const said = levels.length === 2 && missing.length === 0 ? levels.slice(1) : levels
  return [...said.map((level): Term => ({ column: column.name, is: 'level', level })), ...missing]
}

const hasMany = ({ names }: CategoryColumn): boolean => names.length > MOST_LEVELS

function hasGaps(column: FeatureColumn): boolean {
  let gaps = 0
  if (column.kind === 'number') {
    for (const value of column.values) if (Number.isNaN(value)) gaps++
    return gaps >= LEAST_ROWS && column.values.length - gaps >= LEAST_ROWS
  }
  for (const code of column.codes) if (code < 0) gaps++
  return gaps >= LEAST_ROWS && column.codes.length - gaps >= LEAST_ROWS
}

function valuesOf(term: Term, column: FeatureColumn | undefined, rows: number): Float64Array {
  if (!column) return new Float64Array(rows).fill(term.is === 'missing' ? 1 : term.is === 'level' ? 0 : Number.NaN)
  if (column.kind === 'number') {
    if (term.is === 'number') return column.values
    return gapsOf(column.values)
  }
  const byCode = column.names.map(name => valueOfName(term, name))
  const none = term.is === 'missing' ? 1 : term.is === 'rate' ? term.otherwise : 0
  const values = new Float64Array(rows)
  for (let row = 0; row < rows; row++) {
    const code = column.codes[row] as number
    values[row] = code < 0 ? none : (byCode[code] ?? none)
  }
  return values
}

function gapsOf(values: Float64Array): Float64Array {
  const gaps = new Float64Array(values.length)
  for (let row = 0; row < values.length; row++) if (Number.isNaN(values[row] as number)) gaps[row] = 1
  return gaps
}

function valueOfName(term: Term, name: string): number {
  if (term.is === 'level') return term.level === name ? 1 : 0
  return term.is === 'rate' ? (own(term.rates, name) ?? term.otherwise) : 0
}

/** Rows and positive rows by category, over the rows that `counts`. */
function tally({ codes, names }: CategoryColumn, labels: Uint8Array, counts: (row: number) => boolean) {
  const [rows, positive] = [new Float64Array(names.length), new Float64Array(names.length)]
  let [all, allPositive] = [0, 0]
  for (let row = 0; row < codes.length; row++) {
    if (!counts(row)) continue
    const label = labels[row] as number
    all++
    allPositive += label
    const code = codes[row] as number
    if (code < 0) continue
    rows[code] = (rows[code] as number) + 1
    positive[code] = (positive[code] as number) + label
  }
  const share = all === 0 ? 0 : allPositive / all
  const rateOf = (code: number) =>
    code < 0 ? share : ((positive[code] as number) + share * PRIOR_ROWS) / ((rows[code] as number) + PRIOR_ROWS)
  return { share, rateOf, rows }
}

function rateTerm(column: CategoryColumn, labels: Uint8Array): Term {
  const { share, rateOf, rows } = tally(column, labels, () => true)
  const known = column.names.flatMap((name, code) =>
    (rows[code] as number) > 0 ? [[name, rateOf(code)] as const] : [],
  )
  return { column: column.name, is: 'rate', rates: Object.fromEntries(known), otherwise: share }
}

/** The rate of each row's category among rows of other parts: its own label would tell the model what it is to learn. */
function crossFitted(column: CategoryColumn, labels: Uint8Array): Float64Array {
  const values = new Float64Array(column.codes.length)
  for (let part = 0; part < PARTS; part++) {
    const { rateOf } = tally(column, labels, row => row % PARTS !== part)
    for (let row = part; row < values.length; row += PARTS) values[row] = rateOf(column.codes[row] as number)
  }
  return values
}
