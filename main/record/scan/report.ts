import {
  ASSUMED_KINDS,
  type Assumption,
  assumptionWords,
  type ColumnReport,
} from '../../../shared/model/column-report.ts'
import type { ColumnRef, MoneyUnit } from '../../../shared/source/value-ref.ts'
import { type ColumnTally, Tally, WHOLE_ROW } from '../cells/tally.ts'
import { DATE_WORDS } from '../dates.ts'

/** A field of a record that a column fills; `ref` null where a longer expression reads the column. */
export interface ColumnUse {
  column: string
  target: string
  ref: ColumnRef | null
  /** `column` is an expression, which is reported only where its cells do not fit. */
  isExpression?: boolean
}

/** Where the mapping of a stream is edited. */
export type WrittenIn = 'settings' | 'manifest'

/** What a reading met in the rows of a stream. */
export interface Reading {
  /** The columns of the rows, where they are known. */
  columns: readonly string[]
  tally: ReadonlyMap<string, ColumnTally>
  /** Rows that were read, 0 where there were none. */
  rows: number
  /** For rows without a header, the columns that had a value in any of them: a name that no row has is then found. */
  filled?: ReadonlySet<string>
  written?: WrittenIn
}

/** Fields that are listed as not read; JSON may have thousands. */
const MOST_UNREAD = 100

/**
 * Says of every column whether it was read, and what to do where it was not. Those that the mapping names come first.
 * What concerns no single column comes last.
 */
export function reportColumns(uses: readonly ColumnUse[], reading: Reading): ColumnReport[] {
  const { columns, tally, rows, filled } = reading
  const byColumn = Map.groupBy(uses, ({ column }) => column)
  const isNamed = ({ column, ref, isExpression }: ColumnUse) =>
    isExpression ? tally.has(column) : ref !== null || columns.includes(column)
  const named = new Set(uses.filter(isNamed).map(({ column }) => column))
  const isRead = filled ? nestedIn([...byColumn.keys()]) : (column: string) => byColumn.has(column)
  const unread = columns.filter(column => column !== '' && !named.has(column) && !isRead(column))
  const found = [
    ...[...named].map(column => usedReport(column, byColumn.get(column) ?? [], reading)),
    ...unread.slice(0, MOST_UNREAD).map(column => unreadReport(column, reading)),
  ]
  // What is told of nothing that the mapping names concerns the row.
  const whole = new Tally()
  for (const [column, met] of tally) if (!byColumn.has(column)) whole.merge([[WHOLE_ROW, met]])
  const met = whole.columns.get(WHOLE_ROW)
  const isTold = met && (met.unfit.rows + met.waits.rows > 0 || assumedIn(met).assumed !== undefined)
  return isTold ? [...found, wholeRows(met, rows)] : found
}

/** Whether a field is part of one that is read, or holds one: a list is read where one of its elements is. */
const nestedIn =
  (read: readonly string[]) =>
  (column: string): boolean =>
    read.some(
      one =>
        one === column || column.startsWith(`${one}.`) || one.startsWith(`${column}.`) || one.startsWith(`${column}[`),
    )

function usedReport(column: string, uses: readonly ColumnUse[], { tally, rows, filled }: Reading): ColumnReport {
  const met = tally.get(column)
  const waits = met?.waits.rows ?? 0
  const unfit = (met?.unfit.rows ?? 0) + waits
  const blank = met?.blank.rows ?? 0
  // What a column is read as counts before its part in an id, which takes every cell as it is written.
  const rank = ({ ref, target }: ColumnUse) => (ref === null ? 2 : target === 'id' ? 1 : 0)
  const [use] = uses.toSorted((a, b) => rank(a) - rank(b))
  const ref = use?.ref ?? null
  const isEmpty = filled !== undefined && ref !== null && !filled.has(column) && unfit === 0
  return {
    column,
    reads: isEmpty ? 'not' : readsOf(unfit, rows),
    as: ref === null ? 'part of an expression' : wordsOf(ref),
    fields: [...new Set(uses.map(({ target }) => target))],
    rows: unfit,
    blank,
    examples:
      unfit > 0
        ? [...(met?.unfit.examples ?? []), ...(met?.waits.examples ?? [])].slice(0, EXAMPLES)
        : (met?.blank.examples ?? []),
    todo: isEmpty ? NO_VALUE : unfit === 0 ? null : waits === unfit ? WAITS : isKept(uses) ? SET_ASIDE : todoOf(ref),
    ...assumedIn(met),
  }
}

/** What was filled in by a rule. */
export function assumedIn(met: ColumnTally | undefined): Pick<ColumnReport, 'assumed'> {
  if (met === undefined) return {}
  const assumed = ASSUMED_KINDS.flatMap((kind): Assumption[] => {
    const { rows, examples, of } = met[kind]
    return rows === 0 ? [] : [{ kind, rows, examples, of, ...assumptionWords(kind, of) }]
  })
  return assumed.length > 0 ? { assumed } : {}
}

const unreadReport = (column: string, { rows, written = 'settings' }: Reading): ColumnReport => ({
  ...{ column, reads: 'not', as: 'nothing', fields: [], rows, blank: 0, examples: [] },
  todo: UNREAD[written],
})

