import { MINOR_DIGITS } from '../../../shared/currencies.ts'
import type { Answers } from '../../../shared/source/cell-format.ts'
import { DAY } from '../../../shared/trigger/duration.ts'
import { isBlankText } from '../../record/cells/blanks.ts'
import { type CellFormat, cellParser } from '../../record/cells/parse-cell.ts'
import type { ScannedColumn } from '../../record/guess.ts'
import { counted, type LeftOutCount, type LeftOutReason } from '../../record/left-out.ts'
import type { FeatureColumn } from '../learn/data/feature-table.ts'

/** A column that is read, and what it turns out to be: a feature, or nothing to learn from. */
export interface ColumnBuilder {
  add(cell: string, line: number): void
  /** Places of the rows that stay. */
  finish(rows: Int32Array, times: Float64Array | null): BuiltColumn
}

export type BuiltColumn = { column: FeatureColumn; later: number } | { unused: string }

/** Whether a column can be a feature at all, by what all its cells are. */
export function columnBuilderOf(
  column: ScannedColumn,
  answers: Answers,
  out: LeftOutCount,
): ColumnBuilder | { unused: string } {
  const format = formatOf(column, answers)
  if (format === null) return { unused: 'Its numbers can be read in two ways: say --decimal comma or --decimal point.' }
  if (format === 'currencies') return { unused: 'Its amounts name no currency, or several: say --currency.' }
  if (format === 'order')
    return { unused: 'Its dates can be read in two ways: say --date-order dmy or --date-order mdy.' }
  return format.type === 'text' ? new CategoryBuilder(column.name) : new NumberBuilder(column.name, format, out)
}

function formatOf(column: ScannedColumn, answers: Answers): CellFormat | null | 'currencies' | 'order' {
  const { type, question } = column
  if (type === 'text' || type === 'boolean') return { type }
  if (type === 'date') {
    if (question === null) return { type, format: column.format ?? undefined }
    return answers.dateOrder === undefined ? 'order' : { type, format: answers.dateOrder }
  }
  const decimal = question?.kind === 'decimal' ? answers.decimal : (column.decimal ?? undefined)
  if (question?.kind === 'decimal' && decimal === undefined) return null
  if (type !== 'money') return { type, decimal }
  const currency = column.currency ?? answers.currency
  return currency === undefined ? 'currencies' : { type, decimal, currency }
}

/** Numbers, amounts, dates (in days) and yes or no. */
class NumberBuilder implements ColumnBuilder {
  private readonly values: number[] = []
  private readonly name: string
  private readonly format: CellFormat
  private readonly parse: ReturnType<typeof cellParser>
  private readonly out: LeftOutCount
  private readonly unit: number
  private readonly unfits = new Map<string, LeftOutReason>()

  constructor(name: string, format: CellFormat, out: LeftOutCount) {
    this.name = name
    this.format = format
    this.parse = cellParser(format, false)
    this.out = out
    this.unit = format.type === 'money' ? 10 ** (MINOR_DIGITS.get(format.currency ?? '') ?? 2) : 1
  }

  add(cell: string, line: number): void {
    const text = cell.trim()
    const read = text === '' ? { value: null } : this.parse(text)
    if ('unfit' in read) this.out.add(this.unfit(read.unfit), line, text)
    const value = 'unfit' in read || read.value === null ? Number.NaN : Number(read.value)
    this.values.push(value / this.unit)
  }

  private unfit(what: string): LeftOutReason {
    const known = this.unfits.get(what)
    if (known) return known
    const reason: LeftOutReason = {
      column: this.name,
      words: n => `${counted(n, 'cell')} of “${this.name}” ${n === 1 ? 'is' : 'are'} not ${what}.`,
      todo: 'These cells count as missing. Correct them in the data if they are not.',
    }
    this.unfits.set(what, reason)
    return reason
  }

  finish(rows: Int32Array, times: Float64Array | null): BuiltColumn {
    const values = Float64Array.from(rows, row => this.values[row] as number)
    const known = new Set(values.filter(value => !Number.isNaN(value)))
    if (known.size === 0) return { unused: 'It is blank in every row.' }
    if (known.size === 1 && !values.some(Number.isNaN)) return { unused: 'It is the same in every row.' }
    if (this.format.type === 'integer' && isIdentifier(this.name, values, known.size))
      return { unused: 'It numbers the rows: an identifier tells nothing about others.' }
    if (this.format.type !== 'date') return { column: { name: this.name, kind: 'number', values }, later: 0 }
    const newest = values.reduce((most, at) => (at > most ? at : most), Number.NEGATIVE_INFINITY)
    const later = times ? values.filter((at, row) => at > (times[row] as number)).length : 0
    const ages = values.map((at, row) => ((times ? (times[row] as number) : newest) - at) / DAY)
    return { column: { name: this.name, kind: 'number', values: ages }, later }
  }
}

/** Fewer rows may number themselves by chance. */
const ENOUGH = 30
const NAME_OF_ID = /(^|[^a-z])(id|uid|uuid|guid|key|nr|no|number|index|row)$|[a-z](Id|ID)$/i

function isIdentifier(name: string, values: Float64Array, distinct: number): boolean {
  if (values.length < ENOUGH || distinct < values.length) return false
  const rises = values.every((value, row) => row === 0 || value > (values[row - 1] as number))
  return rises || NAME_OF_ID.test(name)
}

/** Among so many categories, one for nearly each row is no category. */
const MOST_CATEGORIES = 10_000

class CategoryBuilder implements ColumnBuilder {
  private readonly codes: number[] = []
  private readonly known = new Map<string, number>()
  private readonly name: string

  constructor(name: string) {
    this.name = name
  }

  add(cell: string): void {
    const text = cell.trim()
    if (text === '' || isBlankText(text)) {
      this.codes.push(-1)
      return
    }
    const code = this.known.get(text) ?? this.known.size
    this.known.set(text, code)
    this.codes.push(code)
  }

  finish(rows: Int32Array): BuiltColumn {
    const codes = Int32Array.from(rows, row => this.codes[row] as number)
    const met = new Set(codes.filter(code => code >= 0))
    const filled = codes.reduce((n, code) => n + (code >= 0 ? 1 : 0), 0)
    if (met.size === 0) return { unused: 'It is blank in every row.' }
    if (met.size === 1 && filled === codes.length) return { unused: 'It is the same in every row.' }
    if ((filled >= ENOUGH && met.size > filled / 2) || met.size > MOST_CATEGORIES)
      return {
        unused: 'Nearly every row has a value of its own: an identifier or free text tells nothing about others.',
      }
    return { column: { name: this.name, kind: 'category', codes, names: [...this.known.keys()] }, later: 0 }
  }
}
