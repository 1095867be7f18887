import type { AccountRef, ColumnType, DateFormat, Mapping, ValueRef } from '../../../shared/mapping.ts'
import type { RecordKind } from '../../../shared/vocabulary.ts'

export interface FieldSpec {
  name: string
  label: string
  type: ColumnType
  required?: boolean
}

/** The fields that each kind of record can have, with the type that a newly chosen column is read as. */
export const FIELDS: Record<RecordKind, readonly FieldSpec[]> = {
  account: [
    { name: 'id', label: 'Account id', type: 'text', required: true },
    { name: 'name', label: 'Name', type: 'text' },
    { name: 'plan', label: 'Plan', type: 'text' },
    { name: 'mrr', label: 'Monthly revenue', type: 'money' },
    { name: 'country', label: 'Country', type: 'text' },
    { name: 'timeZone', label: 'Time zone', type: 'text' },
    { name: 'signedUpAt', label: 'Signed up', type: 'date' },
    { name: 'renewsAt', label: 'Renews', type: 'date' },
    { name: 'churnedAt', label: 'Left', type: 'date' },
    { name: 'owner', label: 'Owner', type: 'text' },
  ],
  contact: [
    { name: 'id', label: 'Contact id', type: 'text', required: true },
    { name: 'name', label: 'Name', type: 'text' },
    { name: 'email', label: 'E-mail', type: 'text' },
    { name: 'timeZone', label: 'Time zone', type: 'text' },
    { name: 'locale', label: 'Language', type: 'text' },
    { name: 'consent', label: 'Agreed to messages', type: 'boolean' },
  ],
  event: [
    { name: 'id', label: 'Event id', type: 'text', required: true },
    { name: 'kind', label: 'Kind', type: 'text', required: true },
    { name: 'at', label: 'When', type: 'date', required: true },
    { name: 'value', label: 'Value', type: 'number' },
  ],
  object: [
    { name: 'id', label: 'Id', type: 'text', required: true },
    { name: 'state', label: 'State', type: 'text' },
    { name: 'openedAt', label: 'Opened', type: 'date' },
    { name: 'closedAt', label: 'Closed', type: 'date' },
    { name: 'dueAt', label: 'Due', type: 'date' },
    { name: 'amount', label: 'Amount', type: 'money' },
    { name: 'lane', label: 'Lane', type: 'text' },
  ],
}

/** What a row must have to be of a kind: `an event needs event id, kind, when and its account`. */
export function needs(record: RecordKind): string {
  const fields = FIELDS[record].filter(({ required }) => required).map(({ label }) => label.toLowerCase())
  const all = record === 'account' ? fields : [...fields, 'its account']
  const last = all.at(-1) ?? ''
  const list = all.length > 1 ? `${all.slice(0, -1).join(', ')} and ${last}` : last
  return `${record === 'contact' ? 'a' : 'an'} ${record} needs ${list}`
}

/** A column of the preview as its field is called on screen; kept columns keep their own name. */
export function heading(record: RecordKind, column: string): string {
  if (column.startsWith('properties.')) return column.slice('properties.'.length)
  if (column === 'account') return 'Account'
  return FIELDS[record].find(({ name }) => name === (column === 'externalId' ? 'id' : column))?.label ?? column
}

/** Dates as people write them, for choosing how a column's are to be read. */
export const DATE_WORDS: Record<DateFormat, string> = {
  iso: '2024-12-31',
  'dd/mm/yyyy': '31/12/2024',
  'mm/dd/yyyy': '12/31/2024',
  'dd.mm.yyyy': '31.12.2024',
  unix_s: 'seconds since 1970',
  unix_ms: 'milliseconds since 1970',
}

type Fields = Record<string, ValueRef | undefined>

/** The value that a field of a mapping comes from. */
export const fieldOf = (mapping: Mapping, name: string): ValueRef | undefined =>
  (mapping as unknown as Fields)[name] as ValueRef | undefined

/** The mapping with one field coming from elsewhere; undefined leaves the field out. */
export function withField(mapping: Mapping, name: string, value: ValueRef | undefined): Mapping {
  const { [name]: _old, ...rest } = mapping as unknown as Fields
  return { ...rest, ...(value ? { [name]: value } : {}) } as unknown as Mapping
}

/** Reads a column as the type that the field wants; a date starts as ISO, money as euros. */
export function columnRef(field: string, type: ColumnType, was?: ValueRef): ValueRef {
  const kept = was && 'field' in was && was.type === type ? was : null
  return {
    field,
    type,
    ...(type === 'date' ? { format: kept?.format ?? ('iso' as DateFormat) } : {}),
    ...(type === 'money' ? { currency: kept?.currency ?? 'EUR' } : {}),
    ...(kept?.map ? { map: kept.map } : {}),
  }
}

/** The same mapping for another kind of record: what both kinds have is kept, what is needed takes the first column. */
export function asRecord(mapping: Mapping, record: RecordKind, columns: readonly string[]): Mapping {
  if (mapping.record === record) return mapping
  const first = columns[0] ?? 'id'
  const account: AccountRef = 'account' in mapping ? mapping.account : { by: 'id', field: first }
  const fields = Object.fromEntries(
    FIELDS[record].flatMap(spec => {
      const value = fieldOf(mapping, spec.name)
      if (value && typeof value === 'object') return [[spec.name, value]]
      return spec.required ? [[spec.name, columnRef(first, spec.type)]] : []
    }),
  )
  return {
    record,
    ...fields,
    ...(record === 'account' ? {} : { account }),
    ...(record === 'object' ? { kind: 'object' } : {}),
    properties: mapping.properties,
  } as unknown as Mapping
}
