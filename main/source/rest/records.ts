import type { RecordManifest, ValueManifest } from '../../../shared/source/manifest-record.ts'
import {
  accountBuilder,
  type Build,
  contactBuilder,
  emailReader,
  eventBuilder,
  objectBuilder,
  propertyReader,
  type RowReader,
  type StaysOf,
  Unfit,
  WANTS,
} from '../../record/build-record.ts'
import type { Gone } from '../../record/page.ts'
import type { OwnerRef, PropertyValue, SyncRecord } from '../../record/record.ts'
import { expressionOf, type Get, isTruthy } from './expression.ts'
import { currencyReader, type Digits, pathOf, type ReadField, reader, required, zoneReader } from './values.ts'

/** What one item of an answer becomes. */
export type Mapped =
  | { is: 'record'; record: SyncRecord }
  | { is: 'gone'; gone: Gone }
  | { is: 'misfit'; column: string | null; reason: string; externalId?: string; kind?: string }
  /** Another mapping's business. */
  | { is: 'nothing' }

export type MapItem = (item: unknown) => Mapped

const NOTHING: Mapped = { is: 'nothing' }

/**
 * Makes the function that turns an item into a record, or says why not. One bad item concerns nobody else. `digits`: what
 * the vendor takes as minor units, where that is not what ISO 4217 says.
 */
export function compileRecord(manifest: RecordManifest, digits: Digits = {}): MapItem {
  const build = builder(manifest, digits)
  const when = condition(manifest.when)
  const goneOf = goneReader(manifest)
  const id = required(manifest.id, 'text', 'id')
  return item => {
    try {
      if (when && !isTruthy(when(item))) return NOTHING
      const externalId = String(id(item))
      const gone = goneOf(item, externalId)
      if (gone) return { is: 'gone', gone }
      return { is: 'record', record: build(item, externalId) }
    } catch (error) {
      return misfit(error, item, id, manifest)
    }
  }
}

function misfit(error: unknown, item: unknown, id: ReadField, manifest: RecordManifest): Mapped {
  const kind = manifest.record === 'object' ? { kind: manifest.kind } : {}
  // Errors of expressions outside of a field, such as `when`, come bare from the library.
  const { column, message } = error instanceof Unfit ? error : { column: null, message: messageOf(error) }
  return { is: 'misfit', column, reason: message, ...kind, ...idOf(id, item) }
}

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error))

function idOf(id: ReadField, item: unknown): { externalId?: string } {
  try {
    return { externalId: String(id(item)) }
  } catch {
    return {}
  }
}

const condition = (text: string | undefined): Get | null => (text === undefined ? null : expressionOf(text))

function goneReader(manifest: RecordManifest): (item: unknown, externalId: string) => Gone | null {
  const deleted = condition(manifest.deleted)
  const into = condition(manifest.mergedInto)
  if (!deleted && !into) return () => null
  const about = { record: manifest.record, kind: manifest.record === 'object' ? manifest.kind : null }
  return (item, externalId) => {
    const target = into?.(item)
    if (target !== null && target !== undefined && target !== '' && String(target) !== externalId)
      return { change: 'merged', ...about, externalId, into: String(target) }
    return deleted && isTruthy(deleted(item)) ? { change: 'deleted', ...about, externalId } : null
  }
}

function builder(manifest: RecordManifest, digits: Digits): Build<unknown> {
  const from = rowReader(manifest, digits)
  switch (manifest.record) {
    case 'account':
      return accountBuilder(from)
    case 'contact':
      return contactBuilder(from, ownerReader(manifest.account))
    case 'event':
      return eventBuilder(from, ownerReader(manifest.account))
    case 'object':
      return objectBuilder(from, ownerReader(manifest.account), manifest.kind, staysReader(manifest.stays))
  }
}

type Of<Kind extends RecordManifest['record']> = Extract<RecordManifest, { record: Kind }>

function rowReader(manifest: RecordManifest, digits: Digits): RowReader<unknown> {
  const { properties, record: _record, ...rest } = manifest
  const values = rest as Partial<Record<string, ValueManifest>>
  const read = (field: string): ReadField => reader(values[field], WANTS[field] ?? 'text', digits)
  return {
    has: field => values[field] !== undefined,
    read,
    need: field => required(values[field], WANTS[field] ?? 'text', field === 'at' ? 'date' : field),
    email: emailReader(read('email'), pathOf(values.email)),
    timeZone: zoneReader(read('timeZone')),
    currency: currencyReader(manifest.record === 'account' ? values.mrr : values.amount),
    properties: propertyReader(Object.entries(properties).map(([name, value]) => [name, reader(value, 'any', digits)])),
  }
}

const asText = (value: PropertyValue): string | null => (value === null ? null : String(value))
const asNumber = (value: PropertyValue): number | null => (typeof value === 'number' ? value : null)

/** Reads the states that an object went through: oldest first, each until the next, one after the other being different. */
function staysReader(manifest: Of<'object'>['stays']): StaysOf<unknown> {
  if (!manifest) return () => []
  const each = expressionOf(manifest.each)
  const stateOf = reader(manifest.state, 'text')
  const sinceOf = reader(manifest.since, 'time')
  return (item, state, since) => {
    const list = each(item)
    const steps = (Array.isArray(list) ? list : []).flatMap(step => {
      const [name, began] = [asText(stateOf(step)), asNumber(sinceOf(step))]
      return name === null || began === null ? [] : [{ state: name, since: began }]
    })
    steps.sort((a, b) => a.since - b.since)
    const last = steps.at(-1)
    if (last && state !== null && last.state !== state)
      steps.push({ state, since: Math.max(since ?? last.since, last.since + 1) })
    const turns = steps.filter((step, n) => step.state !== steps[n - 1]?.state)
    return turns.map((step, n) => ({ ...step, until: turns[n + 1]?.since ?? null }))
  }
}

function ownerReader(account: Of<'event'>['account']): (item: unknown) => OwnerRef {
  if (typeof account === 'object' && 'object' in account) {
    const { object } = account
    const id = required(account.id, 'text', object)
    return item => ({ by: 'object', kind: object, externalId: String(id(item)) })
  }
  if (typeof account === 'object' && 'contact' in account) {
    const id = required(account.contact, 'text', 'contact')
    return item => ({ by: 'contact', externalId: String(id(item)) })
  }
  const id = required(account, 'text', 'account')
  return item => ({ by: 'id', externalId: String(id(item)) })
}

/** The fields that records of these manifests fill, in the words of the cache. */
export function fillsOf(manifests: readonly RecordManifest[]): ReadonlySet<string> {
  const words = new Set(['record', 'when', 'deleted', 'mergedInto'])
  return new Set(manifests.flatMap(manifest => Object.keys(manifest)).filter(name => !words.has(name)))
}
