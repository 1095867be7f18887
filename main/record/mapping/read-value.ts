import { own } from '../../../shared/foreign/own.ts'
import { PLAUSIBLE } from '../../../shared/source/cell-format.ts'
import type { ColumnType, ValueRef } from '../../../shared/source/mapping.ts'
import type { ReadRef, SingleRef } from '../../../shared/source/value-ref.ts'
import { type ReadRow, shortened, TIME_FIELDS, Unfit, WANTS } from '../build-record.ts'
import { isBlankWord, isZeroDate } from '../cells/blanks.ts'
import { currencyIn } from '../cells/currency-words.ts'
import { isGarbled } from '../cells/garbled.ts'
import { bareNumber, currencyOf, isRounded, mayBeIn } from '../cells/numbers.ts'
import type { CellRead } from '../cells/parse-cell.ts'
import { parseDate } from '../dates.ts'
import { expressionOf } from './expression.ts'
import { type Place, type RawFormat, rawParser, type WantJson } from './parse-raw.ts'
import type { Shape } from './shape.ts'
import { momentParser, type ParseIn } from './zones/moments.ts'
import { fixedPlace } from './zones/place-zones.ts'

/** Makes the function that reads one value of a row: typed, dates as UTC ms, money in minor units; null where absent. */
export function valueReader<Row>(shape: Shape<Row>, ref: ValueRef | undefined, target: string): ReadRow<Row> {
  if (ref === undefined) return () => null
  if (typeof ref === 'string' || !('first' in ref)) return singleReader(shape, ref, target)
  const reads = ref.first.map(one => singleReader(shape, one, target))
  return row => {
    for (const read of reads) {
      const value = read(row)
      if (value !== null) return value
    }
    return null
  }
}

const isProperty = (target: string): boolean => target.startsWith('properties.')

/** Moments that an object can be without: a ticket that is open is so whatever its dates say. */
const OPTIONAL_TIMES: ReadonlySet<string> = new Set(['stateSince', 'openedAt', 'closedAt', 'dueAt'])

/** A record is kept without them, whatever stands there; what else they hold `emailReader` and the zones' reader judge. */
const WAYS_TO_A_PERSON: ReadonlySet<string> = new Set(['email', 'timeZone'])

/** What a field of a record needs; text where nothing is said. */
const wantOf = (target: string): WantJson => own(WANTS, target) ?? (isProperty(target) ? 'any' : 'text')

/** Like `valueReader`, for a field that a record cannot be without. */
export function requiredReader<Row>(shape: Shape<Row>, ref: ValueRef | undefined, target: string): ReadRow<Row> {
  const read = valueReader(shape, ref, target)
  const what = target === 'at' ? 'date' : target
  const written =
    ref !== undefined && isPlace(ref) ? rawReader(shape, typeof ref === 'string' ? { path: ref } : ref) : null
  return row => {
    const value = read(row)
    if (value !== null && value !== '') return value
    // A word for none, such as the `infinity` of PostgreSQL, is no blank to who looks at the row.
    const raw = written?.(row)
    const place = placeOf(ref)
    throw place !== null && typeof raw === 'string' && raw !== '' ? no(place, raw, `a ${what}`) : missing(what, ref)
  }
}

const isPlace = (ref: ValueRef): ref is string | ReadRef => typeof ref === 'string' || 'field' in ref || 'path' in ref

/** There is nothing where a row must have something. */
export function missing(what: string, ref: ValueRef | undefined): Unfit {
  const place = placeOf(ref)
  return new Unfit(place?.name ?? null, `The ${what} is missing${place?.isPath ? ` at “${place.name}”` : ''}.`)
}

/** Where a value stands; null for a constant, and for the first of several. */
export function placeOf(ref: ValueRef | undefined): Place | null {
  if (typeof ref === 'string') return { name: ref, isPath: true }
  if (ref && 'field' in ref) return { name: ref.field, isPath: false }
  return ref && 'path' in ref ? { name: ref.path, isPath: true } : null
}

function singleReader<Row>(shape: Shape<Row>, ref: SingleRef, target: string): ReadRow<Row> {
  if (typeof ref === 'string') return readOf(shape, { path: ref }, target)
  return 'const' in ref ? constant(ref.const, wantOf(target)) : readOf(shape, ref, target)
}

