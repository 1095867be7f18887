import { type Currencies, NO_CURRENCIES } from '../../../shared/exchange.ts'
import { FailureError, ok, type Result } from '../../../shared/result.ts'
import type { Scalar } from '../../../shared/trigger/measures/parts.ts'
import { type Comparison, type Condition, comparisonsOf, thresholdOf } from '../../../shared/trigger/trigger.ts'
import { isUnknown, type Lacking, NOTHING_LACKS } from '../language/supply.ts'
import { columnName, figureOf } from '../measures/measures.ts'
import type { AttributeRef } from '../meter/dates.ts'
import { attributeCell } from './attributes.ts'
import { cacheLayout, type Layout, warehouseLayout } from './layout.ts'
import type { WarehouseMapping } from './mapping.ts'
import { type Printed, printPostgres, printSqlite } from './print.ts'
import { type Draft, keyOf, kindIs, objectSources, placeOf, SELF, type Selves } from './rows.ts'
import { bound, column, type Expr, either, isSet, type Join, NEVER, number, op, type Select, typeOf } from './sql.ts'

/** How many accounts are answered at most; null is no limit. */
export interface CompileOptions {
  limit: number | null
  /** Where the condition stands in its trigger, for failures. */
  path?: string
  /** The kind of objects that it is asked of, one by one: an account is answered where it holds for any of them. */
  each?: string | undefined
  /** What no source supplies, by name: unknown. */
  lacking?: Lacking
  /** By which amounts are compared. */
  currencies?: Currencies
}

/** Where an answer in the cache takes what is usual of a stay from: as it was learned, or worked out from the stays. */
interface CacheOptions extends CompileOptions {
  usual?: 'learned' | 'stays'
}

/**
 * The accounts for which a condition holds at `t` (UTC ms), in the cache. Columns `account` (row id) and `f0`, `f1` … what
 * each comparison measured, in order of appearance; NULL where it is undefined.
 */
export const compileSqlite = (
  condition: Condition,
  t: number,
  options: CacheOptions = { limit: null },
): Result<Printed<string | number>> =>
  draw(
    condition,
    t,
    options.usual === 'stays' ? { ...cacheLayout, quantiles: null } : cacheLayout,
    options,
    printSqlite,
  )

/** The same question of a customer's own tables. `account` is the warehouse's id as text. */
export const compilePostgres = (
  condition: Condition,
  t: number,
  mapping: WarehouseMapping,
  options: CompileOptions = { limit: null },
): Result<Printed<string | number | boolean>> => draw(condition, t, warehouseLayout(mapping), options, printPostgres)

function draw<Statement>(
  condition: Condition,
  t: number,
  layout: Layout,
  options: CompileOptions,
  print: (select: Select) => Statement,
): Result<Statement> {
  try {
    return ok(print(holding(condition, t, layout, options)))
  } catch (error) {
    if (error instanceof FailureError) return { ok: false, error: error.failure }
    throw error
  }
}

/** One row for each account for which the condition is true: neither false nor undefined. */
function holding(condition: Condition, t: number, layout: Layout, options: CompileOptions): Select {
  const { limit, path = 'when', each, lacking = NOTHING_LACKS, currencies = NO_CURRENCIES } = options
  const selves: Selves | null = each === undefined ? null : { kind: each, keys: [] }
  const draft: Draft = { layout, t, currencies, parts: [], joins: [], selves }
  const figures: Expr[] = []
  const truth = truthOf({ draft, figures, lacking }, condition, path)
  const { id, churnedAt, relation } = layout.accounts
  const inAll = {
    columns: [
      { name: 'account', value: { field: { alias: 'a', name: id, stored: 'text' }, as: 'text' } as Expr },
      ...figures.map((value, n) => ({ name: `f${n}`, value })),
    ],
    from: { relation, alias: 'a' },
    joins: selves ? [objectsAsked(draft, selves, id), ...draft.joins] : draft.joins,
    // Who has left cannot be kept from trouble any more.
    where: churnedAt
      ? [
          truth,
          {
            any: [
              { noMoment: { alias: 'a', ...churnedAt } },
              { not: { moment: { alias: 'a', ...churnedAt }, after: null, until: t } },
            ],
          },
        ]
      : [truth],
  } satisfies Select
  const last = limit === null ? {} : { limit }
  if (!selves) return { with: draft.parts, ...inAll, orderBy: [{ by: column('a', id) }], ...last }
  return { with: draft.parts, ...oncePerAccount(inAll, id), ...last }
}

