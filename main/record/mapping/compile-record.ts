import { own } from '../../../shared/foreign/own.ts'
import {
  type AccountRef,
  type Mapping,
  type Mappings,
  mappingsOf,
  ownMapping,
  type ValueRef,
} from '../../../shared/source/mapping.ts'
import type { IdRef, RowTest } from '../../../shared/source/value-ref.ts'
import {
  accountBuilder,
  type Build,
  contactBuilder,
  emailReader,
  eventBuilder,
  type OwnerOf,
  objectBuilder,
  propertyReader,
  type RowReader,
  Unfit,
} from '../build-record.ts'
import type { Gone } from '../page.ts'
import type { SyncRecord } from '../record.ts'
import { expressionOf, type Get, isTruthy } from './expression.ts'
import { idReader } from './identity.ts'
import { staysReader } from './read-stays.ts'
import { currencyReader, placeOf, requiredReader, valueReader } from './read-value.ts'
import { remarkOn } from './remarks.ts'
import type { Shape } from './shape.ts'
import { zoneReader } from './zone.ts'

/** What one row becomes by one mapping. */
export type Mapped =
  | { is: 'record'; record: SyncRecord }
  | { is: 'gone'; gone: Gone }
  | {
      is: 'misfit'
      column: string | null
      reason: string
      record: SyncRecord['record']
      externalId?: string
      kind?: string
    }
  /** Another mapping's business. */
  | { is: 'nothing' }

export type MapRow<Row> = (row: Row) => Mapped

const NOTHING: Mapped = { is: 'nothing' }

export interface MapOptions<Row> {
  /** Whether the source says that a row is deleted, whatever else the row still has. */
  isDeleted?: (row: Row) => boolean
}

/** The same for every mapping of a row. For a row that its source deleted, the owners that it only told of stay. */
export function compileRecords<Row>(
  mappings: Mappings,
  shape: Shape<Row>,
  { isDeleted }: MapOptions<Row> = {},
): MapRow<Row>[] {
  const own = ownMapping(mappings)
  const isOwner = ({ record }: Mapping) => record === 'account' || record === 'contact'
  return mappingsOf(mappings).map(mapping => {
    const map = compileRecord(mapping, shape)
    if (!isDeleted) return map
    const gone = isOwner(mapping) && !isOwner(own) ? () => NOTHING : deletedRow(mapping, shape, mapping === own)
    return row => (isDeleted(row) ? gone(row) : map(row))
  })
}

/** Only the id is left of a row that was deleted, so nothing else is asked of it. */
function deletedRow<Row>(mapping: Mapping, shape: Shape<Row>, isOwn: boolean): MapRow<Row> {
  const id = idReader(shape, mapping.id, 'id')
  const about = aboutOf(mapping)
  return row => {
    try {
      return { is: 'gone', gone: { change: 'deleted', ...about, externalId: id(row) } }
    } catch (error) {
      return isOwn ? misfit(error, row, id, mapping) : NOTHING
    }
  }
}

/** Makes the function that turns a row into a record, or says why not. One bad row concerns nobody else. */
export function compileRecord<Row>(mapping: Mapping, shape: Shape<Row>): MapRow<Row> {
  const build = builder(mapping, shape)
  const remark = remarkOn(mapping, shape.tally)
  const when = condition(mapping.when)
  const goneOf = goneReader(mapping, shape)
  const id = idReader(shape, mapping.id, 'id')
  return row => {
    try {
      if (when && !isTruthy(when(shape.json(row)))) return NOTHING
      const externalId = id(row)
      const gone = goneOf(row, externalId)
      if (gone) return { is: 'gone', gone }
      const record = build(row, externalId)
      return remark(record) === 'none' ? NOTHING : { is: 'record', record }
    } catch (error) {
      return misfit(error, row, id, mapping)
    }
  }
}

function misfit<Row>(error: unknown, row: Row, id: (row: Row) => string, mapping: Mapping): Mapped {
  const kind = mapping.record === 'object' ? { kind: mapping.kind } : {}
  // Errors of expressions outside of a field, such as `when`, come bare from the library.
  const { column, message } = error instanceof Unfit ? error : { column: null, message: messageOf(error) }
  return { is: 'misfit', column, reason: message, record: mapping.record, ...kind, ...idOf(id, row) }
}

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error))

function idOf<Row>(id: (row: Row) => string, row: Row): { externalId?: string } {
  try {
    return { externalId: id(row) }
  } catch {
    return {}
  }
}

