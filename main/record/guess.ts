import type { DateFormat, Decimal } from '../../shared/source/cell-format.ts'
import type { ColumnType } from '../../shared/source/mapping.ts'
import { ColumnScan } from './scan/column-scan.ts'
import { type Settled, settle } from './scan/settle.ts'
import { decimalEvidence } from './scan/settle-decimal.ts'

export { snake } from './scan/snake.ts'

/** What a column seems to hold. `blank` is the share of empty cells, `distinct` tells whether no value came twice. */
export interface GuessedColumn {
  name: string
  type: ColumnType
  format: DateFormat | null
  /** What a mark before three digits means, where that must be said. */
  decimal?: Decimal | null
  /** For amounts that name it. */
  currency?: string | null
  /** For amounts whose cells name different currencies: each of them for certain, or some by a sign such as $. */
  currencies?: 'each' | 'some'
  /** Every cell is 0 or 1; every cell is a time of day; every date is a day without a time. */
  bits?: boolean
  clock?: boolean
  dayOnly?: boolean
  /** Whole numbers of which some are written as 101.0. */
  floated?: boolean
  samples: string[]
  blank: number
  distinct: boolean
}

/** A column of which every cell was seen: what it is, and what about it must be said or asked. */
export interface ScannedColumn extends GuessedColumn, Pick<Settled, 'odd' | 'oddExamples' | 'question' | 'because'> {
  /** Words for none, such as `n/a`. */
  blankWords: number
}

/** Decides what scanned columns are. `delimiter` is empty for JSON. */
export function settleColumns(scans: readonly ColumnScan[], delimiter: string): ScannedColumn[] {
  const evidence = decimalEvidence(scans, delimiter)
  return scans.map(scan => ({
    name: scan.name,
    ...settle(scan, evidence),
    ...kindsOf(scan),
    samples: [...scan.samples],
    blank: scan.cells === 0 ? 0 : 1 - scan.filled / scan.cells,
    distinct: scan.distinct,
    blankWords: scan.blankWords,
  }))
}

/** What every cell of a column is, beside its type. */
function kindsOf(scan: ColumnScan) {
  const { filled, bits, clocks, timed, classes, currency, unclearCurrency, withCurrency, floated, safeIntegers } = scan
  const isAll = (count: number) => filled > 0 && count === filled
  return {
    ...(isAll(bits) && { bits: true }),
    ...(isAll(clocks) && { clock: true }),
    ...(classes.date > 0 && timed === 0 && { dayOnly: true }),
    ...(floated > 0 && isAll(floated + safeIntegers) && { floated: true }),
    ...(currency === null &&
      isAll(withCurrency) &&
      unclearCurrency < withCurrency && { currencies: unclearCurrency === 0 ? ('each' as const) : ('some' as const) }),
  }
}

/** Guesses the type of every column from some rows, where a system does not hand out all of them. */
export function guessColumns(columns: readonly string[], rows: readonly (readonly string[])[]): ScannedColumn[] {
  const scans = columns.map(name => new ColumnScan(name))
  for (const [n, row] of rows.entries()) for (const [at, scan] of scans.entries()) scan.add(row[at] ?? '', n + 1)
  return settleColumns(scans, '')
}
