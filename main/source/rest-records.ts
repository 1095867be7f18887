import type { RecordManifest, ValueManifest } from '../../shared/manifest-record.ts'
import type { Gone } from '../sync/page.ts'
import type { OwnerRef, Properties, PropertyValue, SourceStay, SyncRecord } from '../sync/record.ts'
import { expressionOf, type Get, holds } from './rest-expression.ts'
import { currencyReader, emailReader, type Read, reader, required, Unfit, zoneReader } from './rest-values.ts'

/** What one item of an answer becomes. */
export type Mapped =
  | { is: 'record'; record: SyncRecord }
  | { is: 'gone'; gone: Gone }
  | { is: 'misfit'; column: string | null; reason: string; externalId?: string; kind?: string }
  /** Another mapping's business. */
  | { is: 'nothing' }

export type MapItem = (item: unknown) => Mapped

const NOTHING: Mapped = { is: 'nothing' }

/** Makes the function that turns an item into a record, or says why not. One bad item concerns nobody else. */
export function compileRecord(manifest: RecordManifest): MapItem {
  const build = builder(manifest)
  const when = condition(manifest.when)
  const goneOf = goneReader(manifest)
  const id = required(manifest.id, 'text', 'id')
  return item => {
    try {
      if (when && !holds(when(item))) return NOTHING
      const externalId = String(id(item))
      const gone = goneOf(item, externalId)
      if (gone) return { is: 'gone', gone }
      return { is: 'record', record: build(item, externalId) }
    } catch (error) {
      return misfit(error, item, id, manifest)
    }
  }
}

function misfit(error: unknown, item: unknown, id: Read, manifest: RecordManifest): Mapped {
  const kind = manifest.record === 'object' ? { kind: manifest.kind } : {}
  // Errors of expressions outside of a field, such as `when`, come bare from the library.
  const { column, message } = error instanceof Unfit ? error : { column: null, message: messageOf(error) }
  return { is: 'misfit', column, reason: message, ...kind, ...idOf(id, item) }
}

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error))

function idOf(id: Read, item: unknown): { externalId?: string } {
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
    return deleted && holds(deleted(item)) ? { change: 'deleted', ...about, externalId } : null
  }
}

type Build = (item: unknown, externalId: string) => SyncRecord
type Of<Kind extends RecordManifest['record']> = Extract<RecordManifest, { record: Kind }>

function builder(manifest: RecordManifest): Build {
  const keep = propertyReader(manifest.properties)
  switch (manifest.record) {
    case 'account':
      return accountBuilder(manifest, keep)
    case 'contact':
      return contactBuilder(manifest, keep)
    case 'event':
      return eventBuilder(manifest, keep)
    case 'object':
      return objectBuilder(manifest, keep)
  }
}

type Keep = (item: unknown) => Properties

function propertyReader(properties: Record<string, ValueManifest>): Keep {
  const names = Object.keys(properties)
  const reads = Object.values(properties).map(value => reader(value, 'any'))
  return item => {
    const kept: Properties = {}
    for (let at = 0; at < names.length; at++) {
      const [name, read] = [names[at], reads[at]]
      if (name !== undefined && read) kept[name] = read(item)
    }
    return kept
  }
}

const asText = (value: PropertyValue): string | null => (value === null ? null : String(value))
const asNumber = (value: PropertyValue): number | null => (typeof value === 'number' ? value : null)

function accountBuilder(manifest: Of<'account'>, keep: Keep): Build {
  const name = reader(manifest.name, 'text')
  const plan = reader(manifest.plan, 'text')
  const country = reader(manifest.country, 'text')
  const timeZone = zoneReader(manifest.timeZone)
  const owner = reader(manifest.owner, 'text')
  const signedUpAt = reader(manifest.signedUpAt, 'time')
  const renewsAt = reader(manifest.renewsAt, 'time')
  const churnedAt = reader(manifest.churnedAt, 'time')
  const mrr = reader(manifest.mrr, 'money')
  const currency = currencyReader(manifest.mrr)
  const domain = reader(manifest.domain, 'text')
  const email = emailReader(manifest.email)
  const externalRef = reader(manifest.externalRef, 'text')
  return (item, externalId) => {
    const mrrMinor = asNumber(mrr(item))
    return {
      record: 'account',
      externalId,
      name: asText(name(item)) ?? externalId,
      plan: asText(plan(item)),
      country: asText(country(item)),
      timeZone: timeZone(item),
      owner: asText(owner(item)),
      signedUpAt: asNumber(signedUpAt(item)),
      renewsAt: asNumber(renewsAt(item)),
      churnedAt: asNumber(churnedAt(item)),
      mrrMinor,
      currency: mrrMinor === null ? null : currency(item),
      domain: asText(domain(item)),
      email: email(item),
      externalRef: asText(externalRef(item)),
      properties: keep(item),
    }
  }
}

function contactBuilder(manifest: Of<'contact'>, keep: Keep): Build {
  const account = ownerReader(manifest.account)
  const name = reader(manifest.name, 'text')
  const email = emailReader(manifest.email)
  const timeZone = zoneReader(manifest.timeZone)
  const locale = reader(manifest.locale, 'text')
  const consent = reader(manifest.consent, 'boolean')
  return (item, externalId) => {
    const agreed = consent(item)
    return {
      record: 'contact',
      externalId,
      account: account(item),
      name: asText(name(item)),
      email: email(item),
      timeZone: timeZone(item),
      locale: asText(locale(item)),
      consent: typeof agreed === 'boolean' ? agreed : null,
      properties: keep(item),
    }
  }
}

function eventBuilder(manifest: Of<'event'>, keep: Keep): Build {
  const account = ownerReader(manifest.account)
  const kind = required(manifest.kind, 'text', 'kind')
  const at = required(manifest.at, 'time', 'date')
  const value = reader(manifest.value, 'number')
  return (item, externalId) => ({
    record: 'event',
    externalId,
    account: account(item),
    kind: String(kind(item)),
    at: Number(at(item)),
    value: asNumber(value(item)),
    properties: keep(item),
  })
}

function objectBuilder(manifest: Of<'object'>, keep: Keep): Build {
  const { kind } = manifest
  const account = ownerReader(manifest.account)
  const state = reader(manifest.state, 'text')
  const stateSince = manifest.stateSince === undefined ? null : reader(manifest.stateSince, 'time')
  const openedAt = reader(manifest.openedAt, 'time')
  const closedAt = reader(manifest.closedAt, 'time')
  const dueAt = reader(manifest.dueAt, 'time')
  const amount = reader(manifest.amount, 'money')
  const currency = currencyReader(manifest.amount)
  const lane = reader(manifest.lane, 'text')
  const staysOf = staysReader(manifest.stays)
  return (item, externalId) => {
    const amountMinor = asNumber(amount(item))
    const since = stateSince && asNumber(stateSince(item))
    const stays = staysOf(item, asText(state(item)), since)
    return {
      record: 'object',
      externalId,
      account: account(item),
      kind,
      state: asText(state(item)),
      openedAt: asNumber(openedAt(item)),
      closedAt: asNumber(closedAt(item)),
      dueAt: asNumber(dueAt(item)),
      amountMinor,
      currency: amountMinor === null ? null : currency(item),
      lane: asText(lane(item)),
      properties: keep(item),
      ...(stateSince ? { stateSince: since } : {}),
      ...(stays.length > 0 ? { stays } : {}),
    }
  }
}

/** Reads the states that an object went through: oldest first, each until the next, one after the other being different. */
function staysReader(
  manifest: Of<'object'>['stays'],
): (item: unknown, state: string | null, since: number | null) => SourceStay[] {
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
