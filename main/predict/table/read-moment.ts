import { FailureError } from '../../../shared/result.ts'
import type { Answers } from '../../../shared/source/cell-format.ts'
import { cellParser } from '../../record/cells/parse-cell.ts'
import type { ScannedColumn } from '../../record/guess.ts'

/** Reads when a row was: a date in UTC ms, or a number that grows with time; NaN where there is none. */
export function readMoment(column: ScannedColumn, answers: Answers): (cell: string) => number {
  const { type, question } = column
  if (type !== 'date' && type !== 'integer' && type !== 'number') throw new FailureError(noTime(column))
  const format = question === null ? column.format : (answers.dateOrder ?? null)
  if (type === 'date' && format === null) throw new FailureError(openOrder(column))
  const parse = type === 'date' ? cellParser({ type, format: format ?? undefined }, true) : cellParser({ type }, false)
  return cell => {
    const text = cell.trim()
    const read = text === '' ? { value: null } : parse(text)
    return 'unfit' in read || read.value === null ? Number.NaN : Number(read.value)
  }
}

const noTime = ({ name, type, samples }: ScannedColumn) => ({
  kind: 'invalid' as const,
  what: `The column “${name}” is no time.`,
  why: `The cells of this column are read as ${type}, for example ${samples.map(sample => `“${sample}”`).join(', ') || 'nothing'}.`,
  todo: 'Choose a column of dates, or of numbers that grow with time.',
})

const openOrder = ({ name, question }: ScannedColumn) => ({
  kind: 'invalid' as const,
  what: `The dates of “${name}” can be read in two ways.`,
  why: `“${question?.examples[0]?.text ?? ''}” may begin with the day or with the month.`,
  todo: 'Say which one comes first: --date-order dmy or --date-order mdy.',
})
