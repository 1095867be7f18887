import type { MetricAsk, MetricKind } from '../../../shared/experiment/ask.ts'
import { type Failure, FailureError } from '../../../shared/result.ts'
import type { Answers } from '../../../shared/source/cell-format.ts'
import { type CellFormat, cellParser } from '../../record/cells/parse-cell.ts'
import type { ScannedColumn } from '../../record/guess.ts'
import { counted, type LeftOutCount, type LeftOutReason } from '../../record/left-out.ts'

/** What the cells of a column are read as. */
export interface CellReading {
  kind: MetricKind
  currency: string | null
  format: CellFormat
}

/** Decides what a column is read as: as asked, or else as all its cells tell. Throws `FailureError` where neither says. */
export function metricReadingOf(column: ScannedColumn, asked: MetricAsk, answers: Answers): CellReading {
  const currency = asked.currency ?? column.currency ?? null
  const kind = asked.kind ?? (asked.currency === undefined ? kindOf(column) : 'money')
  if (kind === null) throw new FailureError(notAMetric(column))
  if (kind === 'share') return { kind, currency: null, format: { type: 'boolean' } }
  const decimal = column.question?.kind === 'decimal' ? answers.decimal : (column.decimal ?? undefined)
  if (decimal === undefined && column.question?.kind === 'decimal') throw new FailureError(openMark(column))
  if (kind === 'number') return { kind, currency: null, format: { type: 'number', decimal } }
  if (currency === null) throw new FailureError(noCurrency(column))
  return { kind, currency, format: { type: 'money', decimal, currency } }
}

function kindOf({ type, samples }: ScannedColumn): MetricKind | null {
  if (type === 'boolean') return 'share'
  if (type === 'money') return 'money'
  // A column such as `phone` is text to an import, because its name may be one of an id. Here it was asked for.
  const isNumeric = type === 'text' && samples.length > 0 && samples.every(sample => NUMERIC.test(sample))
  return type === 'integer' || type === 'number' || isNumeric ? 'number' : null
}

const NUMERIC = /^[-+]?\d+(\.\d+)?$/

/** Reads the cells of one column to numbers: 0 and 1 of a share, minor units of money; NaN where there is none. */
export function numberReader({ name }: ScannedColumn, { format }: CellReading, out: LeftOutCount) {
  const parse = cellParser(format, false)
  const blank: LeftOutReason = {
    column: name,
    words: n => `${counted(n, 'cell')} of “${name}” ${n === 1 ? 'is' : 'are'} blank.`,
    todo: 'These units do not count for this metric. Enter 0 where a blank means 0.',
  }
  const unfits = new Map<string, LeftOutReason>()
  const unfit = (what: string): LeftOutReason => {
    const known = unfits.get(what)
    if (known) return known
    const words = (n: number) => `${counted(n, 'cell')} of “${name}” ${n === 1 ? 'is' : 'are'} not ${what}.`
    const reason = {
      column: name,
      words,
      todo: 'Correct these cells in the data; until then their units do not count.',
    }
    unfits.set(what, reason)
    return reason
  }
  return (cell: string, line: number): number => {
    const text = cell.trim()
    const read = text === '' ? { value: null } : parse(text)
    if ('unfit' in read) out.add(unfit(read.unfit), line, text)
    else if (read.value === null) out.add(blank, line, text)
    else return Number(read.value)
    return Number.NaN
  }
}

const notAMetric = ({ name, type, samples }: ScannedColumn): Failure => ({
  kind: 'invalid',
  what: `The column “${name}” is no metric.`,
  why:
    samples.length === 0
      ? 'Every cell of this column is blank, or the file has no rows.'
      : `The cells of this column are read as ${type}, for example ${samples.map(sample => `“${sample}”`).join(', ')}.`,
  todo: 'Choose a column of yes or no, numbers or amounts.',
})

const openMark = ({ name, question }: ScannedColumn): Failure => ({
  kind: 'invalid',
  what: `The numbers of “${name}” can be read in two ways.`,
  why: `“${question?.examples[0]?.text ?? ''}” has one mark before three digits.`,
  todo: 'Say whether the decimal mark is a comma or a point (--decimal comma, --decimal point).',
})

const noCurrency = ({ name }: ScannedColumn): Failure => ({
  kind: 'invalid',
  what: `The currency of “${name}” is not known.`,
  why: 'The cells of this column name no currency, or several, or a sign that several currencies share.',
  todo: `Name it, for example ${name}=EUR. Amounts in other currencies are left out.`,
})
