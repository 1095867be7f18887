import { isCurrency } from '../../shared/money.ts'
import { fail, ok, type Result } from '../../shared/result.ts'
import type { ColumnType, Mapping, ValueRef } from '../../shared/source/mapping.ts'
import {
  accountBuilder,
  type Build,
  contactBuilder,
  emailReader,
  eventBuilder,
  objectBuilder,
  propertyReader,
  type RowReader,
  shortened,
  TIME_FIELDS,
  Unfit,
  WANTS,
  type Want,
  zoneNames,
} from './build-record.ts'
import { isBlankWord, isZeroDate } from './cells/blanks.ts'
import { cellParser } from './cells/parse-cell.ts'
import type { Tally } from './cells/tally.ts'
import type { OwnerRef, PropertyValue, SyncRecord } from './record.ts'

/** Why a row does not fit, and the column that says so (null where no single one does). */
export interface Misfit {
  column: string | null
  reason: string
}

export type Converted = { ok: true; record: SyncRecord } | { ok: false; misfit: Misfit }
export type Convert = (cells: readonly string[]) => Converted

type Cells = readonly string[]
type Read = (cells: Cells) => PropertyValue

/**
 * Makes the function that turns a row of these columns into a record: typed values, exact money, UTC ms. Fails where
 * the mapping does not fit the columns, so that nothing is read by a mapping that cannot work.
 */
export function compileMapping(
  mapping: Mapping,
  columns: readonly string[],
  stream: string,
  tally?: Tally,
): Result<Convert> {
  const problem = fieldsOf(mapping)
    .map(([target, ref]) => unusable(target, ref, columns))
    .find(found => found !== null)
  if (problem)
    return fail(
      'invalid',
      `The mapping of “${stream}” does not fit the file.`,
      problem,
      'Correct the mapping or the file. No rows of this file were kept.',
    )
  const build = builder(mapping, columns, tally)
  const id = required('id', mapping.id, columns)
  return ok(cells => {
    if (cells.length !== columns.length) return { ok: false, misfit: wrongLength(cells.length, columns.length) }
    try {
      return { ok: true, record: build(cells, String(id(cells))) }
    } catch (error) {
      if (error instanceof Unfit) return { ok: false, misfit: { column: error.column, reason: error.message } }
      throw error
    }
  })
}

/** The fields of a record that a mapping fills, in the cache's words; what it leaves out, it must not overwrite. */
export function targetsOf(mapping: Mapping): ReadonlySet<string> {
  return new Set(fieldsOf(mapping).map(([target]) => target.split('.')[0] ?? target))
}

/** The file's column behind a field of the record, where one is. */
export function columnOf(mapping: Mapping, target: string): string | null {
  const ref = fieldsOf(mapping).find(([name]) => name === target)?.[1]
  return ref && 'field' in ref ? ref.field : null
}

/** The columns that a mapping reads, each once. */
export const columnsOf = (mapping: Mapping): string[] => [
  ...new Set(fieldsOf(mapping).flatMap(([, ref]) => ('field' in ref ? [ref.field] : []))),
]

/** Every column that a mapping reads, and how. */
export const refsOf = (mapping: Mapping): Extract<ValueRef, { field: string }>[] =>
  fieldsOf(mapping).flatMap(([, ref]) => ('field' in ref ? [ref] : []))

/** The fields of a record that each column fills. */
export function fieldsByColumn(mapping: Mapping): Map<string, string[]> {
  const found = new Map<string, string[]>()
  for (const [target, ref] of fieldsOf(mapping))
    if ('field' in ref) found.set(ref.field, [...(found.get(ref.field) ?? []), target])
  return found
}

function fieldsOf(mapping: Mapping): [string, ValueRef][] {
  const { record: _record, properties, ...rest } = mapping
  const fields: [string, ValueRef][] = []
  for (const [target, ref] of Object.entries(rest)) {
    if (typeof ref !== 'object') continue
    if ('by' in ref) fields.push([target, { field: ref.field, type: 'text' }])
    else fields.push([target, ref])
  }
  for (const [name, ref] of Object.entries(properties)) fields.push([`properties.${name}`, ref])
  return fields
}

const ALLOWED: Record<Want, readonly ColumnType[]> = {
  text: ['text', 'integer', 'number', 'boolean', 'date', 'money'],
  time: ['date'],
  number: ['integer', 'number', 'money'],
  boolean: ['boolean'],
  money: ['money'],
}

