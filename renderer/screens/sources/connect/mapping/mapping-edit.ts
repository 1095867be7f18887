import type { DateFormat } from '../../../../../shared/source/cell-format.ts'
import type { AccountRef, ColumnType, Mapping, ValueRef } from '../../../../../shared/source/mapping.ts'
import type { RecordKind } from '../../../../../shared/vocabulary.ts'
import { listedWords } from '../../../../parts/words.ts'

export interface FieldSpec {
  name: string
  label: string
  type: ColumnType
  required?: boolean
}

/** The label of each field, and the type for a newly chosen column. */
const KNOWN = {
  id: ['Id', 'text'],
  name: ['Name', 'text'],
  plan: ['Plan', 'text'],
  mrr: ['Monthly revenue', 'money'],
  country: ['Country', 'text'],
  timeZone: ['Time zone', 'text'],
  signedUpAt: ['Signed up', 'date'],
  renewsAt: ['Renews', 'date'],
  churnedAt: ['Churned', 'date'],
  owner: ['Owner', 'text'],
  email: ['E-mail', 'text'],
  domain: ['Domain', 'text'],
  externalRef: ['Id in another source', 'text'],
  locale: ['Language', 'text'],
  consent: ['Consent to messages', 'boolean'],
  kind: ['Kind', 'text'],
  at: ['When', 'date'],
  value: ['Value', 'number'],
  state: ['State', 'text'],
  stateSince: ['State since', 'date'],
  openedAt: ['Opened', 'date'],
  closedAt: ['Closed', 'date'],
  dueAt: ['Due', 'date'],
  amount: ['Amount', 'money'],
  lane: ['Lane', 'text'],
} as const satisfies Record<string, readonly [label: string, type: ColumnType]>

/** The fields that a row needs, whatever its kind. */
const REQUIRED: readonly string[] = ['id', 'kind', 'at']

const fields = (idLabel: string, ...names: (keyof typeof KNOWN)[]): FieldSpec[] =>
  (['id', ...names] as const).map(name => {
    const [label, type] = KNOWN[name]
    return {
      name,
      label: name === 'id' ? idLabel : label,
      type,
      ...(REQUIRED.includes(name) ? { required: true } : {}),
    }
  })

/** The fields that each kind of record can have, in the order of the screen. */
export const FIELDS: Record<RecordKind, readonly FieldSpec[]> = {
  account: fields(
    'Account id',
    'name',
    'plan',
    'mrr',
    'country',
    'timeZone',
    'signedUpAt',
    'renewsAt',
    'churnedAt',
    'owner',
    'domain',
    'email',
    'externalRef',
  ),
  contact: fields('Contact id', 'name', 'email', 'timeZone', 'locale', 'consent'),
  event: fields('Event id', 'kind', 'at', 'value'),
  object: fields('Id', 'state', 'stateSince', 'openedAt', 'closedAt', 'dueAt', 'amount', 'lane'),
}

/** The fields that a row of a kind must have: `an event needs event id, kind, when and its account`. */
export function needs(record: RecordKind): string {
  const fields = FIELDS[record].filter(({ required }) => required).map(({ label }) => label.toLowerCase())
  const all = record === 'account' ? fields : [...fields, 'its account']
  return `${record === 'contact' ? 'a' : 'an'} ${record} needs ${listedWords(all)}`
}

/** The heading of a preview column: the label of its field, or the name of a kept column. */
export function heading(record: RecordKind, column: string): string {
  if (column.startsWith('properties.')) return column.slice('properties.'.length)
  if (column === 'account') return 'Account'
  if (column === 'kind') return 'Kind'
  if (column === 'gone') return 'Gone'
  if (column === 'stays') return 'Dated states'
  return FIELDS[record].find(({ name }) => name === (column === 'externalId' ? 'id' : column))?.label ?? column
}

/** An example of each date format, for choosing the format of a column. */
export const DATE_WORDS: Record<DateFormat, string> = {
  iso: '2024-12-31',
  'dd/mm/yyyy': '31/12/2024',
  'mm/dd/yyyy': '12/31/2024',
  'dd.mm.yyyy': '31.12.2024',
  dmy: 'day first, in any form',
  mdy: 'month first, in any form',
  ymd: 'year first, in any form',
  excel: 'days, as in Excel',
  unix_s: 'seconds since 1970',
  unix_ms: 'milliseconds since 1970',
  unix_us: 'microseconds since 1970',
  ask: 'choose the order …',
}

type Fields = Record<string, ValueRef | undefined>

/** The value that a field of a mapping comes from; ids, accounts and dated states have forms of their own. */
export const fieldOf = (mapping: Mapping, name: string): ValueRef | undefined => (mapping as unknown as Fields)[name]

/** The mapping with another value for one field; undefined removes the field. */
export function withField(mapping: Mapping, name: string, value: ValueRef | undefined): Mapping {
  const { [name]: _old, ...rest } = mapping as unknown as Fields
  return { ...rest, ...(value ? { [name]: value } : {}) } as unknown as Mapping
}

/** A column as the type of its field; dates begin as ISO, money as euros. */
export function columnRef(field: string, type: ColumnType, was?: ValueRef): ColumnValue {
  const kept = typeof was === 'object' && 'field' in was && (was.type ?? type) === type ? was : null
  const { format, currency, currencyField, decimal, map, unit, per, zone } = kept ?? {}
  return {
    field,
    type,
    ...(type === 'date' ? { format: format ?? 'iso' } : {}),
    ...(type === 'money' && (currency !== undefined || currencyField === undefined)
      ? { currency: currency ?? 'EUR' }
      : {}),
    ...(type === 'money' && currencyField !== undefined ? { currencyField } : {}),
    ...(decimal === undefined ? {} : { decimal }),
    ...(map ? { map } : {}),
    ...(unit ? { unit } : {}),
    ...(per ? { per } : {}),
    ...(zone === undefined ? {} : { zone }),
  }
}

type ColumnValue = Extract<ValueRef, { field: string }>

/**
 * The mapping for another kind of record: shared fields are kept, missing required ones take the first column. `beside`:
 * a further record of the same row, which belongs to its account.
 */
export function asRecord(mapping: Mapping, record: RecordKind, columns: readonly string[], beside = false): Mapping {
  if (mapping.record === record && !beside) return mapping
  const first = columns[0] ?? 'id'
  const account: AccountRef = mapping.record === 'account' ? mapping.id : mapping.account
  const fields = Object.fromEntries(
    FIELDS[record].flatMap(spec => {
      const value = fieldOf(mapping, spec.name)
      if (value && spec.name !== 'kind' && !beside) return [[spec.name, value]]
      return spec.required ? [[spec.name, columnRef(first, spec.type)]] : []
    }),
  )
  return {
    record,
    ...fields,
    ...(record === 'account' ? {} : { account: beside || mapping.record !== 'account' ? account : { field: first } }),
    ...(record === 'object' ? { kind: 'object' } : {}),
    properties: mapping.properties,
  } as unknown as Mapping
}
