import { DAY } from '../../../shared/trigger/duration.ts'
import type { Measure } from '../../../shared/trigger/measures/measures.ts'
import type { Of as Relation } from '../../../shared/trigger/measures/parts.ts'
import { milliseconds as ms } from '../meter/rows.ts'
import type { EventSource } from './layout.ts'
import { type Draft, eventRows, mayHold, ownerOf, ownKey, type RowWindow, refuse, SELF, type Wanted } from './rows.ts'
import { column, type Expr, either, isSet, number, op, type Select, type ValueType } from './sql.ts'

type Of<Type extends Measure['type']> = Extract<Measure, { type: Type }>

/** The window of a measure at t: (t − ago − over, t − ago]. */
function spanOf({ t }: Draft, over: string, ago: string | undefined): { after: number; until: number } {
  const until = t - (ago === undefined ? 0 : ms(ago))
  return { after: until - ms(over), until }
}

/**
 * A part of the statement with one row for each account that has any, or each of its objects where `of` relates the rows
 * to them; joined to the accounts and objects, its columns by name.
 */
export function attach(draft: Draft, of: Relation | undefined, path: string, select: Select): (name: string) => Expr {
  const name = `m${draft.parts.length}`
  draft.parts.push({ name, select })
  const same = (mine: string, theirs: Expr) => op(column(name, mine), '=', theirs)
  const on = [same('account', column('a', draft.layout.accounts.id))]
  if (of === 'this') on.push(same('its', column(SELF, 'id')), same('place', column(SELF, 'place')))
  else if (of) on.push(same('its', ownKey(draft, of.this ?? 'id', path)))
  draft.joins.push({ relation: { named: name }, alias: name, on: { all: on }, left: true })
  return wanted => column(name, wanted)
}

/** Aggregates of the events of a filter, by account. */
function totals(
  draft: Draft,
  events: Of<'count'>['events'],
  span: RowWindow,
  path: string,
  columns: Record<string, Expr>,
  wanted: Wanted<EventSource> = {},
): (name: string) => Expr {
  const owner = ownerOf(events.of, 'e')
  return attach(draft, events.of, `${path}.events`, {
    columns: [...owner, ...Object.entries(columns).map(([name, value]) => ({ name, value }))],
    from: { relation: eventRows(draft, events, span, `${path}.events`, wanted), alias: 'e' },
    groupBy: owner.map(({ value }) => value),
  })
}

const at = column('e', 'at')
const sum = (of: Expr, only?: Expr): Expr => ({ aggregate: 'sum', of, ...(only ? { only } : {}) })
const orZero = (of: Expr): Expr => ({ coalesce: of, to: number(0) })

/** `value`, or a property, of an event. One that has none there gives NULL. */
function fieldOf(draft: Draft, kind: string, field: string, path: string, as: ValueType) {
  const columnOf = (source: EventSource) => (field === 'value' ? source.value : source.property(field))
  const sources = draft.layout.events.filter(source => mayHold(source.kind, kind))
  if (sources.length > 0 && sources.every(source => columnOf(source) === null))
    refuse(`${path}.field`, `no property “${field}” of “${kind}” is mapped.`, `Add it to ${draft.layout.owner}.`)
  return (source: EventSource) =>
    (alias: string): Expr => {
      const found = columnOf(source)
      return found ? { field: { alias, ...found }, as } : { nothing: as }
    }
}

/** What each row adds: its field, nothing where it has none; 1 where events are only counted. */
function amountOf(draft: Draft, kind: string, field: string | undefined, path: string): Wanted<EventSource> {
  if (field === undefined) return { amount: () => () => number(1) }
  const of = fieldOf(draft, kind, field, path, 'number')
  return { amount: source => alias => orZero(of(source)(alias)) }
}

export function countOfEvents(draft: Draft, measure: Of<'count'>, path: string): Expr {
  const rows = { n: { aggregate: 'count', of: null } satisfies Expr }
  return orZero(totals(draft, measure.events, spanOf(draft, measure.over, measure.ago), path, rows)('n'))
}

/** On how many days (UTC) there was one. */
export function daysOfEvents(draft: Draft, measure: Of<'days'>, path: string): Expr {
  const day: Expr = { floor: op(at, '/', number(DAY)) }
  const columns = { days: { aggregate: 'countDistinct', of: day } satisfies Expr }
  return orZero(totals(draft, measure.events, spanOf(draft, measure.over, measure.ago), path, columns)('days'))
}

export function totalOfEvents(draft: Draft, measure: Of<'sum'>, path: string): Expr {
  const wanted = amountOf(draft, measure.events.kind, measure.field, path)
  const span = spanOf(draft, measure.over, measure.ago)
  return orZero(totals(draft, measure.events, span, path, { total: sum(column('e', 'amount')) }, wanted)('total'))
}