/** Whether a row says that its record is gone; null where the mapping does not ask. */
function goneTeller<Row>(shape: Shape<Row>, ref: RowTest | undefined): ((row: Row) => boolean) | null {
  if (ref === undefined) return null
  if (typeof ref === 'string') {
    const get = expressionOf(ref)
    return row => isTruthy(get(shape.json(row)))
  }
  // A date of going says yes, and a blank no.
  const read = valueReader(shape, ref, 'deleted')
  return row => {
    const said = read(row)
    if (said === null || said === false) return false
    shape.tally?.add(ref.field, 'gone', String(shape.column(ref.field)(row)))
    return true
  }
}

const condition = (text: string | undefined): Get | null => (text === undefined ? null : expressionOf(text))

const aboutOf = (mapping: Mapping) => ({
  record: mapping.record,
  kind: mapping.record === 'object' ? mapping.kind : null,
})

function goneReader<Row>(mapping: Mapping, shape: Shape<Row>): (row: Row, externalId: string) => Gone | null {
  const deleted = goneTeller(shape, mapping.deleted)
  const into = condition(mapping.mergedInto)
  if (!deleted && !into) return () => null
  const about = aboutOf(mapping)
  return (row, externalId) => {
    const target = into?.(shape.json(row))
    if (target !== null && target !== undefined && target !== '' && String(target) !== externalId)
      return { change: 'merged', ...about, externalId, into: String(target) }
    return deleted?.(row) ? { change: 'deleted', ...about, externalId } : null
  }
}

function builder<Row>(mapping: Mapping, shape: Shape<Row>): Build<Row> {
  const from = rowReader(mapping, shape)
  switch (mapping.record) {
    case 'account':
      return accountBuilder(from)
    case 'contact':
      return contactBuilder(from, ownerReader(mapping.account, shape))
    case 'event':
      return eventBuilder(from, ownerReader(mapping.account, shape))
    case 'object':
      return objectBuilder(from, ownerReader(mapping.account, shape), mapping.kind, staysReader(shape, mapping.stays))
  }
}

function rowReader<Row>(mapping: Mapping, shape: Shape<Row>): RowReader<Row> {
  const { properties, record: _record, ...rest } = mapping
  const values = rest as Partial<Record<string, ValueRef>>
  const read = (field: string) => valueReader(shape, own(values, field), field)
  const emailPlace = placeOf(values.email)?.name ?? null
  const { tally } = shape
  const unread = tally && emailPlace !== null ? (text: string) => tally.add(emailPlace, 'unfit', text) : undefined
  return {
    has: field => values[field] !== undefined,
    read,
    need: field => requiredReader(shape, needed(field, values[field]), field),
    email: emailReader(read('email'), emailPlace, unread),
    timeZone: zoneReader(read('timeZone'), placeOf(values.timeZone), shape.tally),
    currency: currencyReader(shape, mapping.record === 'account' ? values.mrr : values.amount),
    mrrCurrency: currencyReader(shape, values.mrr),
    properties: propertyReader(
      Object.entries(properties).map(([name, value]) => [name, valueReader(shape, value, `properties.${name}`)]),
    ),
  }
}

/** A kind is a word, whatever type its column has. */
const needed = (field: 'kind' | 'at', ref: ValueRef | undefined): ValueRef | undefined =>
  field === 'kind' && typeof ref === 'object' && 'field' in ref ? { ...ref, type: 'text' } : ref

function ownerReader<Row>(account: AccountRef, shape: Shape<Row>): OwnerOf<Row> {
  const owner = accountIdOf(account)
  const id = idReader(shape, owner.id, owner.by === 'id' ? 'account' : owner.by === 'object' ? owner.kind : 'contact')
  switch (owner.by) {
    case 'id':
      return row => ({ by: 'id', externalId: id(row) })
    case 'object':
      return row => ({ by: 'object', kind: owner.kind, externalId: id(row) })
    case 'contact':
      return row => ({ by: 'contact', externalId: id(row) })
  }
}

type Owner = { by: 'id'; id: IdRef } | { by: 'object'; kind: string; id: IdRef } | { by: 'contact'; id: IdRef }

/** How a mapping names an account, in whichever form it was written. */
export function accountIdOf(account: AccountRef): Owner {
  if (typeof account === 'object') {
    if ('by' in account) {
      const id = { field: account.field }
      return account.by === 'id' ? { by: 'id', id } : { by: 'object', kind: account.kind, id }
    }
    if ('object' in account) return { by: 'object', kind: account.object, id: account.id }
    if ('contact' in account) return { by: 'contact', id: account.contact }
  }
  return { by: 'id', id: account }
}
