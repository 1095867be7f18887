import type { MappedFrom, MappedMoment, MappedObjects, WarehouseMapping } from './mapping.ts'
import type { Expr, Field, Relation, Stored, ValueType } from './sql.ts'

/** A column of a relation and how its values lie there. */
export type Column = Omit<Field, 'alias'>

/** A value of a row in `alias`, as a kind of value; NULL where it is of another kind. */
export type Cell = (alias: string, as: ValueType) => Expr

export interface EventSource {
  relation: Relation
  id: string
  account: string
  kind: { const: string } | { column: string }
  at: Column
  value: Column | null
  property(name: string): Column | null
}

export interface Stays {
  relation: Relation
  /** Names the object, like its `id`. */
  object: string
  state: Column
  since: Column
  until: Column
}

export interface ObjectSource {
  relation: Relation
  /** What `stays` name it by. */
  id: string
  /** Its id at its source. */
  externalId: Column
  account: string
  kind: { const: string } | { column: string }
  state: Column | null
  since: Column | null
  openedAt: Column | null
  closedAt: Column | null
  dueAt: Column | null
  lane: Column | null
  /** Its amount in minor units, and their currency. */
  amount: { minor(alias: string): Expr; currency(alias: string): Expr } | null
  property(name: string): Column | null
  stays: Stays | null
}

/** Where the facts lie: in the cache, or in a customer's tables. */
export interface Layout {
  accounts: {
    relation: Relation
    id: string
    churnedAt: Column | null
    /** What a trigger calls an attribute; null where nothing is known of it. */
    attribute(name: string): Cell | null
    /** A moment of the account, UTC ms; null where nothing is known of it. */
    date(name: string): Column | null
  }
  events: EventSource[]
  objects: ObjectSource[]
  /** What was learned about finished stays: kind, state, lane (`*` for all), quantile, stays, ms. Null: to be worked out. */
  quantiles: Relation | null
  /** Who has to add what is missing, for failures. */
  owner: string
  /** A customer's own tables, of whose accounts the cache may know none. */
  foreign: boolean
}

export const cellOf =
  (column: Column): Cell =>
  (alias, as) => ({ field: { alias, ...column }, as })

const plain = (name: string, stored: Stored): Column => ({ name, stored })
const jsonOf =
  (name: string) =>
  (entry: string): Column => ({ name, stored: 'json', entry })

const ACCOUNT_DATES: readonly string[] = ['signed_up_at', 'renews_at', 'churned_at']
const ACCOUNT_TEXTS: readonly string[] = ['name', 'plan', 'country', 'time_zone', 'owner', 'currency']

/** `properties.NAME` is a property, anything else a column of the account. */
export const propertyName = (name: string): string | null =>
  name.startsWith('properties.') ? name.slice('properties.'.length) : null

function cacheAttribute(name: string): Column | null {
  const property = propertyName(name)
  if (property !== null) return jsonOf('properties')(property)
  if (ACCOUNT_TEXTS.includes(name)) return plain(name, 'text')
  if (ACCOUNT_DATES.includes(name)) return plain(name, 'unix_ms')
  return name === 'mrr_minor' ? plain(name, 'number') : null
}

/** The cache's own tables. Accounts are named by their row id. */
export const cacheLayout: Layout = {
  accounts: {
    relation: { table: ['account'] },
    id: 'id',
    churnedAt: plain('churned_at', 'unix_ms'),
    attribute: name => {
      const column = cacheAttribute(name)
      return column && cellOf(column)
    },
    date: cacheAttribute,
  },
  events: [
    {
      relation: { table: ['event'] },
      id: 'id',
      account: 'account_id',
      kind: { column: 'kind' },
      at: plain('at', 'unix_ms'),
      value: plain('value', 'number'),
      property: jsonOf('properties'),
    },
  ],
  objects: [
    {
      relation: { table: ['object'] },
      id: 'id',
      externalId: plain('external_id', 'text'),
      account: 'account_id',
      kind: { column: 'kind' },
      state: plain('state', 'text'),
      since: plain('state_since', 'unix_ms'),
      openedAt: plain('opened_at', 'unix_ms'),
      closedAt: plain('closed_at', 'unix_ms'),
      dueAt: plain('due_at', 'unix_ms'),
      lane: plain('lane', 'text'),
      amount: {
        minor: alias => cellOf(plain('amount_minor', 'number'))(alias, 'number'),
        currency: alias => cellOf(plain('currency', 'text'))(alias, 'text'),
      },
      property: jsonOf('properties'),
      stays: {
        relation: { table: ['object_state'] },
        object: 'object_id',
        state: plain('state', 'text'),
        since: plain('since', 'unix_ms'),
        until: plain('until', 'unix_ms'),
      },
    },
  ],
  quantiles: { table: ['stay_quantile'] },
  owner: 'the cache',
  foreign: false,
}