/** The objects that the condition is asked of: account, id, the entry that they lie in, and their keys `k0`, `k1` … */
function objectsAsked(draft: Draft, { kind, keys }: Selves, id: string): Join {
  const union = objectSources(draft, { kind }, 'each').map(source => ({
    columns: [
      { name: 'account', value: column('x', source.account) },
      { name: 'id', value: column('x', source.id) },
      { name: 'place', value: placeOf(draft.layout.objects.indexOf(source)) },
      ...keys.map((name, n) => ({ name: `k${n}`, value: keyOf(source, name) })),
    ],
    from: { relation: source.relation, alias: 'x' },
    where: kindIs(source.kind, kind),
  }))
  return { relation: { union }, alias: SELF, left: false, on: op(column(SELF, 'account'), '=', column('a', id)) }
}

/** Among an account's objects for which the condition holds the first one stands for all. */
function oncePerAccount(every: Select, id: string): Select {
  const order = [{ by: column(SELF, 'place') }, { by: column(SELF, 'id') }]
  const ranked: Select = {
    ...every,
    columns: [
      ...every.columns,
      { name: 'key', value: column('a', id) },
      { name: 'nth', value: { rowNumber: { partition: [column('a', id)], order } } },
    ],
  }
  return {
    columns: every.columns.map(({ name }) => ({ name, value: column('h', name) })),
    from: { relation: { select: ranked }, alias: 'h' },
    where: [op(column('h', 'nth'), '=', number(1))],
    orderBy: [{ by: column('h', 'key') }],
  }
}

/** A statement in the making: what it is built with, what its comparisons measure so far, and what is unknown in it. */
interface Making {
  draft: Draft
  figures: Expr[]
  lacking: Lacking
}

function truthOf(making: Making, condition: Condition, path: string): Expr {
  const part = (of: Condition, place: string) => truthOf(making, of, `${path}.${place}`)
  if ('all' in condition) return { all: condition.all.map((of, n) => part(of, `all.${n}`)) }
  if ('any' in condition) return { any: condition.any.map((of, n) => part(of, `any.${n}`)) }
  if ('not' in condition) return { not: part(condition.not, 'not') }
  if (!isUnknown(condition, making.lacking)) return compare(making.draft, condition, path, making.figures)
  making.figures.push({ nothing: 'number' })
  return { nothing: 'boolean' }
}

const SIGNS = { '>=': '>=', '>': '>', '<=': '<=', '<': '<', '=': '=' } as const

function compare(draft: Draft, comparison: Comparison, path: string, figures: Expr[]): Expr {
  const { measure, op: sign } = comparison
  // Tables that are not ours name countries as they please.
  const isForeign = measure.type === 'attribute' && draft.layout.foreign
  const threshold = isForeign ? comparison.threshold : thresholdOf(comparison)
  const values = Array.isArray(threshold) ? threshold : [threshold]
  if (measure.type === 'attribute') {
    figures.push(attributeCell(draft, measure, 'number', `${path}.measure`))
    return { any: values.map(value => attributeIs(draft, measure, sign, value, `${path}.measure`)) }
  }
  const figure = figureOf(draft, measure, `${path}.measure`)
  figures.push(figure)
  return op(figure, sign === 'in' ? '=' : SIGNS[sign], number(Number(values[0])))
}

const KINDS = ['number', 'text', 'boolean'] as const

/** A value of another kind is not equal to the wanted one; whether it is more or less is undefined. */
function attributeIs(draft: Draft, of: AttributeRef, sign: Comparison['op'], value: Scalar, path: string): Expr {
  const wanted = typeOf(value)
  const others = KINDS.filter(kind => kind !== wanted).map(kind => isSet(attributeCell(draft, of, kind, path)))
  const own = attributeCell(draft, of, wanted, path)
  if (sign !== '=' && sign !== 'in') return op(own, SIGNS[sign], bound(value))
  return either({ any: others }, NEVER, op(own, '=', bound(value)))
}

/** What `f0`, `f1` … are called, in short: `count payment_failed 14d`. */
export const figureLabels = (condition: Condition): string[] =>
  comparisonsOf(condition).map(({ measure }) => columnName(measure))
