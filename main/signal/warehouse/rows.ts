import { type Currencies, minorBound } from '../../../shared/exchange.ts'
import { FailureError } from '../../../shared/result.ts'
import { kindsOf } from '../../../shared/trigger/activity.ts'
import {
  BOUNDS,
  type EventFilter,
  type ObjectFilter,
  type Of,
  type PropertyTest,
} from '../../../shared/trigger/measures/parts.ts'
import type { Column, EventSource, Layout, ObjectSource, Stays } from './layout.ts'
import { comparable } from './money.ts'
import {
  bound,
  column,
  type Expr,
  type Join,
  NEVER,
  number,
  op,
  type Relation,
  type Select,
  text,
  typeOf,
} from './sql.ts'

/** What the parts of one statement are built with. `parts` and `joins` grow as measures are added. */
export interface Draft {
  layout: Layout
  /** UTC ms; what is dated later does not exist. */
  t: number
  /** By which amounts are compared. */
  currencies: Currencies
  parts: { name: string; select: Select }[]
  joins: NonNullable<Select['joins']>
  /** The objects that the condition is asked of, one by one; null where it is asked of accounts. */
  selves: Selves | null
}

/** The kind of those objects, and the names of the keys by which other things are related to them, as they are asked for. */
export interface Selves {
  kind: string
  keys: string[]
}

/** The alias of the objects that the condition is asked of. */
export const SELF = 's'
/** Which entry of the layout an object lies in, and its id there, name it. */
export const placeOf = (place: number): Expr => ({ bind: String(place), as: 'text' })

/** What relates an object to others by a name: its id at its source, or a property. */
export function keyOf(source: ObjectSource, name: string, alias = FACT): Expr {
  const found = name === 'id' ? source.externalId : source.property(name)
  return found ? { key: { alias, ...found } } : { nothing: 'text' }
}

/** What one of those objects is known by in a relation, as a column of `SELF`. */
export function ownKey(draft: Draft, name: string, path: string): Expr {
  const { selves } = draft
  if (!selves) return refuse(`${path}.of`, 'the trigger is about no object.', 'Name its objects with “each”.')
  const known = selves.keys.indexOf(name)
  return column(SELF, `k${known >= 0 ? known : selves.keys.push(name) - 1}`)
}

/** The columns that say whose a row is: its account, and, where a filter has `of`, the object that it belongs to. */
export const ownerOf = (of: Of | undefined, alias: string): { name: string; value: Expr }[] =>
  (of === undefined ? ['account'] : of === 'this' ? ['account', 'its', 'place'] : ['account', 'its']).map(name => ({
    name,
    value: column(alias, name),
  }))

/** A window (after, until], UTC ms; `after` null looks back without end. */
export interface RowWindow {
  after: number | null
  until: number
}

/** Columns beside `account` and `at` that a measure wants of each row. */
export type Wanted<Source> = Record<string, (source: Source) => (alias: string) => Expr>

/** What a warehouse cannot answer, with the place in the trigger's JSON. */
export function refuse(path: string, why: string, todo: string): never {
  throw new FailureError({
    kind: 'refused',
    what: 'This trigger cannot run in the warehouse.',
    why: `At ${path}: ${why}`,
    todo,
  })
}

const FACT = 'x'

/** The events of a filter within a span, from every place that may hold their kind: account, at (UTC ms), `wanted`. */
export function eventRows(
  { layout }: Draft,
  filter: EventFilter,
  span: RowWindow,
  path: string,
  wanted: Wanted<EventSource> = {},
): Relation {
  const sources = layout.events.filter(source => mayHold(source.kind, filter.kind))
  if (sources.length === 0)
    refuse(`${path}.kind`, `no events of kind “${filter.kind}” are mapped.`, `Add them to ${layout.owner}.`)
  knowProperties(sources, filter.where, layout, path)
  const { of: relation } = filter
  if (relation) knowProperties(sources, { [relation.their]: '' }, layout, path)
  return {
    union: sources.map(source => ({
      columns: [
        { name: 'account', value: column(FACT, source.account) },
        { name: 'at', value: { field: { alias: FACT, ...source.at }, as: 'number' } },
        ...(relation ? [{ name: 'its', value: propertyKey(source, relation.their) }] : []),
        ...Object.entries(wanted).map(([name, of]) => ({ name, value: of(source)(FACT) })),
      ],
      from: { relation: source.relation, alias: FACT },
      where: [
        ...kindIs(source.kind, filter.kind),
        { moment: { alias: FACT, ...source.at }, after: span.after, until: span.until },
        ...tests(source, filter.where),
      ],
    })),
  }
}