export const relationOf = (from: MappedFrom): Relation => from

const momentOf = (moment: MappedMoment | undefined): Column | null =>
  moment ? plain(moment.column, moment.form) : null
const textOf = (value: { column: string } | undefined): Column | null => (value ? plain(value.column, 'text') : null)
const propertyOf =
  (properties: Record<string, { column: string; type: ValueType }>) =>
  (entry: string): Column | null => {
    const mapped = Object.hasOwn(properties, entry) ? properties[entry] : undefined
    return mapped ? plain(mapped.column, mapped.type) : null
  }

/** A customer's tables as a mapping describes them. */
export function warehouseLayout(mapping: WarehouseMapping): Layout {
  const { accounts } = mapping
  return {
    accounts: {
      relation: relationOf(accounts.from),
      id: accounts.id,
      churnedAt: momentOf(accounts.churnedAt),
      attribute: name => accountCell(accounts, name),
      date: name => accountDate(accounts, name),
    },
    events: mapping.events.map(events => ({
      relation: relationOf(events.from),
      id: events.id,
      account: events.account,
      kind: events.kind,
      at: plain(events.at.column, events.at.form),
      value: events.value ? plain(events.value.column, 'number') : null,
      property: propertyOf(events.properties),
    })),
    objects: mapping.objects.map(objectSource),
    quantiles: null,
    owner: 'the mapping',
    foreign: true,
  }
}

function objectSource(objects: MappedObjects): ObjectSource {
  return {
    relation: relationOf(objects.from),
    id: objects.id,
    externalId: plain(objects.id, 'text'),
    account: objects.account,
    kind: objects.kind,
    state: textOf(objects.state),
    since: momentOf(objects.since),
    openedAt: momentOf(objects.openedAt),
    closedAt: momentOf(objects.closedAt),
    dueAt: momentOf(objects.dueAt),
    lane: textOf(objects.lane),
    amount: amountOf(objects.amount),
    property: propertyOf(objects.properties),
    stays: staysSource(objects.stays),
  }
}

const amountOf = (amount: MappedObjects['amount']): ObjectSource['amount'] =>
  amount
    ? {
        minor: alias => minorUnits(alias, amount, 'number'),
        currency: alias =>
          'const' in amount.currency
            ? { bind: amount.currency.const, as: 'text' }
            : cellOf(plain(amount.currency.column, 'text'))(alias, 'text'),
      }
    : null

/** The history of a mapping's objects; null where it names none. */
export const staysSource = (stays: MappedObjects['stays']): Stays | null =>
  stays
    ? {
        relation: relationOf(stays.from),
        object: stays.object,
        state: plain(stays.state, 'text'),
        since: plain(stays.since.column, stays.since.form),
        until: plain(stays.until.column, stays.until.form),
      }
    : null

type Accounts = WarehouseMapping['accounts']

function accountDate(accounts: Accounts, name: string): Column | null {
  if (name === 'signed_up_at') return momentOf(accounts.signedUpAt)
  if (name === 'renews_at') return momentOf(accounts.renewsAt)
  if (name === 'churned_at') return momentOf(accounts.churnedAt)
  const property = propertyName(name)
  return property === null ? null : propertyOf(accounts.properties)(property)
}

function accountCell(accounts: Accounts, name: string): Cell | null {
  const { mrr } = accounts
  if (name === 'mrr_minor') return mrr ? (alias, as) => minorUnits(alias, mrr, as) : null
  if (name === 'currency' && mrr) {
    const { currency } = mrr
    if ('const' in currency) return (_, as) => (as === 'text' ? { bind: currency.const, as } : { nothing: as })
    return cellOf(plain(currency.column, 'text'))
  }
  const texts: Record<string, { column: string } | undefined> = {
    name: accounts.name,
    plan: accounts.plan,
    country: accounts.country,
    time_zone: accounts.timeZone,
    owner: accounts.owner,
  }
  const column = Object.hasOwn(texts, name) ? textOf(texts[name]) : accountDate(accounts, name)
  return column && cellOf(column)
}

/** Money in whole minor units, as it comes into the cache. */
export function minorUnits(alias: string, money: { column: string; factor: number }, as: ValueType): Expr {
  if (as !== 'number') return { nothing: as }
  const major: Expr = { field: { alias, name: money.column, stored: 'number' }, as }
  const scaled: Expr = { op: '*', left: major, right: { bind: money.factor, as } }
  return { floor: { op: '+', left: scaled, right: { bind: 0.5, as } } }
}
