import { minorDigits, parseMinor } from '../../../shared/money.ts'
import type { ColumnType } from '../../../shared/source/mapping.ts'
import { Unfit, type Want as Wanted } from '../build-record.ts'
import { type CellFormat, type CellRead, cellParser } from '../cells/parse-cell.ts'

/** What a value is read as. `any`: text, or the number or truth value that JSON has. */
export type Want = Wanted | 'integer' | 'any'

/** Where a raw value stands, for words about it: a column is named beside them, an expression within them. */
export interface Place {
  name: string
  isPath: boolean
}

export interface RawFormat extends Omit<CellFormat, 'type'> {
  want: Want
  unit?: 'minor' | 'decimal' | undefined
  /** A date that stands for none, such as the year 9999, is blank. */
  moment: boolean
}

/**
 * Makes the function that reads raw values of one place: text as every cell is read, what JSON has typed already by its
 * type. Text is trimmed and not empty when it comes here.
 */
export function rawParser(format: RawFormat, place: Place): (raw: unknown) => CellRead {
  const text = textParser(format)
  const typed = typedParser(format)
  return raw => {
    if (typeof raw === 'string') return text(raw)
    if (typeof raw === 'number' || typeof raw === 'boolean') return typed(raw)
    throw new Unfit(place.name, `“${place.name}” is ${Array.isArray(raw) ? 'a list' : 'an object'}, not text.`)
  }
}

const CELLS: Record<Want, ColumnType> = {
  text: 'text',
  any: 'text',
  number: 'number',
  integer: 'integer',
  boolean: 'boolean',
  time: 'date',
  money: 'money',
}

function textParser({ want, unit, moment, ...format }: RawFormat): (text: string) => CellRead {
  if (want === 'money' && unit === 'minor') return minor(cellParser({ type: 'integer' }, false))
  if (want === 'money' && (format.currency === undefined || digitsOf(format.currency) === null))
    return () => ({ unfit: 'an amount in a known currency' })
  const read = cellParser({ ...format, type: CELLS[want] }, moment)
  const count = countSince1970(format.format)
  // Counts of seconds come with fractions too.
  return want === 'time' && count ? text => (/^\d+\.\d+$/.test(text) ? count(Number(text)) : read(text)) : read
}

const minor =
  (read: (text: string) => CellRead): ((text: string) => CellRead) =>
  text => {
    const found = read(text)
    return 'unfit' in found ? { unfit: 'a whole number of minor units' } : found
  }

function typedParser({ want, unit, currency, format }: RawFormat): (raw: number | boolean) => CellRead {
  switch (want) {
    case 'text':
      return raw => ({ value: String(raw) })
    case 'any':
      return raw => ({ value: raw })
    case 'boolean':
      return raw =>
        typeof raw === 'boolean' || raw === 0 || raw === 1 ? { value: Boolean(raw) } : { unfit: 'yes or no' }
    case 'number':
      return raw => (Number.isFinite(raw) ? { value: raw } : { unfit: 'a number' })
    case 'integer':
      return raw => (Number.isSafeInteger(raw) ? { value: raw } : { unfit: 'a whole number' })
    case 'time':
      return countSince1970(format) ?? (() => ({ unfit: 'a date' }))
    case 'money':
      return unit === 'minor'
        ? raw => (Number.isSafeInteger(raw) ? { value: raw } : { unfit: 'a whole number of minor units' })
        : raw => decimalMinor(raw, currency)
  }
}

const LAST_TIME = 253_402_300_800_000

function countSince1970(format: CellFormat['format']): ((raw: number | boolean) => CellRead) | null {
  if (format !== 'unix_s' && format !== 'unix_ms') return null
  const [unit, what] = format === 'unix_s' ? [1_000, 'seconds since 1970'] : [1, 'milliseconds since 1970']
  return raw => {
    const at = typeof raw === 'number' ? Math.round(raw * unit) : Number.NaN
    return at >= 0 && at < LAST_TIME ? { value: at } : { unfit: `a date written as ${what}` }
  }
}

function decimalMinor(raw: number | boolean, currency: string | undefined): CellRead {
  const digits = currency === undefined ? null : digitsOf(currency)
  if (currency === undefined || digits === null) return { unfit: 'an amount in a known currency' }
  // JSON has no decimal numbers: 0.1 + 0.2 is meant as 0.3, but half a cent is meant as such.
  const text = typeof raw === 'number' && Number.isFinite(raw) ? raw.toFixed(digits) : ''
  const value = text !== '' && Math.abs(Number(text) - Number(raw)) <= 1e-6 ? parseMinor(text, currency) : null
  return value === null ? { unfit: `an amount in ${currency}` } : { value }
}

/** How many minor digits a currency has; null for what is no currency. */
export function digitsOf(currency: string): number | null {
  try {
    return minorDigits(currency)
  } catch {
    return null
  }
}