/** A date may be constant too; one that is no date is found when the mapping is checked. */
function constant(value: string | number | boolean, want: WantJson): () => string | number | boolean | null {
  if (want !== 'time' || typeof value !== 'string') return () => value
  const at = parseDate(value, 'iso')
  return () => at
}

const TYPES: Record<ColumnType, WantJson> = {
  text: 'text',
  integer: 'integer',
  number: 'number',
  boolean: 'boolean',
  date: 'time',
  money: 'money',
}

function readOf<Row>(shape: Shape<Row>, ref: ReadRef, target: string): ReadRow<Row> {
  const place = placeOf(ref) ?? { name: '', isPath: false }
  const raw = rawReader(shape, ref)
  const want = ref.type === undefined ? wantOf(target) : TYPES[ref.type]
  const { format: written, decimal, unit, per } = ref
  const moment = TIME_FIELDS.has(target) || target === 'deleted'
  const format = { want, format: written, decimal, unit, per, moment, isMonthly: target === 'mrr' }
  const plain = want === 'money' ? moneyParser(shape, ref, format, place) : fixed<Row>(rawParser(format, place))
  const parse =
    want === 'time'
      ? momentParser(shape, { ref, place, placeIn: placeReader(shape, ref), ...kindOfMoment(target) }, plain)
      : plain
  const get = ref.map === undefined ? raw : translated(raw, ref.map)
  const { tally } = shape
  const mayBeBlank = tally !== undefined && (isProperty(target) || OPTIONAL_TIMES.has(target))
  const mayLackNested = mayBeBlank || (tally !== undefined && WAYS_TO_A_PERSON.has(target))
  let isKnown = tally === undefined
  return row => {
    const value = get(row)
    if (value === null || value === undefined || value === '') return null
    if (!isKnown) {
      isKnown = true
      tally?.filled.add(place.name)
    }
    if (typeof value === 'object' && mayLackNested) {
      tally.add(place.name, 'unfit', shownOf(value))
      return null
    }
    const read = parse(value, row)
    if ('value' in read) {
      if (read.value === null) tally?.add(place.name, 'blank', String(value))
      else if (ref.assumes !== undefined) tally?.add(place.name, 'stated', shownOf(value), ref.assumes)
      if (want === 'number' && typeof value === 'string' && isRounded(value)) tally?.add(place.name, 'rounded', value)
      if (tally && typeof read.value === 'string' && isGarbled(read.value)) tally.add(place.name, 'garbled', read.value)
      return read.value
    }
    if (!mayBeBlank) throw no(place, value, read.unfit)
    // A record must not be lost for what it can be without.
    tally.add(place.name, 'unfit', shownOf(value))
    return null
  }
}

/** Birthdays and foundings lie further back than anything that a customer did. */
const plausibleFor = (target: string) =>
  TIME_FIELDS.has(target) ? PLAUSIBLE : { from: Date.UTC(1900, 0, 1), until: PLAUSIBLE.until }

/** What is due on a day is due until the day is over. */
const kindOfMoment = (target: string) => ({ plausible: plausibleFor(target), isUntil: target === 'dueAt' })

const fixed =
  <Row>(parse: (raw: unknown) => CellRead): ParseIn<Row> =>
  raw =>
    parse(raw)

const no = (place: Place, raw: unknown, what: string): Unfit =>
  new Unfit(place.name, `“${shortened(shownOf(raw))}”${place.isPath ? ` at “${place.name}”` : ''} is not ${what}.`)

const shownOf = (raw: unknown): string => (typeof raw === 'string' ? raw : (JSON.stringify(raw) ?? ''))

/** What names the place of a clock; undefined where the mapping names none. */
function placeReader<Row>(shape: Shape<Row>, { zone }: ReadRef): ((row: Row) => unknown) | undefined {
  if (zone === undefined) return undefined
  const fixed = fixedPlace(zone)
  return fixed === undefined ? rawReader(shape, { path: zone }) : () => fixed
}

/** The raw value, its text trimmed. An expression that fails concerns its row only. */
function rawReader<Row>(shape: Shape<Row>, ref: ReadRef): (row: Row) => unknown {
  if ('field' in ref) {
    const column = shape.column(ref.field)
    if (ref.decimal === undefined) return row => column(row).trim()
    // Only a text has a decimal comma: in a number of JSON the point is the decimal one, whatever the texts beside it have.
    const leaf = shape.leaf(ref.field)
    return row => {
      const value = leaf(row)
      return typeof value === 'number' ? value : column(row).trim()
    }
  }
  const { path } = ref
  const get = expressionOf(path)
  return row => {
    try {
      const value = get(shape.json(row))
      return typeof value === 'string' ? value.trim() : value
    } catch (error) {
      throw new Unfit(path, `“${path}” cannot be evaluated: ${error instanceof Error ? error.message : ''}`)
    }
  }
}

