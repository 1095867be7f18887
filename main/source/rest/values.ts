import { isCurrency, minorDigits, parseMinor } from '../../../shared/money.ts'
import type { ValueManifest } from '../../../shared/source/manifest-record.ts'
import { shortened, Unfit, type Want as Wanted, zoneNames } from '../../record/build-record.ts'
import { isNoMoment, isZeroDate } from '../../record/cells/blanks.ts'
import { parseDate } from '../../record/dates.ts'
import type { PropertyValue } from '../../record/record.ts'
import { expressionOf, type Get } from './expression.ts'

type Want = Wanted | 'integer' | 'any'
export type ReadField = (item: unknown) => PropertyValue
type Spec = Exclude<ValueManifest, string>
/** What a vendor takes as minor units of a currency, where that is not what ISO 4217 says. */
export type Digits = Readonly<Record<string, number>>

/** Makes the function that reads one value of a record: typed, dates as UTC ms, money in minor units; null where absent. */
export function reader(value: ValueManifest | undefined, want: Want, digits: Digits = {}): ReadField {
  if (value === undefined) return () => null
  const spec: Spec = typeof value === 'string' ? { path: value } : value
  if (spec.const !== undefined) {
    const fixed = spec.const
    return () => fixed
  }
  const path = spec.path ?? '@'
  const parse = parserOf(spec, wanted(spec, want), path, digits)
  const get = spec.map === undefined ? guarded(path) : translated(guarded(path), spec.map)
  return item => {
    const raw = get(item)
    return raw === null || raw === undefined || raw === '' ? null : parse(raw, item)
  }
}

/** Like `reader`, for what a record cannot be without. */
export function required(value: ValueManifest | undefined, want: Want, what: string): ReadField {
  const read = reader(value, want)
  const path = pathOf(value)
  return item => {
    const found = read(item)
    if (found === null) throw new Unfit(path, `There is no ${what} at “${path ?? ''}”.`)
    return found
  }
}

/** Where a value stands in its record. */
export const pathOf = (value: ValueManifest | undefined): string | null =>
  typeof value === 'string' ? value : (value?.path ?? null)

/** Where the currency of an amount comes from. */
export function currencyReader(value: ValueManifest | undefined): (item: unknown) => string | null {
  if (value === undefined || typeof value === 'string') return () => null
  if (value.currencyPath === undefined) {
    const fixed = value.currency ?? null
    return () => fixed
  }
  const get = guarded(value.currencyPath)
  const path = value.currencyPath
  return item => {
    const code = get(item)
    const upper = typeof code === 'string' ? code.trim().toUpperCase() : ''
    if (!isCurrency(upper)) throw no(path, code, 'a currency of ISO 4217, such as EUR')
    return upper
  }
}

const TYPES: Record<NonNullable<Spec['type']>, Want> = {
  text: 'text',
  integer: 'integer',
  number: 'number',
  boolean: 'boolean',
  date: 'time',
  money: 'money',
}

const wanted = (spec: Spec, want: Want): Want => (spec.type === undefined ? want : TYPES[spec.type])

/** An expression that fails concerns its record only. */
function guarded(path: string): Get {
  const get = expressionOf(path)
  return item => {
    try {
      return get(item)
    } catch (error) {
      throw new Unfit(path, `“${path}” cannot be evaluated: ${error instanceof Error ? error.message : ''}`)
    }
  }
}

function translated(get: Get, map: Record<string, string>): Get {
  const named = new Map(Object.entries(map))
  const other = named.get('*')
  return item => {
    const raw = get(item)
    const text = raw === null || raw === undefined ? '' : String(raw)
    return named.get(text) ?? (text === '' ? null : (other ?? raw))
  }
}

type Parse = (raw: unknown, item: unknown) => PropertyValue

