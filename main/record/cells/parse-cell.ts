import { parseMinor } from '../../../shared/money.ts'
import { bareCell } from '../../../shared/source/bare-id.ts'
import type { DateFormat, Decimal } from '../../../shared/source/cell-format.ts'
import type { ColumnType } from '../../../shared/source/mapping.ts'
import { DATE_WORDS, parseDate } from '../dates.ts'
import type { PropertyValue } from '../record.ts'
import { isBlankText, isBlankWord, isNoMoment, isWithoutEnd, isZeroDate } from './blanks.ts'
import { booleanOf } from './booleans.ts'
import { westernDigits } from './digits.ts'
import { bareNumber, mayBeIn, plainNumber, shifted } from './numbers.ts'

/** How the text of a place is written, and what it is read as. */
export interface CellFormat {
  type: ColumnType
  format?: DateFormat | undefined
  decimal?: Decimal | undefined
  currency?: string | undefined
  /** For money: places by which the column moves the decimal mark, 3 for thousands. */
  shift?: number | undefined
  /** For money: what the column pays for where a cell does not say so. */
  per?: 'month' | 'year' | undefined
  /** For money: what is paid a month is wanted, so what a cell says to be of a year is its twelfth. */
  isMonthly?: boolean | undefined
}

/** What a cell says: a value, `null` for a blank, or what it is not. */
export type CellRead = { value: PropertyValue } | { unfit: string }

/** Reads the trimmed text of a cell that is not empty. */
export type ParseCell = (text: string) => CellRead

const BLANK: CellRead = { value: null }
/** `=` and an apostrophe. */
const FORCED = new Set([61, 39])

/**
 * How the cells of one column are read: the only place where a foreign text becomes a value. `moment`: the field is one
 * in which a date that stands for none, such as the year 9999, is blank.
 */
export function cellParser(ref: CellFormat, moment: boolean): ParseCell {
  switch (ref.type) {
    case 'text':
      return text =>
        isBlankText(text) ? BLANK : { value: composed(FORCED.has(text.charCodeAt(0)) ? bareCell(text) : text) }
    case 'integer':
    case 'number':
      return numeric(ref.type, ref.decimal)
    case 'boolean':
      return text => {
        const value = booleanOf(text)
        if (value !== undefined) return { value }
        return isBlankWord(text) ? BLANK : { unfit: 'yes or no' }
      }
    case 'date':
      return dated(ref.format ?? 'iso', moment)
    case 'money':
      return ref.currency === undefined ? () => ({ unfit: 'an amount in a known currency' }) : amount(ref.currency, ref)
  }
}

/** A letter and its accent as one sign: filters, groups and triggers compare texts letter by letter. */
const composed = (text: string): string => (APART.test(text) ? text.normalize('NFC') : text)
const APART = /[\u0300-\u036f\u1100-\u11ff\u3099\u309a]/

function numeric(type: 'integer' | 'number', decimal: CellFormat['decimal']): ParseCell {
  const plain = type === 'integer' ? INTEGER : NUMBER
  const what = type === 'integer' ? 'a whole number' : 'a number'
  // 1.2E+11 has lost its last digits already, so it is no whole number.
  // A longer whole number would lose its last digits too.
  const fits = (value: number, written: string) =>
    type === 'integer' || INTEGER.test(written) ? Number.isSafeInteger(value) : Number.isFinite(value)
  return text => {
    // A plain number needs no second look, unless a dot may be one of thousands.
    if (decimal === undefined && plain.test(text))
      return fits(Number(text), text) ? { value: Number(text) } : { unfit: what }
    const bare = bareNumber(text)
    const found = bare?.currency === null && bare.months === null ? plainNumber(bare, decimal) : null
    const written = type === 'integer' && found !== null && FLOATED.test(found) ? found.slice(0, -2) : found
    if (written !== null && (type === 'number' || INTEGER.test(written)) && fits(Number(written), written))
      return { value: Number(written) }
    return isBlankWord(text) ? BLANK : { unfit: what }
  }
}

function amount(currency: string, { decimal, shift = 0, per, isMonthly = false }: CellFormat): ParseCell {
  const usual = per === 'year' ? 12 : 1
  const unfit: CellRead = { unfit: `an amount in ${currency}` }
  return text => {
    const bare = bareNumber(text)
    if (bare === null || (bare.currency !== null && !mayBeIn(bare.currency, currency)))
      return isBlankWord(text) ? BLANK : unfit
    const written = plainNumber(bare, decimal)
    const value = written === null ? null : parseMinor(shifted(written, shift), currency)
    if (value === null) return unfit
    // What the cell says itself goes before what its column says.
    const months = (isMonthly || per !== undefined ? bare.months : null) ?? usual
    return { value: months === 1 ? value : Math.round(value / months) }
  }
}

function dated(format: DateFormat, moment: boolean): ParseCell {
  const unfit: CellRead = { unfit: `a date written as ${DATE_WORDS[format]}` }
  return text => {
    const at = parseDate(text, format) ?? parseDate(westernDigits(text), format)
    if (at === null) return isZeroDate(text) || isBlankWord(text) || isWithoutEnd(text) ? BLANK : unfit
    if (at > 0 && at < FAR) return { value: at }
    return isZeroDate(text) || (moment && isNoMoment(at)) ? BLANK : { value: at }
  }
}

/** Anything up to here needs no second look. */
const FAR = Date.UTC(9000, 0, 1)

/** pandas writes whole numbers so where a column has a gap. */
const FLOATED = /^-?\d+\.0$/
const INTEGER = /^[+-]?\d+$/
const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/