function propertyKey(source: EventSource, name: string): Expr {
  const found = source.property(name)
  return found ? { key: { alias: FACT, ...found } } : { nothing: 'text' }
}

const STAY = 'y'

/** What a measure wants of each object; `since` is when its present state began. */
export type WantedOfObject = Record<string, (source: ObjectSource, since: () => Expr, state: () => Expr) => Expr>

/**
 * The objects of a filter that are open at t, in one of its states where it names some: account, id, `wanted`. Columns of
 * the object are those of alias `x`. Only where a state matters are stays looked at.
 */
export function objectRows(draft: Draft, filter: ObjectFilter, path: string, wanted: WantedOfObject): Relation {
  const sources = objectSources(draft, filter, path)
  return { union: sources.map(source => openObjects(draft, source, filter, path, wanted)) }
}

function openObjects(
  { t, layout, currencies }: Draft,
  source: ObjectSource,
  filter: ObjectFilter,
  path: string,
  wanted: WantedOfObject,
): Select {
  let joined = false
  const needed = (what: string): never =>
    refuse(path, `${what} of “${filter.kind}” objects is not mapped.`, `Add it to ${layout.owner}.`)
  const state = (): Expr => {
    if (source.stays) joined = true
    if (source.stays) return { field: { alias: STAY, ...source.stays.state }, as: 'text' }
    return { field: { alias: FACT, ...(source.state ?? needed('the state')) }, as: 'text' }
  }
  const since = (): Expr => {
    if (source.stays) joined = true
    if (source.stays) return { field: { alias: STAY, ...source.stays.since }, as: 'number' }
    return { field: { alias: FACT, ...(source.since ?? needed('the beginning of the state')) }, as: 'number' }
  }
  const columns = Object.entries(wanted).map(([name, of]) => ({ name, value: of(source, since, state) }))
  const inState: Expr[] = filter.states ? [{ oneOf: state(), values: filter.states.map(text) }] : []
  const joins = source.stays && joined ? [presentStay(source.stays, source.id, t)] : []
  return {
    columns: [
      { name: 'account', value: column(FACT, source.account) },
      { name: 'id', value: column(FACT, source.id) },
      ...belonging(layout, source, filter),
      ...columns,
    ],
    from: { relation: source.relation, alias: FACT },
    joins,
    where: [
      ...kindIs(source.kind, filter.kind),
      ...isOpen(source, t),
      ...inState,
      // Without a history a state that began later says nothing about t.
      ...(!source.stays && source.since && (filter.states || joined) ? [notAfter(FACT, source.since, t)] : []),
      ...amountTests(source, filter, currencies),
      ...tests(source, filter.where),
    ],
  }
}

const SIGNS = { gte: '>=', gt: '>', lte: '<=', lt: '<' } as const

/** What a filter asks of the amount of an object in `FACT`. */
function amountTests(source: ObjectSource, { amount: test }: ObjectFilter, currencies: Currencies): Expr[] {
  if (!test) return []
  const { amount } = source
  if (!amount) return [NEVER]
  const found = comparable(currencies, { minor: amount.minor(FACT), currency: amount.currency(FACT) }, test.currency)
  return BOUNDS.flatMap(name => {
    const bound = test[name]
    return bound === undefined ? [] : [op(found, SIGNS[name], number(minorBound(bound, test.currency)))]
  })
}

