import type { Properties, SyncRecord } from '../../record/record.ts'

/** A row as the reading's columns name it; numbers are double precision or NULL. */
type Row = Record<string, unknown>

const text = (row: Row, name: string): string | null => {
  const value = row[name]
  return value === null || value === undefined ? null : String(value)
}
const number = (row: Row, name: string): number | null => {
  const value = row[name]
  return typeof value === 'number' && Number.isFinite(value) ? value : null
}
const id = (row: Row, name: string): string => text(row, name) ?? ''

function propertiesOf(row: Row, names: readonly string[]): Properties {
  const found: Properties = {}
  names.forEach((name, n) => {
    const value = row[`p${n}`]
    if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') found[name] = value
  })
  return found
}

/** A row of a reading as a record of the cache; `names` are those of its properties `p0`, `p1` … */
export function recordOf(kind: SyncRecord['record'], row: Row, names: readonly string[]): SyncRecord {
  const shared = { externalId: id(row, 'id'), properties: propertiesOf(row, names) }
  const account = { by: 'id', externalId: id(row, 'account') } as const
  switch (kind) {
    case 'account':
      return accountOf(row, shared)
    case 'contact':
      return {
        record: 'contact',
        ...shared,
        account,
        name: text(row, 'name'),
        email: text(row, 'email'),
        timeZone: text(row, 'timeZone'),
        locale: text(row, 'locale'),
        consent: typeof row.consent === 'boolean' ? row.consent : null,
      }
    case 'event':
      return {
        record: 'event',
        ...shared,
        account,
        kind: id(row, 'kind'),
        at: number(row, 'at') ?? 0,
        value: number(row, 'value'),
      }
    case 'object':
      return objectOf(row, { ...shared, account })
  }
}

interface Shared {
  externalId: string
  properties: Properties
}

function accountOf(row: Row, shared: Shared): SyncRecord {
  return {
    record: 'account',
    ...shared,
    name: text(row, 'name') ?? shared.externalId,
    plan: text(row, 'plan'),
    country: text(row, 'country'),
    timeZone: text(row, 'timeZone'),
    owner: text(row, 'owner'),
    signedUpAt: number(row, 'signedUpAt'),
    renewsAt: number(row, 'renewsAt'),
    churnedAt: number(row, 'churnedAt'),
    mrrMinor: number(row, 'mrrMinor'),
    currency: text(row, 'currency'),
  }
}

function objectOf(row: Row, shared: Shared & { account: { by: 'id'; externalId: string } }): SyncRecord {
  return {
    record: 'object',
    ...shared,
    kind: id(row, 'kind'),
    state: text(row, 'state'),
    stateSince: number(row, 'stateSince'),
    openedAt: number(row, 'openedAt'),
    closedAt: number(row, 'closedAt'),
    dueAt: number(row, 'dueAt'),
    amountMinor: number(row, 'amountMinor'),
    currency: text(row, 'currency'),
    lane: text(row, 'lane'),
  }
}