function unusable(target: string, ref: ValueRef, columns: readonly string[]): string | null {
  if ('const' in ref) return null
  if (!columns.includes(ref.field))
    return `The mapping reads ${target} from the column “${ref.field}”, which line 1 of the file does not have. The file has: ${columns.join(', ')}.`
  const want = WANTS[target]
  if (want && !ALLOWED[want].includes(ref.type))
    return `The mapping reads ${target} from “${ref.field}” as ${ref.type}, but needs ${ALLOWED[want].join(' or ')}.`
  if (ref.type === 'date' && ref.format === 'ask')
    return `The dates of “${ref.field}” may be written with the day first or with the month first, and nobody has said which.`
  if (ref.decimal === 'ask')
    return `The numbers of “${ref.field}” have a mark before three digits that may be one of thousands, and nobody has said.`
  if (ref.type !== 'money') return null
  if (ref.currency === undefined) return `The mapping reads “${ref.field}” as money but names no currency.`
  return isCurrency(ref.currency) ? null : `“${ref.currency}” is not a currency.`
}

const wrongLength = (found: number, wanted: number): Misfit => ({
  column: null,
  reason: `The row has ${found} ${found === 1 ? 'cell' : 'cells'}, the header ${wanted}.`,
})

function builder(mapping: Mapping, columns: readonly string[], tally?: Tally): Build<Cells> {
  const from = rowReader(mapping, columns, tally)
  switch (mapping.record) {
    case 'account':
      return accountBuilder(from)
    case 'contact':
      return contactBuilder(from, ownerReader(mapping, columns))
    case 'event':
      return eventBuilder(from, ownerReader(mapping, columns))
    case 'object':
      return objectBuilder(from, ownerReader(mapping, columns), mapping.kind)
  }
}

function rowReader(mapping: Mapping, columns: readonly string[], tally?: Tally): RowReader<Cells> {
  const refs = new Map(fieldsOf(mapping))
  const read = (field: string): Read => reader(field, refs.get(field), columns, tally)
  const money = refs.get(mapping.record === 'account' ? 'mrr' : 'amount')
  const currency = money && 'field' in money ? (money.currency ?? null) : null
  return {
    has: field => refs.has(field),
    read,
    need: field => required(field, refs.get(field), columns),
    email: emailReader(read('email'), placeOf(refs.get('email'))),
    timeZone: zoneReader(read('timeZone'), placeOf(refs.get('timeZone')), tally),
    currency: () => currency,
    properties: propertyReader(Object.keys(mapping.properties).map(name => [name, read(`properties.${name}`)])),
  }
}

const placeOf = (ref: ValueRef | undefined): string | null => (ref && 'field' in ref ? ref.field : null)

function ownerReader(mapping: Exclude<Mapping, { record: 'account' }>, columns: readonly string[]) {
  const ref = mapping.account
  const read = required('account', { field: ref.field, type: 'text' }, columns)
  return (cells: readonly string[]): OwnerRef => {
    const externalId = String(read(cells))
    return ref.by === 'id' ? { by: 'id', externalId } : { by: 'object', kind: ref.kind, externalId }
  }
}

function required(target: string, ref: ValueRef | undefined, columns: readonly string[]): Read {
  const read = reader(target, ref, columns)
  const column = placeOf(ref)
  return cells => {
    const value = read(cells)
    if (value === null || value === '') throw new Unfit(column, `The ${target === 'at' ? 'date' : target} is missing.`)
    return value
  }
}

function reader(target: string, ref: ValueRef | undefined, columns: readonly string[], tally?: Tally): Read {
  if (!ref) return () => null
  if ('const' in ref) return () => ref.const
  const at = columns.indexOf(ref.field)
  const typed = target === 'id' || target === 'kind' ? { ...ref, type: 'text' as const } : ref
  const cell = cellParser(typed, TIME_FIELDS.has(target))
  // An account must not be lost for a property of it.
  const mayBeBlank = target.startsWith('properties.')
  const parse = (text: string): PropertyValue => {
    const read = cell(text)
    if ('value' in read) {
      if (read.value === null) tally?.add(ref.field, 'blank', text)
      return read.value
    }
    if (!mayBeBlank) throw new Unfit(ref.field, `“${shortened(text)}” is not ${read.unfit}.`)
    tally?.add(ref.field, 'unfit', text)
    return null
  }
  const { map } = ref
  if (!map) {
    return cells => {
      const raw = cells[at]?.trim() ?? ''
      return raw === '' ? null : parse(raw)
    }
  }
  const named = new Map(Object.entries(map))
  // Where a blank cell means something, so does each word for none: an end of 0000-00-00 is no end.
  const isNone = named.has('') ? (text: string) => isBlankWord(text) || isZeroDate(text) : () => false
  return cells => {
    const raw = cells[at]?.trim() ?? ''
    const text = named.get(raw) ?? (raw === '' ? '' : isNone(raw) ? named.get('') : (named.get('*') ?? raw)) ?? ''
    return text === '' ? null : parse(text)
  }
}

/** An unknown zone is counted and loses nobody: quiet hours then go by the account's zone, and say so. */
function zoneReader(read: Read, place: string | null, tally?: Tally): (cells: Cells) => string | null {
  const zoneOf = zoneNames()
  return cells => {
    const name = read(cells)
    if (name === null) return null
    const zone = zoneOf(String(name))
    if (zone === null && place !== null) tally?.add(place, 'unfit', String(name))
    return zone
  }
}