/** What an object of a filter with `of` belongs to: the object that it is, or the key that it names. */
function belonging(layout: Layout, source: ObjectSource, { of }: ObjectFilter): { name: string; value: Expr }[] {
  if (of === undefined) return []
  if (of !== 'this') return [{ name: 'its', value: keyOf(source, of.their) }]
  return [
    { name: 'its', value: column(FACT, source.id) },
    { name: 'place', value: placeOf(layout.objects.indexOf(source)) },
  ]
}

const notAfter = (alias: string, of: Column, t: number): Expr => ({
  any: [{ noMoment: { alias, ...of } }, { moment: { alias, ...of }, after: null, until: t }],
})
const notUntil = (alias: string, of: Column, t: number): Expr => ({
  any: [{ noMoment: { alias, ...of } }, { moment: { alias, ...of }, after: t, until: null }],
})

/** Begun and not closed at t; a moment that is not known does not stand in the way. */
const isOpen = (source: ObjectSource, t: number): Expr[] => [
  ...(source.openedAt ? [notAfter(FACT, source.openedAt, t)] : []),
  ...(source.closedAt ? [notUntil(FACT, source.closedAt, t)] : []),
]

/** The one stay of an object that t lies in. */
export const presentStay = (stays: Stays, object: string, t: number, left = false): Join => ({
  relation: stays.relation,
  alias: STAY,
  left,
  on: {
    all: [
      op(column(STAY, stays.object), '=', column(FACT, object)),
      { moment: { alias: STAY, ...stays.since }, after: null, until: t },
      notUntil(STAY, stays.until, t),
    ],
  },
})

/** Every place that may hold objects of a filter. */
export function objectSources({ layout }: Draft, filter: ObjectFilter, path: string): ObjectSource[] {
  const sources = layout.objects.filter(source => mayHold(source.kind, filter.kind))
  if (sources.length === 0)
    refuse(`${path}.kind`, `no objects of kind “${filter.kind}” are mapped.`, `Add them to ${layout.owner}.`)
  knowProperties(sources, filter.where, layout, path)
  if (filter.amount && sources.every(({ amount }) => amount === null))
    refuse(`${path}.amount`, `no amount of “${filter.kind}” objects is mapped.`, `Add it to ${layout.owner}.`)
  const { of } = filter
  if (of && of !== 'this' && of.their !== 'id') knowProperties(sources, { [of.their]: '' }, layout, path)
  return sources
}

type Kind = EventSource['kind']
export const mayHold = (kind: Kind, wanted: string): boolean => 'column' in kind || kindsOf(wanted).includes(kind.const)
export const kindIs = (kind: Kind, wanted: string, alias = FACT): Expr[] =>
  'const' in kind
    ? []
    : [
        {
          oneOf: { field: { alias, name: kind.column, stored: 'text' }, as: 'text' },
          values: kindsOf(wanted).map(text),
        },
      ]

interface WithProperties {
  property(name: string): Column | null
}

function knowProperties(sources: readonly WithProperties[], where: EventFilter['where'], layout: Layout, path: string) {
  for (const name of Object.keys(where ?? {}))
    if (sources.every(source => source.property(name) === null))
      refuse(`${path}.where.${name}`, `no property “${name}” is mapped.`, `Add it to ${layout.owner}.`)
}

/** What a filter asks of the properties of a row in `FACT`. */
export const tests = (source: WithProperties, where: EventFilter['where']): Expr[] =>
  Object.entries(where ?? {}).map(([name, test]) => testOf(source.property(name), test))

function testOf(of: Column | null, test: PropertyTest): Expr {
  if (of === null) return NEVER
  const value = (as: 'number' | 'text' | 'boolean'): Expr => ({ field: { alias: FACT, ...of }, as })
  if (Array.isArray(test)) return { any: test.map(one => op(value(typeOf(one)), '=', bound(one))) }
  if (typeof test !== 'object') return op(value(typeOf(test)), '=', bound(test))
  return {
    all: BOUNDS.flatMap(name => {
      const limit = test[name]
      return limit === undefined ? [] : [op(value('number'), SIGNS[name], bound(limit))]
    }),
  }
}
