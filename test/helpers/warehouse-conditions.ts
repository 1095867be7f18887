import fc from 'fast-check'
import type { MeasureType } from '../../shared/trigger/measures/measures.ts'
import type { AmountTest, EventFilter } from '../../shared/trigger/measures/parts.ts'
import type { Condition } from '../../shared/trigger/trigger.ts'

const where = fc.constantFrom<EventFilter['where']>(
  {},
  {},
  { beta: true },
  { region: 'eu' },
  { region: "o'hare" },
  { region: ['us', 'eu'], errors: [0, 1] },
  { errors: 1 },
  { errors: 'one' },
  { errors: { gte: 1, lt: 3 } },
  { beta: false, region: 'us' },
)
const events = fc.record({ kind: fc.constantFrom('used', 'failed'), where })
const object = fc.record(
  {
    kind: fc.constantFrom('parcel', 'card'),
    states: fc.constantFrom(['stuck'], ['stuck', 'lost'], ['moving']),
    where: fc.constantFrom({ express: true }, { express: [true, false] }, {}),
    amount: fc.constantFrom<AmountTest>(
      { gte: 2, currency: 'EUR' },
      { gt: 1.5, lt: 4, currency: 'USD' },
      { lte: 200, currency: 'JPY' },
      { gte: 1, currency: 'RSD' },
    ),
  },
  { requiredKeys: ['kind'] },
)
const over = fc.constantFrom('1d', '12h', '3d', '7d', '20d')
const ago = fc.constantFrom('12h', '1d', '10d')
const field = fc.constantFrom('value', 'errors')
const attribute = fc.constantFrom('signed_up_at', 'renews_at')
const type = <T extends string>(name: T) => fc.constant(name)
const measure = <T>(of: { [K in keyof T]: fc.Arbitrary<T[K]> }, ...optional: (keyof T)[]) =>
  fc.record(of, { requiredKeys: (Object.keys(of) as (keyof T)[]).filter(key => !optional.includes(key)) } as never)

const counts = {
  count: measure({ type: type('count'), events, over, ago }, 'ago'),
  days: measure({ type: type('days'), events, over, ago }, 'ago'),
  sum: measure({ type: type('sum'), events, field, over, ago }, 'ago'),
  max: measure({ type: type('max'), events, field, over, ago }, 'ago'),
  last: measure({ type: type('last'), events, field, over }, 'over'),
  objects: measure({ type: type('objects'), object }),
  novel: measure({
    type: type('novel'),
    events,
    field: fc.constantFrom('region', 'beta', 'errors'),
    over: fc.constantFrom('1d', '7d'),
    baseline: fc.constantFrom('7d', '20d'),
  }),
}
const counted = fc.oneof(...Object.values(counts))
const shares = {
  rate: measure(
    {
      type: type('rate'),
      events,
      field,
      over: fc.constantFrom('1d', '3d'),
      baseline: fc.constantFrom('7d', '20d'),
      minimum: fc.integer({ min: 1, max: 3 }),
    },
    'field',
  ),
  ratio: measure({ type: type('ratio'), of: counted, to: counted }),
}
const times = {
  since: measure({ type: type('since'), events }),
  until: measure({
    type: type('until'),
    date: fc.oneof(
      fc.record({ attribute }),
      fc.record({ object, field: fc.constantFrom('due_at', 'opened_at', 'closed_at') }),
    ),
  }),
  age: measure({ type: type('age'), date: fc.record({ attribute }) }),
  stored: measure({ type: type('stored'), object }),
}
const named = (...names: string[]) => measure({ type: type('attribute'), name: fc.constantFrom(...names) })

/** Every measure that a warehouse can answer: the compiler names the one that is missing. */
const measures: Record<Exclude<MeasureType, 'anomaly' | 'late'>, fc.Arbitrary<unknown>> = {
  ...{ ...counts, ...shares, ...times },
  attribute: named('properties.seats', 'properties.vip'),
}

const op = fc.constantFrom('>=', '>', '<=', '<', '=')
const compared = (of: fc.Arbitrary<unknown>, threshold: fc.Arbitrary<unknown>, sign: fc.Arbitrary<string> = op) =>
  fc.record({ measure: of, op: sign, threshold }) as fc.Arbitrary<Condition>