function translated<Row>(get: (row: Row) => unknown, map: Record<string, string>): (row: Row) => unknown {
  const named = new Map(Object.entries(map))
  const other = named.get('*')
  // Where a blank means something, so does each word for none: an end of 0000-00-00 is no end.
  const blank = named.get('')
  const isNone = (text: string) => text === '' || (blank !== undefined && (isBlankWord(text) || isZeroDate(text)))
  return row => {
    const raw = get(row)
    const text = raw === null || raw === undefined ? '' : String(raw)
    return named.get(text) ?? (isNone(text) ? (blank ?? null) : (other ?? raw))
  }
}

function moneyParser<Row>(shape: Shape<Row>, ref: ReadRef, format: RawFormat, place: Place): ParseIn<Row> {
  const vendor = (currency: string | undefined) =>
    currency === undefined ? undefined : own(shape.minorDigits, currency)
  if (ref.currencyField === undefined && ref.currencyPath === undefined)
    return fixed(rawParser({ ...format, currency: ref.currency, vendorDigits: vendor(ref.currency) }, place))
  const currencyOf = currencyReader(shape, ref)
  const known = new Map<string | undefined, (raw: unknown) => CellRead>()
  return (raw, row) => {
    const currency = currencyOf(row) ?? undefined
    let parse = known.get(currency)
    if (!parse) {
      parse = rawParser({ ...format, currency, vendorDigits: vendor(currency) }, place)
      known.set(currency, parse)
    }
    return parse(raw)
  }
}

/** The currency of an amount: its row's own where one is named, else the one that the mapping says. */
export function currencyReader<Row>(shape: Shape<Row>, value: ValueRef | undefined): (row: Row) => string | null {
  if (value === undefined || typeof value === 'string' || 'const' in value) return () => null
  if ('first' in value) return firstCurrency(shape, value.first)
  const fixed = value.currency ?? null
  const { currencyField, currencyPath } = value
  if (currencyField === undefined && currencyPath === undefined) return () => fixed
  if ('field' in value && value.field === currencyField) return ownCurrency(rawReader(shape, value), value.field, fixed)
  const ref: ReadRef = currencyField === undefined ? { path: currencyPath ?? '@' } : { field: currencyField }
  const name = currencyField ?? currencyPath ?? null
  const raw = rawReader(shape, ref)
  const at = currencyField === undefined ? ` at “${name}”` : ''
  let isKnown = shape.tally === undefined || name === null
  return row => {
    const found = raw(row)
    if (!isKnown && found !== null && found !== undefined && found !== '') {
      isKnown = true
      shape.tally?.filled.add(name ?? '')
    }
    if (found === null || found === undefined || found === '' || (typeof found === 'string' && isBlankWord(found))) {
      if (fixed !== null) return fixed
      throw new Unfit(name, `The currency is missing${at}.`)
    }
    const currency = typeof found === 'string' ? currencyIn(found) : null
    if (currency !== null) return currency
    throw new Unfit(name, `“${shortened(shownOf(found))}”${at} is not a currency of ISO 4217, such as EUR.`)
  }
}

/** The currency that an amount names itself: `€10.00`. A sign that may stand for several is none. */
function ownCurrency<Row>(raw: (row: Row) => unknown, name: string, fixed: string | null) {
  return (row: Row): string | null => {
    const found = raw(row)
    const written = typeof found === 'string' ? (bareNumber(found)?.currency ?? null) : null
    const own = written === null ? fixed : (currencyOf(written) ?? (fixed && mayBeIn(written, fixed) ? fixed : null))
    if (own !== null || found === null || found === undefined || found === '') return own
    throw new Unfit(name, `“${shortened(shownOf(found))}” does not say in which currency it is.`)
  }
}

/** Among several amounts, that of the one which is there. */
function firstCurrency<Row>(shape: Shape<Row>, refs: readonly SingleRef[]): (row: Row) => string | null {
  const all = refs.map(ref => ({ amount: singleReader(shape, ref, 'amount'), currency: currencyReader(shape, ref) }))
  return row => all.find(({ amount }) => amount(row) !== null)?.currency(row) ?? null
}
