import type { ColumnType, ValueRef } from '../../../shared/source/mapping.ts'
import type { ReadRef, SingleRef } from '../../../shared/source/value-ref.ts'
import { type Read, Unfit, WANTS } from '../build-record.ts'
import { expressionOf } from './expression.ts'
import { amountParser, digitsOf, type Parse, type Place, parser, type Want } from './parse-raw.ts'
import type { Shape } from './shape.ts'

/** Makes the function that reads one value of a row: typed, dates as UTC ms, money in minor units; null where absent. */
export function valueReader<Row>(shape: Shape<Row>, ref: ValueRef | undefined, want: Want): Read<Row> {
  if (ref === undefined) return () => null
  if (typeof ref === 'string' || !('first' in ref)) return singleReader(shape, ref, want)
  const reads = ref.first.map(one => singleReader(shape, one, want))
  return row => {
    for (const read of reads) {
      const value = read(row)
      if (value !== null) return value
    }
    return null
  }
}

/** What a field of a record needs; text where nothing is said. */
export const wantOf = (field: string): Want => WANTS[field] ?? 'text'

/** Like `valueReader`, for a field that a record cannot be without. */
export function requiredReader<Row>(shape: Shape<Row>, ref: ValueRef | undefined, want: Want, what: string): Read<Row> {
  const read = valueReader(shape, ref, want)
  return row => {
    const value = read(row)
    if (value === null || value === '') throw missing(what, ref)
    return value
  }
}

/** There is nothing where a row must have something. */
export function missing(what: string, ref: ValueRef | undefined): Unfit {
  const place = placeOf(ref)
  return new Unfit(place?.name ?? null, `There is no ${what}${place?.isPath ? ` at “${place.name}”` : ''}.`)
}

/** Where a value stands; null for a constant, and for the first of several. */
export function placeOf(ref: ValueRef | undefined): Place | null {
  if (typeof ref === 'string') return { name: ref, isPath: true }
  if (ref && 'field' in ref) return { name: ref.field, isPath: false }
  return ref && 'path' in ref ? { name: ref.path, isPath: true } : null
}

function singleReader<Row>(shape: Shape<Row>, ref: SingleRef, want: Want): Read<Row> {
  if (typeof ref === 'string') return readOf(shape, { path: ref }, want)
  return 'const' in ref ? constant(ref.const, want) : readOf(shape, ref, want)
}

/** A date may be constant too; whatever cannot be read as what its field needs is found when the mapping is checked. */
function constant(value: string | number | boolean, want: Want): () => string | number | boolean | null {
  if (want !== 'time' || typeof value !== 'string') return () => value
  const at = parser('time', 'iso', { name: 'const', isPath: false })(value)
  return () => (typeof at === 'number' ? at : null)
}

const TYPES: Record<ColumnType, Want> = {
  text: 'text',
  integer: 'integer',
  number: 'number',
  boolean: 'boolean',
  date: 'time',
  money: 'money',
}

function readOf<Row>(shape: Shape<Row>, ref: ReadRef, want: Want): Read<Row> {
  const place = 'field' in ref ? { name: ref.field, isPath: false } : { name: ref.path, isPath: true }
  const raw = rawReader(shape, ref)
  const wanted = ref.type === undefined ? want : TYPES[ref.type]
  const parse: Parse<Row> =
    wanted === 'money' ? moneyParser(shape, ref, place) : parser(wanted, ref.format ?? 'iso', place)
  const get = ref.map === undefined ? raw : translated(raw, ref.map)
  return row => {
    const value = get(row)
    return value === null || value === undefined || value === '' ? null : parse(value, row)
  }
}

/** The raw value, its text trimmed. An expression that fails concerns its row only. */
function rawReader<Row>(shape: Shape<Row>, ref: ReadRef): (row: Row) => unknown {
  if ('field' in ref) {
    const column = shape.column(ref.field)
    return row => column(row).trim()
  }
  const { path } = ref
  const get = expressionOf(path)
  return row => {
    try {
      const value = get(shape.json(row))
      return typeof value === 'string' ? value.trim() : value
    } catch (error) {
      throw new Unfit(path, `“${path}” cannot be worked out: ${error instanceof Error ? error.message : ''}`)
    }
  }
}

function translated<Row>(get: (row: Row) => unknown, map: Record<string, string>): (row: Row) => unknown {
  const named = new Map(Object.entries(map))
  const other = named.get('*')
  return row => {
    const raw = get(row)
    const text = raw === null || raw === undefined ? '' : String(raw)
    return named.get(text) ?? (text === '' ? null : (other ?? raw))
  }
}

function moneyParser<Row>(shape: Shape<Row>, ref: ReadRef, place: Place): Parse<Row> {
  const unit = ref.unit ?? 'decimal'
  const currencyOf = currencyReader(shape, ref)
  if (ref.currencyField === undefined && ref.currencyPath === undefined)
    return amountParser(ref.currency ?? null, unit, place)
  const known = new Map<string | null, (raw: unknown) => number>()
  return (raw, row) => {
    const currency = currencyOf(row)
    let parse = known.get(currency)
    if (!parse) {
      parse = amountParser(currency, unit, place)
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
  const ref: ReadRef = currencyField === undefined ? { path: currencyPath ?? '@' } : { field: currencyField }
  const name = currencyField ?? currencyPath ?? null
  const raw = rawReader(shape, ref)
  return row => {
    const code = raw(row)
    if ((code === null || code === '') && fixed !== null) return fixed
    if (typeof code === 'string' && /^[A-Za-z]{3}$/.test(code) && digitsOf(code.toUpperCase()) !== null)
      return code.toUpperCase()
    const at = currencyField === undefined ? ` at “${name}”` : ''
    throw new Unfit(name, `“${typeof code === 'string' ? code : JSON.stringify(code ?? null)}”${at} is not a currency such as EUR.`)
  }
}

/** Of several amounts, that of the one which is there. */
function firstCurrency<Row>(shape: Shape<Row>, refs: readonly SingleRef[]): (row: Row) => string | null {
  const all = refs.map(ref => ({ amount: singleReader(shape, ref, 'money'), currency: currencyReader(shape, ref) }))
  return row => all.find(({ amount }) => amount(row) !== null)?.currency(row) ?? null
}
