import type { ColumnType, Mapping, ValueRef } from '../../shared/mapping.ts'
import { minorDigits, parseMinor } from '../../shared/money.ts'
import { fail, ok, type Result } from '../../shared/result.ts'
import { DATE_WORDS, parseDate } from './dates.ts'
import type { OwnerRef, PropertyValue, SyncRecord } from './record.ts'

/** Why a row does not fit, and the column that says so (null where no single one does). */
export interface Misfit {
  column: string | null
  reason: string
}

export type Converted = { ok: true; record: SyncRecord } | { ok: false; misfit: Misfit }
export type Convert = (cells: readonly string[]) => Converted

/** Thrown within this file only, so that forty columns need not each carry their error. */
class Unfit extends Error {
  readonly misfit: Misfit
  constructor(column: string | null, reason: string) {
    super(reason)
    this.misfit = { column, reason }
  }
}

type Read = (cells: readonly string[]) => PropertyValue
type Want = 'text' | 'time' | 'number' | 'boolean' | 'money'

/**
 * Makes the function that turns a row of these columns into a record: typed values, exact money, UTC ms. Fails where
 * the mapping does not fit the columns, so that nothing is read by a mapping that cannot work.
 */
export function compileMapping(mapping: Mapping, columns: readonly string[], stream: string): Result<Convert> {
  const problem = fieldsOf(mapping)
    .map(([target, ref]) => unusable(target, ref, columns))
    .find(found => found !== null)
  if (problem)
    return fail(
      'invalid',
      `The mapping of “${stream}” does not fit its file.`,
      problem,
      'Correct the mapping or the file. Nothing of it was kept.',
    )
  const build = builder(mapping, columns)
  return ok(cells => {
    if (cells.length !== columns.length) return { ok: false, misfit: wrongLength(cells.length, columns.length) }
    try {
      return { ok: true, record: build(cells) }
    } catch (error) {
      if (error instanceof Unfit) return { ok: false, misfit: error.misfit }
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

const WANTS: Record<string, Want> = {
  signedUpAt: 'time',
  renewsAt: 'time',
  churnedAt: 'time',
  at: 'time',
  stateSince: 'time',
  openedAt: 'time',
  closedAt: 'time',
  dueAt: 'time',
  mrr: 'money',
  amount: 'money',
  consent: 'boolean',
  value: 'number',
}
/** The fields of records that are moments, UTC ms. */
export const TIME_FIELDS: ReadonlySet<string> = new Set(Object.keys(WANTS).filter(field => WANTS[field] === 'time'))

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
    return `It reads ${target} from the column “${ref.field}” (line 1), which the file does not have. It has: ${columns.join(', ')}.`
  const want = WANTS[target]
  if (want && !ALLOWED[want].includes(ref.type))
    return `It reads ${target} from “${ref.field}” as ${ref.type}, but needs ${ALLOWED[want].join(' or ')}.`
  if (ref.type !== 'money') return null
  if (ref.currency === undefined) return `It reads “${ref.field}” as money without saying in which currency.`
  return isCurrency(ref.currency) ? null : `“${ref.currency}” is not a currency.`
}

function isCurrency(code: string): boolean {
  try {
    return minorDigits(code) >= 0
  } catch {
    return false
  }
}

const wrongLength = (found: number, wanted: number): Misfit => ({
  column: null,
  reason: `The row has ${found} ${found === 1 ? 'cell' : 'cells'}, the header ${wanted}.`,
})

function builder(mapping: Mapping, columns: readonly string[]): (cells: readonly string[]) => SyncRecord {
  const read = (target: string, ref: ValueRef | undefined): Read => reader(target, ref, columns)
  const id = required('id', mapping.id, columns)
  const properties = Object.entries(mapping.properties).map(
    ([name, ref]) => [name, read(`properties.${name}`, ref)] as const,
  )
  const keep = (cells: readonly string[]): Record<string, PropertyValue> => {
    const kept: Record<string, PropertyValue> = {}
    for (const [name, from] of properties) kept[name] = from(cells)
    return kept
  }
  switch (mapping.record) {
    case 'account':
      return accountBuilder(mapping, id, read, keep)
    case 'contact':
      return contactBuilder(mapping, id, read, keep, columns)
    case 'event':
      return eventBuilder(mapping, id, read, keep, columns)
    case 'object':
      return objectBuilder(mapping, id, read, keep, columns)
  }
}

type Of<Kind extends Mapping['record']> = Extract<Mapping, { record: Kind }>
type Reader = (target: string, ref: ValueRef | undefined) => Read
type Keep = (cells: readonly string[]) => Record<string, PropertyValue>

const asText = (value: PropertyValue): string | null => (value === null ? null : String(value))
const asNumber = (value: PropertyValue): number | null => (typeof value === 'number' ? value : null)
const currencyOf = (ref: ValueRef | undefined): string | null => (ref && 'field' in ref ? (ref.currency ?? null) : null)

function accountBuilder(mapping: Of<'account'>, id: Read, read: Reader, keep: Keep) {
  const name = read('name', mapping.name)
  const plan = read('plan', mapping.plan)
  const country = read('country', mapping.country)
  const timeZone = zoneReader(read('timeZone', mapping.timeZone), mapping.timeZone)
  const owner = read('owner', mapping.owner)
  const signedUpAt = read('signedUpAt', mapping.signedUpAt)
  const renewsAt = read('renewsAt', mapping.renewsAt)
  const churnedAt = read('churnedAt', mapping.churnedAt)
  const mrr = read('mrr', mapping.mrr)
  const domain = read('domain', mapping.domain)
  const email = emailReader(read('email', mapping.email), mapping.email)
  const externalRef = read('externalRef', mapping.externalRef)
  return (cells: readonly string[]): SyncRecord => {
    const externalId = String(id(cells))
    const mrrMinor = asNumber(mrr(cells))
    return {
      record: 'account',
      externalId,
      name: asText(name(cells)) ?? externalId,
      plan: asText(plan(cells)),
      country: asText(country(cells)),
      timeZone: timeZone(cells),
      owner: asText(owner(cells)),
      signedUpAt: asNumber(signedUpAt(cells)),
      renewsAt: asNumber(renewsAt(cells)),
      churnedAt: asNumber(churnedAt(cells)),
      mrrMinor,
      currency: mrrMinor === null ? null : currencyOf(mapping.mrr),
      domain: asText(domain(cells)),
      email: email(cells),
      externalRef: asText(externalRef(cells)),
      properties: keep(cells),
    }
  }
}

function contactBuilder(mapping: Of<'contact'>, id: Read, read: Reader, keep: Keep, columns: readonly string[]) {
  const account = ownerReader(mapping, columns)
  const name = read('name', mapping.name)
  const email = emailReader(read('email', mapping.email), mapping.email)
  const timeZone = zoneReader(read('timeZone', mapping.timeZone), mapping.timeZone)
  const locale = read('locale', mapping.locale)
  const consent = read('consent', mapping.consent)
  return (cells: readonly string[]): SyncRecord => {
    const agreed = consent(cells)
    return {
      record: 'contact',
      externalId: String(id(cells)),
      account: account(cells),
      name: asText(name(cells)),
      email: email(cells),
      timeZone: timeZone(cells),
      locale: asText(locale(cells)),
      consent: typeof agreed === 'boolean' ? agreed : null,
      properties: keep(cells),
    }
  }
}

function eventBuilder(mapping: Of<'event'>, id: Read, read: Reader, keep: Keep, columns: readonly string[]) {
  const account = ownerReader(mapping, columns)
  const kind = required('kind', mapping.kind, columns)
  const at = required('at', mapping.at, columns)
  const value = read('value', mapping.value)
  return (cells: readonly string[]): SyncRecord => ({
    record: 'event',
    externalId: String(id(cells)),
    account: account(cells),
    kind: String(kind(cells)),
    at: Number(at(cells)),
    value: asNumber(value(cells)),
    properties: keep(cells),
  })
}

function objectBuilder(mapping: Of<'object'>, id: Read, read: Reader, keep: Keep, columns: readonly string[]) {
  const account = ownerReader(mapping, columns)
  const state = read('state', mapping.state)
  const stateSince = read('stateSince', mapping.stateSince)
  const openedAt = read('openedAt', mapping.openedAt)
  const closedAt = read('closedAt', mapping.closedAt)
  const dueAt = read('dueAt', mapping.dueAt)
  const amount = read('amount', mapping.amount)
  const lane = read('lane', mapping.lane)
  return (cells: readonly string[]): SyncRecord => {
    const amountMinor = asNumber(amount(cells))
    return {
      record: 'object',
      externalId: String(id(cells)),
      account: account(cells),
      kind: mapping.kind,
      state: asText(state(cells)),
      ...(mapping.stateSince ? { stateSince: asNumber(stateSince(cells)) } : {}),
      openedAt: asNumber(openedAt(cells)),
      closedAt: asNumber(closedAt(cells)),
      dueAt: asNumber(dueAt(cells)),
      amountMinor,
      currency: amountMinor === null ? null : currencyOf(mapping.amount),
      lane: asText(lane(cells)),
      properties: keep(cells),
    }
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

function required(target: string, ref: ValueRef, columns: readonly string[]): Read {
  const read = reader(target, ref, columns)
  const column = 'field' in ref ? ref.field : null
  return cells => {
    const value = read(cells)
    if (value === null || value === '') throw new Unfit(column, `There is no ${target === 'at' ? 'date' : target}.`)
    return value
  }
}

function reader(target: string, ref: ValueRef | undefined, columns: readonly string[]): Read {
  if (!ref) return () => null
  if ('const' in ref) return () => ref.const
  const at = columns.indexOf(ref.field)
  const parse = parserOf(target === 'id' || target === 'kind' ? { ...ref, type: 'text' } : ref)
  const { map } = ref
  if (!map) {
    return cells => {
      const raw = cells[at]?.trim() ?? ''
      return raw === '' ? null : parse(raw)
    }
  }
  const named = new Map(Object.entries(map))
  return cells => {
    const raw = cells[at]?.trim() ?? ''
    const text = named.get(raw) ?? (raw === '' ? '' : (named.get('*') ?? raw))
    return text === '' ? null : parse(text)
  }
}

type FieldRef = Extract<ValueRef, { field: string }>

function parserOf(ref: FieldRef): (text: string) => PropertyValue {
  const column = ref.field
  const no = (text: string, what: string) => new Unfit(column, `“${shorten(text)}” is not ${what}.`)
  switch (ref.type) {
    case 'text':
      return text => text
    case 'integer':
      return text => {
        const value = Number(text)
        if (!INTEGER.test(text) || !Number.isSafeInteger(value)) throw no(text, 'a whole number')
        return value
      }
    case 'number':
      return text => {
        const value = Number(text)
        if (!NUMBER.test(text) || !Number.isFinite(value)) throw no(text, 'a number')
        return value
      }
    case 'boolean':
      return text => {
        const value = BOOLEANS.get(text.toLowerCase())
        if (value === undefined) throw no(text, 'yes or no')
        return value
      }
    case 'date': {
      const format = ref.format ?? 'iso'
      return text => {
        const value = parseDate(text, format)
        if (value === null) throw no(text, `a date written as ${DATE_WORDS[format]}`)
        return value
      }
    }
    case 'money': {
      const currency = ref.currency ?? 'USD'
      return text => {
        const value = parseMinor(text, currency)
        if (value === null) throw no(text, `an amount in ${currency}`)
        return value
      }
    }
  }
}

const INTEGER = /^[+-]?\d+$/
const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/
const BOOLEANS = new Map<string, boolean>([
  ...['true', 'yes', 'y', 't', '1'].map(word => [word, true] as const),
  ...['false', 'no', 'n', 'f', '0'].map(word => [word, false] as const),
])

const shorten = (text: string): string => (text.length > 60 ? `${text.slice(0, 57)}…` : text)

const EMAIL = /^[^\s@<>(),;:"]+@[^\s@<>(),;:"]+\.[^\s@<>(),;:"]+$/

function emailReader(read: Read, ref: ValueRef | undefined): (cells: readonly string[]) => string | null {
  const column = ref && 'field' in ref ? ref.field : null
  return cells => {
    const text = asText(read(cells))
    if (text !== null && !EMAIL.test(text)) throw new Unfit(column, `“${shorten(text)}” is not an e-mail address.`)
    return text
  }
}

/** Quiet hours are computed in this zone later, so a name that does not exist must not get that far. */
function zoneReader(read: Read, ref: ValueRef | undefined): (cells: readonly string[]) => string | null {
  const column = ref && 'field' in ref ? ref.field : null
  const known = new Map<string, boolean>()
  return cells => {
    const text = asText(read(cells))
    if (text === null) return null
    let exists = known.get(text)
    if (exists === undefined) {
      exists = isZone(text)
      if (known.size < 10_000) known.set(text, exists)
    }
    if (!exists) throw new Unfit(column, `“${shorten(text)}” is not a time zone such as Europe/Berlin.`)
    return text
  }
}

function isZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== ''
  } catch {
    return false
  }
}
