import { EVERY_LANE, learnedUntil } from '../meter/rows.ts'
import { type Layout, type ObjectSource, type Stays, warehouseLayout } from './layout.ts'
import type { WarehouseMapping } from './mapping.ts'
import { type Draft, kindIs, mayHold, refuse } from './rows.ts'
import { column, type Expr, isSet, number, op, type Relation, type Select, text } from './sql.ts'

/**
 * What is usual of the stays of a kind's objects: state, lane (`*` for all), stays, ms. Taken from what the cache has
 * learned; where nothing is learned beforehand, worked out in the statement from the finished stays themselves.
 */
export function usualRows(draft: Draft, kind: string, quantile: number, path: string): Relation {
  const { layout, t } = draft
  const select = layout.quantiles
    ? learned(layout.quantiles, kind, quantile)
    : nearestRank(
        withHistory(layout, kind).map(source => finished(source, kind, learnedUntil(t))),
        quantile,
      )
  if (!select)
    return refuse(
      path,
      `the states that “${kind}” objects were in before are not mapped, so what is usual is not known.`,
      addStays(layout, kind),
    )
  // The same question in another comparison of the trigger is asked once.
  const known = draft.parts.find(part => JSON.stringify(part.select) === JSON.stringify(select))
  if (known) return { named: known.name }
  const name = `m${draft.parts.length}`
  draft.parts.push({ name, select })
  return { named: name }
}

/** The places in the mapping that lack a history, by their path in its JSON. */
function addStays(layout: Layout, kind: string): string {
  const places = layout.objects.flatMap((source, n) => (mayHold(source.kind, kind) ? [`objects.${n}.stays`] : []))
  return `Add ${places.join(' or ')} to ${layout.owner} (from, object, state, since, until), or leave “relative” out and compare with a duration.`
}

/** The quantile of a kind's finished stays in a warehouse at `t` (UTC ms), where at least `minimum` are known; null without a history. */
export function usualReading(
  mapping: WarehouseMapping,
  { kind, quantile, minimum }: { kind: string; quantile: number; minimum: number },
  t: number,
): Select | null {
  const sources = withHistory(warehouseLayout(mapping), kind)
  const select = nearestRank(
    sources.map(source => finished(source, kind, learnedUntil(t))),
    quantile,
  )
  const names = ['state', 'lane', 'stays', 'ms']
  return (
    select && {
      columns: names.map(name => ({ name, value: column('u', name) })),
      from: { relation: { select }, alias: 'u' },
      where: [op(column('u', 'stays'), '>=', number(minimum))],
    }
  )
}

const learned = (from: Relation, kind: string, quantile: number): Select => ({
  columns: ['state', 'lane', 'stays', 'ms'].map(name => ({ name, value: column('q', name) })),
  from: { relation: from, alias: 'q' },
  where: [op(column('q', 'kind'), '=', text(kind)), op(column('q', 'quantile'), '=', number(quantile))],
})

type WithHistory = ObjectSource & { stays: Stays }

const withHistory = (layout: Layout, kind: string): WithHistory[] =>
  layout.objects.filter((source): source is WithHistory => source.stays !== null && mayHold(source.kind, kind))

/** Stays of a kind's objects that were over by `until`: state, lane, ms. */
function finished({ relation, id, kind: kinds, lane, stays }: WithHistory, kind: string, until: number): Select {
  const state: Expr = { field: { alias: 'y', ...stays.state }, as: 'text' }
  const since: Expr = { field: { alias: 'y', ...stays.since }, as: 'number' }
  const ended: Expr = { field: { alias: 'y', ...stays.until }, as: 'number' }
  return {
    columns: [
      { name: 'state', value: state },
      { name: 'lane', value: lane ? { field: { alias: 'x', ...lane }, as: 'text' } : { nothing: 'text' } },
      { name: 'ms', value: op(ended, '-', since) },
    ],
    from: { relation, alias: 'x' },
    joins: [
      { relation: stays.relation, alias: 'y', left: false, on: op(column('y', stays.object), '=', column('x', id)) },
    ],
    where: [
      ...kindIs(kinds, kind),
      { moment: { alias: 'y', ...stays.until }, after: null, until },
      isSet(state),
      isSet(since),
    ],
  }
}

/** Nearest rank, by lane and for all lanes: the shortest stay that at least that share of them does not exceed. */
function nearestRank(stays: Select[], quantile: number): Select | null {
  if (stays.length === 0) return null
  const rows = (lane: Expr, where: Expr[]): Select => ({
    columns: [
      { name: 'state', value: column('s', 'state') },
      { name: 'lane', value: lane },
      { name: 'ms', value: column('s', 'ms') },
    ],
    from: { relation: { union: stays }, alias: 's' },
    where,
  })
  const group = [column('l', 'state'), column('l', 'lane')]
  const ranked: Select = {
    columns: [
      ...['state', 'lane', 'ms'].map(name => ({ name, value: column('l', name) })),
      { name: 'place', value: { rowNumber: { partition: group, order: [{ by: column('l', 'ms') }] } } },
      { name: 'stays', value: { rowCount: { partition: group } } },
    ],
    from: {
      relation: { union: [rows(column('s', 'lane'), [isSet(column('s', 'lane'))]), rows(text(EVERY_LANE), [])] },
      alias: 'l',
    },
  }
  // Places are whole, so this is the rank rounded up.
  const reached = op(column('r', 'place'), '>=', op(number(quantile), '*', column('r', 'stays')))
  return {
    columns: [
      { name: 'state', value: column('r', 'state') },
      { name: 'lane', value: column('r', 'lane') },
      { name: 'stays', value: { aggregate: 'max', of: column('r', 'stays') } },
      { name: 'ms', value: { aggregate: 'min', of: column('r', 'ms') } },
    ],
    from: { relation: { select: ranked }, alias: 'r' },
    where: [reached],
    groupBy: [column('r', 'state'), column('r', 'lane')],
  }
}
