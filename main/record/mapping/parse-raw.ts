import { isCurrency, minorDigits, parseMinor } from '../../../shared/money.ts'
import type { ColumnType } from '../../../shared/source/mapping.ts'
import type { MoneyUnit } from '../../../shared/source/value-ref.ts'
import { Unfit, type Want } from '../build-record.ts'
import { isNoMoment } from '../cells/blanks.ts'
import { type CellFormat, type CellRead, cellParser } from '../cells/parse-cell.ts'
import { DATE_WORDS } from '../dates.ts'

/** What a value is read as. `any`: text, or the number or truth value that JSON has. */
export type WantJson = Want | 'integer' | 'any'

/** Where a raw value stands, for words about it: a column is named beside them, an expression within them. */
export interface Place {
  name: string
  isPath: boolean
}

export interface RawFormat extends Omit<CellFormat, 'type'> {
  want: WantJson
  unit?: MoneyUnit | undefined
  /** Digits of minor units as the vendor counts them, where that is not what ISO 4217 says. */
  vendorDigits?: number | undefined
  /** A date that stands for none, such as the year 9999, is blank. */
  moment: boolean
}

/**
 * Makes the function that reads raw values of one place: text as every cell is read, what JSON has typed already by its
 * type. Text is trimmed and not empty when it comes here.
 */
export function rawParser(format: RawFormat, place: Place): (raw: unknown) => CellRead {
  const text = textParser(format)
  const typed = monthly(format, typedParser(format))
  return raw => {
    if (typeof raw === 'string') return text(raw)
    if (typeof raw === 'number' || typeof raw === 'boolean') return typed(raw)
    throw new Unfit(place.name, `“${place.name}” is ${Array.isArray(raw) ? 'a list' : 'an object'}, not text.`)
  }
}

/** What is paid for a year, as its twelfth. */
function monthly<Raw>(
  { want, per }: Pick<RawFormat, 'want' | 'per'>,
  parse: (raw: Raw) => CellRead,
): (raw: Raw) => CellRead {
  if (want !== 'money' || per !== 'year') return parse
  return raw => {
    const read = parse(raw)
    return 'value' in read && typeof read.value === 'number' ? { value: Math.round(read.value / 12) } : read
  }
}

const SHIFTS: Record<MoneyUnit, number> = { minor: 0, decimal: 0, thousands: 3, millions: 6 }

const CELLS: Record<WantJson, ColumnType> = {
  text: 'text',
  any: 'text',
  number: 'number',
  integer: 'integer',
  boolean: 'boolean',
  time: 'date',
  money: 'money',
}

function textParser({ want, unit, moment, vendorDigits, ...format }: RawFormat): (text: string) => CellRead {
  if (want === 'money' && unit === 'minor') {
    const whole = cellParser({ type: 'integer' }, false)
    return monthly({ want, ...format }, text => {
      const found = whole(text)
      if ('value' in found && found.value === null) return found
      return inOwnUnits('value' in found ? Number(found.value) : Number.NaN, format.currency, vendorDigits)
    })
  }
  if (want === 'money' && (format.currency === undefined || !isCurrency(format.currency)))
    return () => ({ unfit: 'an amount in a known currency' })
  const shift = unit && SHIFTS[unit]
  return cellParser({ ...format, type: CELLS[want], ...(shift && { shift }) }, moment)
}

/** Minor units of ISO 4217, from those that the vendor counts in. */
function inOwnUnits(value: number, currency: string | undefined, vendor: number | undefined): CellRead {
  if (!Number.isSafeInteger(value)) return { unfit: 'a whole number of minor units' }
  if (currency === undefined || vendor === undefined || !isCurrency(currency)) return { value }
  return { value: Math.round(value * 10 ** (minorDigits(currency) - vendor)) }
}

function typedParser({
  want,
  unit,
  currency,
  format,
  vendorDigits,
  moment,
}: RawFormat): (raw: number | boolean) => CellRead {
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
      return countSince1970(format, moment) ?? (() => ({ unfit: 'a date' }))
    case 'money':
      return unit === 'minor'
        ? raw => inOwnUnits(typeof raw === 'number' ? raw : Number.NaN, currency, vendorDigits)
        : raw => decimalMinor(typeof raw === 'number' && unit ? raw * 10 ** SHIFTS[unit] : raw, currency)
  }
}

/** How many ms a count since 1970 has for each. */
const UNITS = new Map<CellFormat['format'], number>([
  ['unix_s', 1_000],
  ['unix_ms', 1],
  ['unix_us', 0.001],
])
const LAST_TIME = 253_402_300_800_000

function countSince1970(format: CellFormat['format'], moment: boolean): ((raw: number | boolean) => CellRead) | null {
  const unit = format === undefined ? undefined : UNITS.get(format)
  if (unit === undefined || format === undefined) return null
  const what = DATE_WORDS[format]
  return raw => {
    const at = typeof raw === 'number' ? Math.round(raw * unit) : Number.NaN
    if (moment && isNoMoment(at)) return { value: null }
    return at >= 0 && at < LAST_TIME ? { value: at } : { unfit: `a date written as ${what}` }
  }
}

function decimalMinor(raw: number | boolean, currency: string | undefined): CellRead {
  if (currency === undefined || !isCurrency(currency)) return { unfit: 'an amount in a known currency' }
  // JSON has no decimal numbers: 0.1 + 0.2 is meant as 0.3, but half a cent is meant as such.
  const text = typeof raw === 'number' && Number.isFinite(raw) ? raw.toFixed(minorDigits(currency)) : ''
  const isMeant = text !== '' && isCertain(text) && Math.abs(Number(text) - Number(raw)) <= 1e-6
  const value = isMeant ? parseMinor(text, currency) : null
  return value === null ? { unfit: `an amount in ${currency}` } : { value }
}

/** Whether a number of JSON holds the last digit of its amount: of 80000000000000.01 it does not, and shows another cent. */
const isCertain = (text: string): boolean => text.replace(/^-?0*|\D/g, '').replace(/0+$/, '').length <= CERTAIN_DIGITS
const CERTAIN_DIGITS = 15