export function largestOfEvents(draft: Draft, measure: Of<'max'>, path: string): Expr {
  const wanted = { amount: fieldOf(draft, measure.events.kind, measure.field, path, 'number') }
  const span = spanOf(draft, measure.over, measure.ago)
  const columns = { most: { aggregate: 'max', of: column('e', 'amount') } satisfies Expr }
  return totals(draft, measure.events, span, path, columns, wanted)('most')
}

/** Time since the latest match. */
export function sinceEvents(draft: Draft, measure: Of<'since'>, path: string): Expr {
  const columns = { latest: { aggregate: 'max', of: at } satisfies Expr }
  const latest = totals(draft, measure.events, { after: null, until: draft.t }, path, columns)
  return op(number(draft.t), '-', latest('latest'))
}

/** The daily total of the window as a share of the account's own over the baseline before it. */
export function rateOfEvents(draft: Draft, measure: Of<'rate'>, path: string): Expr {
  const over = ms(measure.over)
  const baseline = ms(measure.baseline)
  const opens = draft.t - over
  const recent = op(at, '>', number(opens))
  const earlier = op(at, '<=', number(opens))
  const amount = column('e', 'amount')
  const of = totals(
    draft,
    measure.events,
    { after: opens - baseline, until: draft.t },
    path,
    {
      recent: sum(amount, recent),
      before: sum(amount, earlier),
      events: { aggregate: 'count', of: null, only: earlier },
    },
    amountOf(draft, measure.events.kind, measure.field, path),
  )
  // In the order in which the local engine calculates, so that rounding is the same.
  const usual = op(op(of('before'), '/', number(baseline)), '*', number(over))
  const enough = op(of('events'), '>=', number(measure.minimum))
  return either(enough, op(orZero(of('recent')), '/', usual), { nothing: 'number' })
}

/** How many values of a property the window has that the baseline had not. */
export function novelOfEvents(draft: Draft, measure: Of<'novel'>, path: string): Expr {
  const opens = draft.t - ms(measure.over)
  const span = { after: opens - ms(measure.baseline), until: draft.t }
  // Numbers and truth values are told apart by kind, as in JSON.
  const kinds = ['text', 'number', 'boolean'] as const
  const wanted = Object.fromEntries(
    kinds.map(kind => [kind, fieldOf(draft, measure.events.kind, measure.field, path, kind)]),
  )
  const value = kinds.map(kind => column('e', kind))
  const earlier = op(at, '<=', number(opens))
  const { of: relation } = measure.events
  const values: Select = {
    columns: [
      ...ownerOf(relation, 'e'),
      { name: 'earlier', value: { aggregate: 'count', of: null, only: earlier } },
      { name: 'all', value: { aggregate: 'count', of: null } },
    ],
    from: { relation: eventRows(draft, measure.events, span, `${path}.events`, wanted), alias: 'e' },
    where: [{ any: value.map(isSet) }],
    groupBy: [...ownerOf(relation, 'e').map(one => one.value), ...value],
  }
  const known = op(column('v', 'earlier'), '>', number(0))
  const of = attach(draft, relation, `${path}.events`, {
    columns: [
      ...ownerOf(relation, 'v'),
      { name: 'fresh', value: { aggregate: 'count', of: null, only: { not: known } } },
      { name: 'known', value: { aggregate: 'count', of: null, only: known } },
    ],
    from: { relation: { select: values }, alias: 'v' },
    groupBy: ownerOf(relation, 'v').map(one => one.value),
  })
  return either(op(of('known'), '>', number(0)), of('fresh'), { nothing: 'number' })
}

/** The field of the latest match that has it; of several at one moment the largest. */
export function latestOfEvents(draft: Draft, measure: Of<'last'>, path: string): Expr {
  const wanted = { amount: fieldOf(draft, measure.events.kind, measure.field, path, 'number') }
  const span = measure.over === undefined ? { after: null, until: draft.t } : spanOf(draft, measure.over, undefined)
  const { of: relation } = measure.events
  const place: Expr = {
    rowNumber: {
      partition: ownerOf(relation, 'e').map(one => one.value),
      order: [
        { by: at, descending: true },
        { by: column('e', 'amount'), descending: true },
      ],
    },
  }
  const ranked: Select = {
    columns: [
      ...ownerOf(relation, 'e'),
      { name: 'amount', value: column('e', 'amount') },
      { name: 'place', value: place },
    ],
    from: { relation: eventRows(draft, measure.events, span, `${path}.events`, wanted), alias: 'e' },
    where: [isSet(column('e', 'amount'))],
  }
  const of = attach(draft, relation, `${path}.events`, {
    columns: [...ownerOf(relation, 'r'), { name: 'latest', value: column('r', 'amount') }],
    from: { relation: { select: ranked }, alias: 'r' },
    where: [op(column('r', 'place'), '=', number(1))],
  })
  return of('latest')
}