const few = fc.integer({ min: 0, max: 4 })
const isEqual = fc.constant('=')
const isIn = fc.constant('in')
const amount = measure(
  { type: type('attribute'), name: fc.constant('mrr_minor'), currency: fc.constantFrom('EUR', 'USD', 'JPY', 'RSD') },
  'currency',
)

const comparison = fc.oneof(
  { weight: 5, arbitrary: compared(counted, few) },
  { weight: 3, arbitrary: compared(fc.oneof(...Object.values(shares)), fc.constantFrom(0, 0.5, 1, 2, 7)) },
  {
    weight: 4,
    arbitrary: compared(fc.oneof(...Object.values(times)), fc.constantFrom('1d', '3d', '12h', '20d', 0, 86_400_000)),
  },
  { weight: 1, arbitrary: compared(measures.attribute, few) },
  { weight: 2, arbitrary: compared(amount, fc.constantFrom(0, 3, 100, 250, 400)) },
  {
    weight: 1,
    arbitrary: compared(named('plan', 'properties.vip'), fc.constantFrom('pro', 'Größe "XL"', true), isEqual),
  },
  {
    weight: 1,
    arbitrary: compared(named('plan', 'properties.seats'), fc.constantFrom(['free', 'pro'], [1, 'pro', 3]), isIn),
  },
)

const relativeTo = (quantile: fc.Arbitrary<number>, minimum: fc.Arbitrary<number>) =>
  compared(
    measure({ type: type('stored'), object, relative: fc.record({ quantile, minimum }) }),
    fc.constantFrom(0.5, 1, 2),
  )

const conditionsOf = (comparisons: fc.Arbitrary<Condition>): fc.Arbitrary<Condition> =>
  fc.letrec<{ condition: Condition }>(tie => ({
    condition: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      comparisons,
      fc.record({ all: fc.array(tie('condition'), { minLength: 1, maxLength: 3 }) }),
      fc.record({ any: fc.array(tie('condition'), { minLength: 1, maxLength: 3 }) }),
      fc.record({ not: tie('condition') }),
    ),
  })).condition

/** The share of stays that is learned: in halves and where ranks are rounded. */
export const QUANTILES = [0.1, 0.5, 0.75, 0.95]
const relative = relativeTo(fc.constantFrom(...QUANTILES), fc.integer({ min: 1, max: 4 }))

/** Conditions in which undefined measures, negations and both kinds of joining occur; those that a warehouse can answer. */
export const someCondition = conditionsOf(
  fc.oneof({ weight: 14, arbitrary: comparison }, { weight: 2, arbitrary: relative }),
)

/** Conditions that ask what is usual of a stay, alone. */
export const someRelative = relative

/** Those that look at one quantile that was put into the cache, whatever its stays say. */
export const someCachedCondition = conditionsOf(
  fc.oneof(
    { weight: 9, arbitrary: comparison },
    { weight: 1, arbitrary: relativeTo(fc.constant(0.95), fc.constant(5)) },
  ),
)

/** Puts a relation to the trigger's object (kind `parcel`) into some of what a condition looks at. */
function related(value: unknown, draw: (n: number) => number): unknown {
  if (Array.isArray(value)) return value.map(one => related(one, draw))
  if (typeof value !== 'object' || value === null) return value
  const inner = Object.fromEntries(Object.entries(value).map(([name, one]) => [name, related(one, draw)])) as Record<
    string,
    Record<string, unknown> | undefined
  >
  const { events: of, object: ofObject } = inner
  if (of)
    inner.events = { ...of, ...[{}, { of: { their: 'thing' } }, { of: { their: 'thing', this: 'parent' } }][draw(3)] }
  if (ofObject) {
    const own = ofObject.kind === 'parcel' ? { of: 'this' } : { of: { their: 'parent', this: 'parent' } }
    inner.object = {
      ...ofObject,
      ...[{}, own, own, { of: { their: 'parent' } }, { of: { their: 'id', this: 'parent' } }][draw(5)],
    }
  }
  return inner
}

/** Conditions about each parcel: its own state and dates, what names it, and what it names. */
export const someConditionOfEach = (conditions: fc.Arbitrary<Condition>): fc.Arbitrary<Condition> =>
  fc
    .tuple(conditions, fc.infiniteStream(fc.nat(59)))
    .map(([condition, draws]) => related(condition, n => (draws.next().value as number) % n) as Condition)
