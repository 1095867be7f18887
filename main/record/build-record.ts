import { zoneSpelling } from '../../shared/local-time.ts'
import { mailboxOf } from '../../shared/person/address.ts'
import { countryOf } from '../../shared/place/country.ts'
import { bareName } from '../../shared/source/bare-id.ts'
import { zoneOfName } from '../../shared/time-zones.ts'
import type { OwnerRef, Properties, PropertyValue, SourceStay, SyncRecord } from './record.ts'

/** Why a row does not fit, and the column or path that says so (null where no single one does). Never leaves its row. */
export class Unfit extends Error {
  readonly column: string | null
  constructor(column: string | null, reason: string) {
    super(reason)
    this.column = column
  }
}

/** What a field of a record must be, whatever its source writes; text where nothing is said. */
export type Want = 'text' | 'time' | 'number' | 'boolean' | 'money'
export const WANTS: Readonly<Record<string, Want>> = {
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

export type ReadRow<Row> = (row: Row) => PropertyValue

/** How a source reads its rows: a line of a file, an item of an answer. Values come as `WANTS` has them, or as null. */
export interface RowReader<Row> {
  /** Whether the source says anything of a field. */
  has(field: string): boolean
  read(field: string): ReadRow<Row>
  /** A field without which there is no record. */
  need(field: 'kind' | 'at'): ReadRow<Row>
  /** Throws `Unfit` for what is no address. */
  email: (row: Row) => string | null
  timeZone: (row: Row) => string | null
  /** For the record's amount of money. */
  currency: (row: Row) => string | null
  /** For its monthly revenue. */
  mrrCurrency: (row: Row) => string | null
  properties: (row: Row) => Properties
}

export type Build<Row> = (row: Row, externalId: string) => SyncRecord
export type OwnerOf<Row> = (row: Row) => OwnerRef

const asText = (value: PropertyValue): string | null => (value === null ? null : String(value))
const asName = (value: PropertyValue): string | null => (value === null ? null : bareName(String(value)) || null)
const asCountry = (value: PropertyValue): string | null => (value === null ? null : countryOf(String(value)))
const asNumber = (value: PropertyValue): number | null => (typeof value === 'number' ? value : null)

export function accountBuilder<Row>(from: RowReader<Row>): Build<Row> {
  const name = from.read('name')
  const plan = from.read('plan')
  const country = from.read('country')
  const owner = from.read('owner')
  const signedUpAt = from.read('signedUpAt')
  const renewsAt = from.read('renewsAt')
  const churnedAt = from.read('churnedAt')
  const mrr = from.read('mrr')
  const domain = from.read('domain')
  const externalRef = from.read('externalRef')
  return (row, externalId) => {
    const mrrMinor = asNumber(mrr(row))
    return {
      record: 'account',
      externalId,
      name: asName(name(row)) ?? externalId,
      plan: asText(plan(row)),
      country: asCountry(country(row)),
      timeZone: from.timeZone(row),
      owner: asText(owner(row)),
      signedUpAt: asNumber(signedUpAt(row)),
      renewsAt: asNumber(renewsAt(row)),
      churnedAt: asNumber(churnedAt(row)),
      mrrMinor,
      currency: mrrMinor === null ? null : from.currency(row),
      domain: asText(domain(row)),
      email: from.email(row),
      externalRef: asText(externalRef(row)),
      properties: from.properties(row),
    }
  }
}

export function contactBuilder<Row>(from: RowReader<Row>, owner: OwnerOf<Row>): Build<Row> {
  const name = from.read('name')
  const locale = from.read('locale')
  const consent = from.read('consent')
  return (row, externalId) => {
    const agreed = consent(row)
    return {
      record: 'contact',
      externalId,
      account: owner(row),
      name: asName(name(row)),
      email: from.email(row),
      timeZone: from.timeZone(row),
      locale: asText(locale(row)),
      consent: typeof agreed === 'boolean' ? agreed : null,
      properties: from.properties(row),
    }
  }
}

export function eventBuilder<Row>(from: RowReader<Row>, owner: OwnerOf<Row>): Build<Row> {
  const kind = from.need('kind')
  const at = from.need('at')
  const value = from.read('value')
  return (row, externalId) => ({
    record: 'event',
    externalId,
    account: owner(row),
    kind: String(kind(row)),
    at: Number(at(row)),
    value: asNumber(value(row)),
    properties: from.properties(row),
  })
}

/** The states that an object went through, where its source knows them; `state` and `since` are those of now. */
export type StaysOf<Row> = (row: Row, state: string | null, since: number | null) => SourceStay[]

export function objectBuilder<Row>(
  from: RowReader<Row>,
  owner: OwnerOf<Row>,
  kind: string,
  staysOf: StaysOf<Row> = () => [],
): Build<Row> {
  const state = from.read('state')
  const stateSince = from.has('stateSince') ? from.read('stateSince') : null
  const openedAt = from.read('openedAt')
  const closedAt = from.read('closedAt')
  const dueAt = from.read('dueAt')
  const amount = from.read('amount')
  const lane = from.read('lane')
  const author = from.has('author') ? from.read('author') : null
  const mrr = from.has('mrr') ? from.read('mrr') : null
  return (row, externalId) => {
    const said = asText(state(row))
    const since = stateSince && asNumber(stateSince(row))
    const amountMinor = asNumber(amount(row))
    const stays = staysOf(row, said, since)
    const now = said ?? stays.at(-1)?.state ?? null
    return {
      record: 'object',
      externalId,
      account: owner(row),
      kind,
      state: now,
      openedAt: asNumber(openedAt(row)),
      closedAt: asNumber(closedAt(row)),
      dueAt: asNumber(dueAt(row)),
      amountMinor,
      currency: amountMinor === null ? null : from.currency(row),
      lane: asText(lane(row)),
      properties: { ...from.properties(row), ...(mrr && shareOf(asNumber(mrr(row)), () => from.mrrCurrency(row))) },
      ...(mrr ? { addsToMrr: true } : {}),
      ...(stateSince ? { stateSince: since } : {}),
      ...(author ? { author: asText(author(row)) } : {}),
      ...(stays.length > 0 ? { stays } : {}),
    }
  }
}

/** What an object adds to monthly revenue, as its properties keep it. */
const shareOf = (minor: number | null, currency: () => string | null): Properties => ({
  mrr_minor: minor,
  mrr_currency: minor === null ? null : currency(),
})

/** Keeps further values under their names. */
export function propertyReader<Row>(reads: readonly (readonly [string, ReadRow<Row>])[]): (row: Row) => Properties {
  return row => {
    const kept: Properties = {}
    for (const [name, read] of reads) kept[name] = read(row)
    return kept
  }
}

/** An address that cannot be read; who counts loses nobody for it. */
export type OnNoEmail = (text: string) => void

/**
 * An e-mail address or nothing. What is none is told to `unread`, which sets the field aside and keeps the record; where
 * nobody counts, it throws `Unfit`, naming its place in the row.
 */
export function emailReader<Row>(
  read: ReadRow<Row>,
  place: string | null,
  unread?: OnNoEmail,
): (row: Row) => string | null {
  return row => {
    const text = asText(read(row))
    if (text === null) return null
    const address = mailboxOf(text)
    if (address !== null) return address
    if (!unread || place === null) throw new Unfit(place, `“${shortened(text)}” is not an e-mail address.`)
    unread(text)
    return null
  }
}

/**
 * The IANA zone that a name stands for, 10,000 of them remembered; null where nobody knows it. Quiet hours are computed in it later, so no
 * other name must get that far. Names of Windows and Rails are understood.
 */
export function zoneNames(spellingOf = zoneSpelling): (name: string) => string | null {
  const known = new Map<string, string | null>()
  return name => {
    let zone = known.get(name)
    if (zone === undefined) {
      zone = spellingOf(zoneOfName(name) ?? name.trim())
      if (known.size < 10_000) known.set(name, zone)
    }
    return zone
  }
}

/** A value as words about it show it. */
export const shortened = (text: string): string => (text.length > 60 ? `${text.slice(0, 57)}…` : text)