const UNREAD: Record<WrittenIn, string> = {
  settings: 'Map this column in the settings of the source to keep it.',
  manifest: 'Add this field to the manifest to keep it.',
}

const NO_VALUE = 'No row has a value here. If the source has one under another name, correct the mapping.'

/** Fields that a record can be without: it is kept, and what cannot be read is left out. */
const isKept = (uses: readonly ColumnUse[]): boolean =>
  uses.every(({ target }) => target === 'email' || target === 'timeZone')

const SET_ASIDE = 'The rows were kept without these values. Correct them at the source, then sync again.'

const WAITS =
  'These accounts are not known yet, so their rows wait in quarantine. Import the accounts, or map an account from each of these rows.'

const readsOf = (rows: number, read: number): ColumnReport['reads'] =>
  rows === 0 ? 'read' : rows < read ? 'partly' : 'not'

const CORRECT = 'Look at these rows in the quarantine, correct them at the source, then sync again.'

function wholeRowsTodo({ unfit, waits }: ColumnTally): string | null {
  if (unfit.rows > 0) return CORRECT
  return waits.rows > 0 ? WAITS : null
}

function wholeRows(met: ColumnTally, read: number): ColumnReport {
  const { unfit, waits } = met
  const rows = unfit.rows + waits.rows
  return {
    ...{ column: null, reads: readsOf(rows, read), as: 'rows', fields: [], rows, blank: 0 },
    examples: [...unfit.examples, ...waits.examples].slice(0, EXAMPLES),
    todo: wholeRowsTodo(met),
    ...assumedIn(met),
  }
}

function wordsOf(ref: ColumnRef): string {
  const { type, format, decimal, currency, currencyField, currencyPath, unit, per } = ref
  if (type === 'date') return `date, ${DATE_WORDS[format ?? 'iso']}`
  const mark = decimal === undefined || decimal === 'ask' ? '' : `, decimal ${decimal}`
  const named = currencyField ?? currencyPath
  return type === 'money'
    ? `amount in ${named === undefined ? (currency ?? 'no currency') : `the currency of ${named}`}${UNITS[unit ?? 'decimal']}${mark}${per === 'year' ? ', of a year: its twelfth is the monthly revenue' : ''}`
    : `${type}${mark}`
}

const UNITS: Record<MoneyUnit, string> = {
  minor: ', in minor units',
  decimal: '',
  thousands: ', in thousands',
  millions: ', in millions',
}

const todoOf = (ref: ColumnRef | null): string =>
  ref?.type === 'date'
    ? 'Correct these dates at the source, or choose their format in the mapping, then sync again.'
    : ref === null || ref.type === 'text'
      ? 'Look at these rows in the quarantine, correct them at the source, then sync again.'
      : 'Correct these cells at the source, or read the column as another type, then sync again.'

/** The report of a stream that goes on from where an earlier reading ended: what was said of earlier rows still counts. */
export function continued(before: readonly ColumnReport[], now: readonly ColumnReport[]): ColumnReport[] {
  if (before.length === 0) return [...now]
  const earlier = new Map(before.map(report => [report.column, report]))
  const known = new Set(now.map(({ column }) => column))
  return [
    ...now.filter(({ column }) => column !== null).map(report => both(earlier.get(report.column), report)),
    ...before.filter(({ column }) => column !== null && !known.has(column)).map(report => both(report, undefined)),
    ...now.filter(({ column }) => column === null).map(report => both(earlier.get(null), report)),
    ...(known.has(null) ? [] : before.filter(({ column }) => column === null).map(report => both(report, undefined))),
  ]
}

/** Two reports of one column. One that a reading says nothing of was read there. */
function both(before: ColumnReport | undefined, now: ColumnReport | undefined): ColumnReport {
  const any = now ?? before
  if (!any) throw new Error('two reports of nothing')
  if (any.as === 'nothing') return any
  const all = [before, now]
  const told = all.flatMap(report => report ?? [])
  const rows = sum(told.map(report => report.rows))
  const isNever = all.every(report => report?.reads === 'not')
  const unfit = told.filter(report => report.rows > 0)
  return {
    ...any,
    rows,
    blank: sum(told.map(report => report.blank)),
    reads: isNever ? 'not' : rows === 0 ? 'read' : 'partly',
    examples: (rows > 0 ? unfit : told).flatMap(({ examples }) => examples).slice(0, EXAMPLES),
    todo: isNever || rows > 0 ? (unfit.at(-1)?.todo ?? any.todo) : null,
    ...bothAssumed(told.flatMap(({ assumed = [] }) => assumed)),
  }
}

function bothAssumed(all: readonly Assumption[]): Pick<ColumnReport, 'assumed'> {
  if (all.length === 0) return {}
  const assumed = [...Map.groupBy(all, ({ kind }) => kind)].map(([kind, alike]): Assumption => {
    const of = [...new Set(alike.flatMap(one => one.of))].slice(0, PLACES)
    const examples = alike.flatMap(one => one.examples).slice(0, EXAMPLES)
    return { kind, rows: sum(alike.map(({ rows }) => rows)), examples, of, ...assumptionWords(kind, of) }
  })
  return { assumed }
}

const EXAMPLES = 2
const PLACES = 5
const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0)
