import { murmur3 } from '../../../shared/hash.ts'
import { minorUnits, staysSource } from './layout.ts'
import type {
  ConstantOrColumn,
  MappedFrom,
  MappedMoment,
  MappedMoney,
  MappedObjects,
  WarehouseMapping,
} from './mapping.ts'
import { kindIs, presentStay } from './rows.ts'
import { type Expr, op, type Select, text, type ValueType } from './sql.ts'

/** One reading of rows that become records: `select` gives columns of the record's fields, `p0`, `p1` … its properties. */
export interface Reading {
  /** Name of the stream that the rows belong to. */
  stream: string
  record: 'account' | 'contact' | 'event' | 'object'
  select: Select
  /** Name of the property in `p0`, `p1` … */
  properties: string[]
}

/** Events of a kind that triggers look at, from this moment (UTC ms) on; null from the beginning. */
export interface EventNeed {
  kind: string
  after: number | null
}

const X = 'x'
const value = (of: { column: string } | undefined, as: ValueType = 'text'): Expr =>
  of ? { field: { alias: X, name: of.column, stored: as }, as } : { nothing: as }
const moment = (of: MappedMoment | undefined): Expr =>
  of ? { field: { alias: X, name: of.column, stored: of.form }, as: 'number' } : { nothing: 'number' }
const minor = (of: MappedMoney | undefined): Expr => (of ? minorUnits(X, of, 'number') : { nothing: 'number' })
const named = (of: ConstantOrColumn | undefined): Expr =>
  of === undefined ? { nothing: 'text' } : 'const' in of ? text(of.const) : value(of)
const asText = (column: string): Expr => value({ column })
const among = (column: string, ids: readonly string[]): Expr => ({
  oneOf: { column: [X, column] },
  values: ids.map(id => ({ id })),
})

type Properties = Record<string, { column: string; type: ValueType }>

function reading(
  entry: { from: MappedFrom; properties?: Properties },
  record: Reading['record'],
  kind: ConstantOrColumn | null,
  columns: Record<string, Expr>,
  where: Expr[],
): Reading {
  const properties = Object.entries(entry.properties ?? {})
  return {
    stream: streamName(entry.from, record, kind),
    record,
    select: {
      columns: [
        ...Object.entries(columns).map(([name, of]) => ({ name, value: of })),
        ...properties.map(([, of], n) => ({ name: `p${n}`, value: value(of, of.type) })),
      ],
      from: { relation: entry.from, alias: X },
      where,
    },
    properties: properties.map(([name]) => name),
  }
}

/** The table and what it holds, so that two entries of one table do not take each other's ids. */
function streamName(from: MappedFrom, record: string, kind: ConstantOrColumn | null): string {
  const place = 'table' in from ? from.table.join('.') : `query ${murmur3(from.query).toString(36)}`
  return `${place} ${kind && 'const' in kind ? kind.const : record}`
}

/** What is to be read of some accounts, owners before what belongs to them. `ids` as the warehouse has them, `t` UTC ms. */
export function factReadings(
  mapping: WarehouseMapping,
  ids: readonly string[],
  needs: { events: readonly EventNeed[]; objects: readonly string[] },
  t: number,
): Reading[] {
  return [
    accounts(mapping, ids),
    ...mapping.objects.flatMap(entry => objects(entry, ids, needs.objects, t)),
    ...mapping.contacts.map(entry => contacts(entry, ids)),
    ...needs.events.flatMap(need => mapping.events.flatMap(entry => events(entry, ids, need, t))),
  ]
}

function accounts({ accounts: of }: WarehouseMapping, ids: readonly string[]): Reading {
  const columns = {
    id: asText(of.id),
    name: value(of.name),
    plan: value(of.plan),
    country: value(of.country),
    timeZone: value(of.timeZone),
    owner: value(of.owner),
    signedUpAt: moment(of.signedUpAt),
    renewsAt: moment(of.renewsAt),
    churnedAt: moment(of.churnedAt),
    mrrMinor: minor(of.mrr),
    currency: named(of.mrr?.currency),
  }
  return reading(of, 'account', null, columns, [among(of.id, ids)])
}

function events(of: WarehouseMapping['events'][number], ids: readonly string[], need: EventNeed, t: number): Reading[] {
  if ('const' in of.kind && of.kind.const !== need.kind) return []
  const columns = {
    id: asText(of.id),
    account: asText(of.account),
    kind: text(need.kind),
    at: moment(of.at),
    value: value(of.value, 'number'),
  }
  const within: Expr = {
    moment: { alias: X, name: of.at.column, stored: of.at.form },
    after: need.after,
    until: t,
  }
  return [reading(of, 'event', of.kind, columns, [among(of.account, ids), ...kindIs(of.kind, need.kind), within])]
}

function objects(of: MappedObjects, ids: readonly string[], kinds: readonly string[], t: number): Reading[] {
  const stays = staysSource(of.stays)
  return wantedKinds(of, kinds).map(kind => {
    const columns = {
      id: asText(of.id),
      account: asText(of.account),
      kind: text(kind),
      state: stays ? { field: { alias: 'y', ...stays.state }, as: 'text' as const } : value(of.state),
      // Where there are stays, they come over automatically.
      stateSince: stays ? moment(undefined) : moment(of.since),
      openedAt: moment(of.openedAt),
      closedAt: moment(of.closedAt),
      dueAt: moment(of.dueAt),
      lane: value(of.lane),
      amountMinor: minor(of.amount),
      currency: named(of.amount?.currency),
    }
    const read = reading(of, 'object', of.kind, columns, [among(of.account, ids), ...kindIs(of.kind, kind)])
    return stays ? { ...read, select: { ...read.select, joins: [presentStay(stays, of.id, t, true)] } } : read
  })
}

const wantedKinds = (of: MappedObjects, kinds: readonly string[]): string[] =>
  kinds.filter(kind => !('const' in of.kind) || of.kind.const === kind)

/** The history of objects of one kind: columns object, state, since, until. */
export interface StaysReading {
  kind: string
  select: Select
}

/** What is to be read of the states that objects of some accounts have been in. */
export function stayReadings(
  mapping: WarehouseMapping,
  ids: readonly string[],
  kinds: readonly string[],
): StaysReading[] {
  return mapping.objects.flatMap(of => {
    const stays = staysSource(of.stays)
    if (!stays) return []
    const field = (name: 'since' | 'until'): Expr => ({ field: { alias: 'y', ...stays[name] }, as: 'number' })
    return wantedKinds(of, kinds).map(kind => ({
      kind,
      select: {
        columns: [
          { name: 'object', value: asText(of.id) },
          { name: 'state', value: { field: { alias: 'y', ...stays.state }, as: 'text' } satisfies Expr },
          { name: 'since', value: field('since') },
          { name: 'until', value: field('until') },
        ],
        from: { relation: of.from, alias: X },
        joins: [
          {
            relation: stays.relation,
            alias: 'y',
            left: false,
            on: op({ column: ['y', stays.object] }, '=', { column: [X, of.id] }),
          },
        ],
        where: [among(of.account, ids), ...kindIs(of.kind, kind)],
      },
    }))
  })
}

function contacts(of: WarehouseMapping['contacts'][number], ids: readonly string[]): Reading {
  const columns = {
    id: asText(of.id),
    account: asText(of.account),
    name: value(of.name),
    email: value(of.email),
    timeZone: value(of.timeZone),
    locale: value(of.locale),
    consent: value(of.consent, 'boolean'),
  }
  return reading(of, 'contact', null, columns, [among(of.account, ids)])
}
