import { minorDigits, parseMinor } from '../../../shared/money.ts'
import type { DateFormat } from '../../../shared/source/mapping.ts'
import { shortened, Unfit, type Want as Wanted } from '../build-record.ts'
import { DATE_WORDS, parseDate } from '../dates.ts'
import type { PropertyValue } from '../record.ts'

/** What a value is read as. `any`: text, or the number or truth value that JSON has. */
export type Want = Wanted | 'integer' | 'any'

/** A raw value that is there, as what its field needs. Throws `Unfit`. */
export type Parse<Row> = (raw: unknown, row: Row) => PropertyValue

/** Where a raw value stands, for words about it: a column is named beside them, an expression within them. */
export interface Place {
  name: string
  isPath: boolean
}

/** Makes the function that reads raw values of one place. Text is trimmed and not empty when it comes here. */
export function parser(want: Exclude<Want, 'money'>, format: DateFormat, place: Place): (raw: unknown) => PropertyValue {
  switch (want) {
    case 'text':
      return raw => textOf(raw, place)
    case 'any':
      return raw => (typeof raw === 'number' || typeof raw === 'boolean' ? raw : textOf(raw, place))
    case 'number':
    case 'integer':
      return raw => {
        const value = numberOf(raw)
        if (!Number.isFinite(value) || (want === 'integer' && !Number.isSafeInteger(value)))
          throw no(place, raw, want === 'integer' ? 'a whole number' : 'a number')
        return value
      }
    case 'boolean':
      return raw => {
        const value = typeof raw === 'object' ? undefined : BOOLEANS.get(String(raw).toLowerCase())
        if (value === undefined) throw no(place, raw, 'yes or no')
        return value
      }
    case 'time':
      return timeParser(format, place)
  }
}

/** Makes the function that reads amounts of one currency as minor units. */
export function amountParser(
  currency: string | null,
  unit: 'minor' | 'decimal',
  place: Place,
): (raw: unknown) => number {
  return raw => {
    const value = unit === 'minor' ? numberOf(raw) : currency === null ? null : decimalMinor(raw, currency)
    if (value !== null && Number.isSafeInteger(value)) return value
    throw no(place, raw, unit === 'minor' ? 'a whole number of minor units' : `an amount in ${currency ?? 'a known currency'}`)
  }
}

function textOf(raw: unknown, place: Place): string {
  if (typeof raw === 'string') return raw
  if (typeof raw === 'number' || typeof raw === 'boolean') return String(raw)
  throw new Unfit(place.name, `“${place.name}” is ${Array.isArray(raw) ? 'a list' : 'an object'}, not text.`)
}

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/
const numberOf = (raw: unknown): number =>
  typeof raw === 'number' ? raw : typeof raw === 'string' && NUMBER.test(raw) ? Number(raw) : Number.NaN

const BOOLEANS = new Map<string, boolean>([
  ...['true', 'yes', 'y', 't', '1'].map(word => [word, true] as const),
  ...['false', 'no', 'n', 'f', '0'].map(word => [word, false] as const),
])

const LAST_TIME = 253_402_300_800_000

function timeParser(format: DateFormat, place: Place): (raw: unknown) => number {
  if (format !== 'unix_s' && format !== 'unix_ms') {
    return raw => {
      const at = typeof raw === 'string' ? (format === 'iso' ? isoTime(raw) : parseDate(raw, format)) : null
      if (at === null) throw no(place, raw, `a date written as ${DATE_WORDS[format]}`)
      return at
    }
  }
  const unit = format === 'unix_s' ? 1_000 : 1
  return raw => {
    const at = Math.round(numberOf(raw) * unit)
    if (!(at >= 0 && at < LAST_TIME)) throw no(place, raw, DATE_WORDS[format])
    return at
  }
}

/** UTC ms of an ISO date. Nearly all are written like `2024-12-31T12:00:00Z`, which is read by hand, ten times as fast. */
export function isoTime(text: string): number | null {
  if (text.length !== 20 || text[10] !== 'T' || text[19] !== 'Z') return parseDate(text, 'iso')
  const [month, day] = [pair(text, 5), pair(text, 8)]
  const [hour, minute, second] = [pair(text, 11), pair(text, 14), pair(text, 17)]
  // What has no such day, and every other oddity, is left to the parser that knows them.
  const odd = month < 1 || month > 12 || day < 1 || day > 28 || hour < 0 || hour > 23 || minute < 0 || second < 0
  const year = pair(text, 0) * 100 + pair(text, 2)
  if (
    odd ||
    year < 1000 ||
    minute > 59 ||
    second > 59 ||
    text[4] !== '-' ||
    text[7] !== '-' ||
    text[13] !== ':' ||
    text[16] !== ':'
  )
    return parseDate(text, 'iso')
  return Date.UTC(year, month - 1, day, hour, minute, second)
}

/** A number of two digits; below zero where they are none. */
function pair(text: string, at: number): number {
  const [tens, ones] = [text.charCodeAt(at) - 48, text.charCodeAt(at + 1) - 48]
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : -1e6
}

function decimalMinor(raw: unknown, currency: string): number | null {
  const digits = digitsOf(currency)
  if (digits === null) return null
  if (typeof raw === 'string') return parseMinor(raw, currency)
  if (typeof raw !== 'number' || !Number.isFinite(raw)) return null
  // JSON has no decimal numbers: 0.1 + 0.2 is meant as 0.3, but half a cent is meant as such.
  const text = raw.toFixed(digits)
  return Math.abs(Number(text) - raw) > 1e-6 ? null : parseMinor(text, currency)
}

/** How many minor digits a currency has; null for what is no currency. */
export function digitsOf(currency: string): number | null {
  try {
    return minorDigits(currency)
  } catch {
    return null
  }
}

const no = (place: Place, raw: unknown, what: string): Unfit =>
  new Unfit(place.name, `“${shown(raw)}”${place.isPath ? ` at “${place.name}”` : ''} is not ${what}.`)

const shown = (raw: unknown): string => shortened(typeof raw === 'string' ? raw : (JSON.stringify(raw) ?? ''))
