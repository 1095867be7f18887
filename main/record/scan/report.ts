import type { ColumnReport } from '../../../shared/model/column-report.ts'
import type { ColumnRef } from '../../../shared/source/value-ref.ts'
import { type ColumnTally, WHOLE_ROW } from '../cells/tally.ts'
import { DATE_WORDS } from '../dates.ts'

/** A field of a record that a column fills; `ref` null where an expression reads the column. */
export interface ColumnUse {
  column: string
  target: string
  ref: ColumnRef | null
}

/**
 * Says of every column whether it was read, and what to do where it was not. `columns`: those of the file; those that
 * the mapping names come first. `rows`: of the reading, 0 where it met none.
 */
export function reportColumns(
  mapped: readonly ColumnUse[],
  columns: readonly string[],
  tally: ReadonlyMap<string, ColumnTally>,
  rows: number,
): ColumnReport[] {
  const uses = Map.groupBy(mapped, ({ column }) => column)
  const named = mapped.filter(({ ref, column }) => ref !== null || columns.includes(column))
  const names = new Set([...named.map(({ column }) => column), ...columns.filter(name => name !== '')])
  const found = [...names].map(name => columnReport(name, uses.get(name) ?? [], tally.get(name), rows))
  const whole = tally.get(WHOLE_ROW)
  return whole ? [...found, wholeRows(whole, rows)] : found
}

function columnReport(
  column: string,
  uses: readonly ColumnUse[],
  met: ColumnTally | undefined,
  read: number,
): ColumnReport {
  const fields = [...new Set(uses.map(({ target }) => target))]
  const [use] = uses.toSorted((a, b) => Number(a.ref === null) - Number(b.ref === null))
  if (!use)
    return {
      ...{ column, reads: 'not', as: 'nothing', fields, rows: read, blank: 0, examples: [] },
      todo: 'Map this column in the settings of the source to keep it.',
    }
  const rows = met?.unfit.rows ?? 0
  return {
    column,
    reads: readsOf(rows, read),
    as: use.ref === null ? 'part of an expression' : wordsOf(use.ref),
    fields,
    rows,
    blank: met?.blank.rows ?? 0,
    examples: rows > 0 ? (met?.unfit.examples ?? []) : (met?.blank.examples ?? []),
    todo: rows === 0 ? null : todoOf(use.ref),
  }
}

const readsOf = (rows: number, read: number): ColumnReport['reads'] =>
  rows === 0 ? 'read' : rows < read ? 'partly' : 'not'

const wholeRows = ({ unfit }: ColumnTally, read: number): ColumnReport => ({
  ...{ column: null, reads: readsOf(unfit.rows, read), as: 'rows', fields: [], rows: unfit.rows, blank: 0 },
  examples: unfit.examples,
  todo: 'Look at these rows in the quarantine, correct them in the file, then sync again.',
})

function wordsOf({ type, format, decimal, currency, currencyField }: ColumnRef): string {
  if (type === 'date') return `date, ${DATE_WORDS[format ?? 'iso']}`
  const mark = decimal === undefined || decimal === 'ask' ? '' : `, decimal ${decimal}`
  return type === 'money'
    ? `amount in ${currencyField === undefined ? (currency ?? 'no currency') : `the currency of ${currencyField}`}${mark}`
    : `${type}${mark}`
}

const todoOf = (ref: ColumnRef | null): string =>
  ref?.type === 'date'
    ? 'Correct these dates in the file, or choose their format in the settings of the source, then sync again.'
    : ref === null || ref.type === 'text'
      ? 'Look at these rows in the quarantine, correct them in the file, then sync again.'
      : 'Correct these cells in the file, or read the column as another type, then sync again.'
