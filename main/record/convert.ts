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
  Unfit,
  WANTS,
  type Want,
  zoneNames,
} from './build-record.ts'
import { type Cells, currencyReader, idReader, placeOf, type ReadCells, reader, required } from './cells/read-cell.ts'
import type { Tally } from './cells/tally.ts'
import type { OwnerRef, SyncRecord } from './record.ts'

/** Why a row does not fit, and the column that says so (null where no single one does). */
export interface Misfit {
  column: string | null
  reason: string
}

export type Converted = { ok: true; record: SyncRecord } | { ok: false; misfit: Misfit }
export type Convert = (cells: readonly string[]) => Converted

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
  const id = idReader(mapping.id, columns)
  return ok(cells => {
    if (cells.length !== columns.length) return { ok: false, misfit: wrongLength(cells.length, columns.length) }
    try {
      return { ok: true, record: build(cells, id(cells)) }
    } catch (error) {
      if (error instanceof Unfit) return { ok: false, misfit: { column: error.column, reason: error.message } }
      throw error
    }
  })
}

/** Reads the id alone; null where a row does not tell it. */
export function identifier(mapping: Mapping, columns: readonly string[]): (cells: Cells) => string | null {
  const read = idReader(mapping.id, columns)
  return cells => {
    try {
      return read(cells)
    } catch (error) {
      if (error instanceof Unfit) return null
      throw error
    }
  }
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
  ...new Set(
    fieldsOf(mapping).flatMap(([, ref]) =>
      'field' in ref ? [ref.field, ...(ref.currencyField === undefined ? [] : [ref.currencyField])] : [],
    ),
  ),
]

/** Every column that a mapping reads, and how. */
export const refsOf = (mapping: Mapping): Extract<ValueRef, { field: string }>[] =>
  fieldsOf(mapping).flatMap(([, ref]) => {
    if (!('field' in ref)) return []
    return ref.currencyField === undefined ? [ref] : [ref, { field: ref.currencyField, type: 'text' as const }]
  })

/** The fields of a record that each column fills. */
export function fieldsByColumn(mapping: Mapping): Map<string, string[]> {
  const found = new Map<string, string[]>()
  const add = (column: string, target: string) => found.set(column, [...(found.get(column) ?? []), target])
  for (const [target, ref] of fieldsOf(mapping)) {
    if (!('field' in ref)) continue
    add(ref.field, target)
    if (ref.currencyField !== undefined) add(ref.currencyField, `currency of ${target}`)
  }
  return found
}

function fieldsOf(mapping: Mapping): [string, ValueRef][] {
  const { record: _record, properties, ...rest } = mapping
  const fields: [string, ValueRef][] = []
  for (const [target, ref] of Object.entries(rest)) {
    if (typeof ref !== 'object' || 'content' in ref) continue
    if ('columns' in ref) for (const field of ref.columns) fields.push([target, { field, type: 'text' }])
    else if ('by' in ref) fields.push([target, { field: ref.field, type: 'text' }])
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
  if (ref.currencyField !== undefined && !columns.includes(ref.currencyField))
    return `The mapping reads the currency of “${ref.field}” from the column “${ref.currencyField}”, which the file does not have.`
  if (ref.currency === undefined)
    return ref.currencyField === undefined ? `The mapping reads “${ref.field}” as money but names no currency.` : null
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
  const read = (field: string): ReadCells => reader(field, refs.get(field), columns, tally)
  const money = refs.get(mapping.record === 'account' ? 'mrr' : 'amount')
  const currency = money && 'field' in money ? currencyReader(money, columns) : () => null
  return {
    has: field => refs.has(field),
    read,
    need: field => required(field, refs.get(field), columns),
    email: emailReader(read('email'), placeOf(refs.get('email'))),
    timeZone: zoneReader(read('timeZone'), placeOf(refs.get('timeZone')), tally),
    currency,
    properties: propertyReader(Object.keys(mapping.properties).map(name => [name, read(`properties.${name}`)])),
  }
}

function ownerReader(mapping: Exclude<Mapping, { record: 'account' }>, columns: readonly string[]) {
  const ref = mapping.account
  const read = required('account', { field: ref.field, type: 'text' }, columns)
  return (cells: readonly string[]): OwnerRef => {
    const externalId = String(read(cells))
    return ref.by === 'id' ? { by: 'id', externalId } : { by: 'object', kind: ref.kind, externalId }
  }
}

/** An unknown zone is counted and loses nobody: quiet hours then go by the account's zone, and say so. */
function zoneReader(read: ReadCells, place: string | null, tally?: Tally): (cells: Cells) => string | null {
  const zoneOf = zoneNames()
  return cells => {
    const name = read(cells)
    if (name === null) return null
    const zone = zoneOf(String(name))
    if (zone === null && place !== null) tally?.add(place, 'unfit', String(name))
    return zone
  }
}