function parserOf(spec: Spec, want: Want, path: string, digits: Digits): Parse {
  switch (want) {
    case 'text':
      return raw => textOf(raw, path)
    case 'any':
      return raw => (typeof raw === 'number' || typeof raw === 'boolean' ? raw : textOf(raw, path))
    case 'number':
    case 'integer':
      return raw => {
        const value = typeof raw === 'number' ? raw : typeof raw === 'string' ? numberOf(raw) : Number.NaN
        if (!Number.isFinite(value) || (want === 'integer' && !Number.isSafeInteger(value)))
          throw no(path, raw, want === 'integer' ? 'a whole number' : 'a number')
        return value
      }
    case 'boolean':
      return raw => {
        const value = BOOLEANS.get(String(raw).toLowerCase())
        if (value === undefined) throw no(path, raw, 'yes or no')
        return value
      }
    case 'time':
      return timeParser(spec.format ?? 'iso', path)
    case 'money':
      return moneyParser(spec, path, digits)
  }
}

function textOf(raw: unknown, path: string): string | null {
  if (typeof raw === 'string') return raw.trim() || null
  if (typeof raw === 'number' || typeof raw === 'boolean') return String(raw)
  throw new Unfit(path, `“${path}” is ${Array.isArray(raw) ? 'a list' : 'an object'}, not text.`)
}

const numberOf = (text: string): number =>
  /^\s*[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?\s*$/.test(text) ? Number(text) : Number.NaN

const BOOLEANS = new Map<string, boolean>([
  ...['true', 'yes', '1'].map(word => [word, true] as const),
  ...['false', 'no', '0'].map(word => [word, false] as const),
])

const LAST_TIME = 253_402_300_800_000

function timeParser(format: 'iso' | 'unix_s' | 'unix_ms', path: string): Parse {
  if (format === 'iso') {
    return raw => {
      const text = typeof raw === 'string' ? raw.trim() : ''
      const at = isoTime(text)
      if (at !== null) return isNoMoment(at) ? null : at
      if (isZeroDate(text)) return null
      throw no(path, raw, 'a date such as 2024-12-31T12:00:00Z')
    }
  }
  const unit = format === 'unix_s' ? 1_000 : 1
  return raw => {
    const count = typeof raw === 'number' ? raw : typeof raw === 'string' ? numberOf(raw) : Number.NaN
    const at = Math.round(count * unit)
    if (!(at >= 0 && at < LAST_TIME)) throw no(path, raw, unit === 1 ? 'milliseconds since 1970' : 'seconds since 1970')
    return isNoMoment(at) ? null : at
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

function moneyParser(spec: Spec, path: string, digits: Digits): Parse {
  const currencyOf = currencyReader(spec)
  if (spec.unit === 'minor') {
    return (raw, item) => {
      const value = typeof raw === 'number' ? raw : typeof raw === 'string' ? numberOf(raw) : Number.NaN
      if (!Number.isSafeInteger(value)) throw no(path, raw, 'a whole number of minor units')
      const currency = currencyOf(item)
      const written = currency === null ? undefined : digits[currency]
      if (currency === null || written === undefined) return value
      return Math.round(value * 10 ** (minorDigits(currency) - written))
    }
  }
  return (raw, item) => {
    const currency = currencyOf(item)
    const value = currency === null ? null : decimalMinor(raw, currency)
    if (value === null) throw no(path, raw, `an amount in ${currency ?? 'a known currency'}`)
    return value
  }
}

function decimalMinor(raw: unknown, currency: string): number | null {
  if (typeof raw === 'string') return parseMinor(raw, currency)
  if (typeof raw !== 'number' || !Number.isFinite(raw)) return null
  // JSON has no decimal numbers: 0.1 + 0.2 is meant as 0.3, but half a cent is meant as such.
  const text = raw.toFixed(minorDigits(currency))
  return Math.abs(Number(text) - raw) > 1e-6 ? null : parseMinor(text, currency)
}

const no = (path: string, raw: unknown, what: string): Unfit =>
  new Unfit(path, `“${shown(raw)}” at “${path}” is not ${what}.`)

const shown = (raw: unknown): string => shortened(typeof raw === 'string' ? raw : (JSON.stringify(raw) ?? ''))

/** A time zone that exists, also by its name in Windows or Rails. Any other name counts as unknown without a map. */
export function zoneReader(read: ReadField): (item: unknown) => string | null {
  const zoneOf = zoneNames()
  return item => {
    const name = read(item)
    return typeof name === 'string' ? zoneOf(name) : null
  }
}
