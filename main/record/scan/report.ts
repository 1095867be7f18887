import type { ColumnReport } from '../../../shared/model/column-report.ts'
import type { Mapping, ValueRef } from '../../../shared/source/mapping.ts'
import { type ColumnTally, WHOLE_ROW } from '../cells/tally.ts'
import { fieldsByColumn, refsOf } from '../convert.ts'
import { DATE_WORDS } from '../dates.ts'

type FieldRef = Extract<ValueRef, { field: string }>

/**
 * Says of every column whether it was read, and what to do where it was not. `columns`: those of the file; those that
 * the mapping names come first. `rows`: of the reading, 0 where it met none.
 */
export function reportColumns(
  mapping: Mapping,
  columns: readonly string[],
  tally: ReadonlyMap<string, ColumnTally>,
  rows: number,
): ColumnReport[] {
  const fields = fieldsByColumn(mapping)
  const refs = new Map(refsOf(mapping).map(ref => [ref.field, ref]))
  const names = new Set([...refs.keys(), ...columns.filter(name => name !== '')])
  const found = [...names].map(name =>
    columnReport(name, refs.get(name), fields.get(name) ?? [], tally.get(name), rows),
  )
  const whole = tally.get(WHOLE_ROW)
  return whole ? [...found, wholeRows(whole, rows)] : found
}

function columnReport(
  column: string,
  ref: FieldRef | undefined,
  fields: string[],
  met: ColumnTally | undefined,
  read: number,
): ColumnReport {
  if (!ref)
    return {
      ...{ column, reads: 'not', as: 'nothing', fields, rows: read, blank: 0, examples: [] },
      todo: 'Map this column in the settings of the source to keep it.',
    }
  const rows = met?.unfit.rows ?? 0
  return {
    column,
    reads: readsOf(rows, read),
    as: wordsOf(ref),
    fields,
    rows,
    blank: met?.blank.rows ?? 0,
    examples: rows > 0 ? (met?.unfit.examples ?? []) : (met?.blank.examples ?? []),
    todo: rows === 0 ? null : todoOf(ref),
  }
}

const readsOf = (rows: number, read: number): ColumnReport['reads'] =>
  rows === 0 ? 'read' : rows < read ? 'partly' : 'not'

const wholeRows = ({ unfit }: ColumnTally, read: number): ColumnReport => ({
  ...{ column: null, reads: readsOf(unfit.rows, read), as: 'rows', fields: [], rows: unfit.rows, blank: 0 },
  examples: unfit.examples,
  todo: 'Look at these rows in the quarantine, correct them in the file, then sync again.',
})

function wordsOf({ type, format, decimal, currency, currencyField }: FieldRef): string {
  if (type === 'date') return `date, ${DATE_WORDS[format ?? 'iso']}`
  const mark = decimal === undefined || decimal === 'ask' ? '' : `, decimal ${decimal}`
  return type === 'money'
    ? `amount in ${currencyField === undefined ? (currency ?? 'no currency') : `the currency of ${currencyField}`}${mark}`
    : `${type}${mark}`
}

const todoOf = ({ type }: FieldRef): string =>
  type === 'date'
    ? 'Correct these dates in the file, or choose their format in the settings of the source, then sync again.'
    : type === 'text'
      ? 'Look at these rows in the quarantine, correct them in the file, then sync again.'
      : 'Correct these cells in the file, or read the column as another type, then sync again.'
