import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bind, detect, holdsAt, nextChange, planCondition, valueAt } from '../../../main/signal/language/detect.ts'
import { curveOf } from '../../../main/signal/life/life-curve.ts'
import type { AccountFacts, Fact, ObjectFact } from '../../../main/signal/meter/rows.ts'
import { DAY, HOUR } from '../../../shared/trigger/duration.ts'
import type { Measure, MeasureType } from '../../../shared/trigger/measures/measures.ts'
import { type Condition, comparisonsOf } from '../../../shared/trigger/trigger.ts'
import { runs } from '../../helpers/depth.ts'
import { measureAt, truthAt } from '../../helpers/plain-condition.ts'

/** Everything happens on a grid of six hours, so that moments meet and edges are hit. */
const STEP = 6 * HOUR
const NOW = 120
const AHEAD = 40 * DAY

/** Thousands where somebody asks for them. */
const RUNS = Number(process.env.HISTORIES ?? runs(250))

const duration = fc.integer({ min: 1, max: 12 }).map(n => `${n * 6}h`)
const long = fc.integer({ min: 1, max: 5 }).map(n => `${n * 2}d`)
const number = fc.constantFrom(0, 1, 1, 2, 3, 4, -1, 0.5)
const value = fc.option(number, { nil: null })
const where = fc.option(
  fc.oneof(
    fc.constant({ beta: true }),
    fc.constant({ n: [1, 2, 'x'] }),
    fc.record({
      n: fc.oneof(fc.record({ gte: number }), fc.record({ gt: number, lte: number }), fc.record({ lt: number })),
    }),
  ),
  { nil: undefined },
)
const kind = fc.constantFrom('used', 'failed')
const events = fc
  .record({ kind, where })
  .map(({ kind: of, where: test }) => ({ kind: of, ...(test && { where: test }) }))
const field = fc.constantFrom('value', 'n')
const minimum = fc.integer({ min: 1, max: 3 })
const states = fc.option(fc.constantFrom(['stuck'], ['stuck', 'moving']), { nil: undefined })
const object = fc.record({ states, where }).map(of => ({
  kind: 'parcel',
  ...(of.states && { states: of.states }),
  ...(of.where && { where: of.where }),
}))
const dated = fc.constantFrom('renews_at', 'signed_up_at', 'properties.trial_ends', 'name')
const ago = (measure: object) =>
  fc.option(duration, { nil: undefined }).map(of => ({ ...measure, ...(of && { ago: of }) }))

const counted = fc
  .record({ type: fc.constantFrom('count', 'days', 'sum', 'max'), events, field, over: duration })
  .chain(({ field: of, ...measure }) =>
    ago(measure.type === 'count' || measure.type === 'days' ? measure : { ...measure, field: of }),
  )
/** Every measure of the language: the compiler names the one that is missing. */
type Measured = Exclude<MeasureType, 'count' | 'days' | 'sum' | 'max'> | 'counted' | 'amount'
const measures: Record<Measured, fc.Arbitrary<unknown>> = {
  counted,
  last: fc.record(
    { type: fc.constant('last'), events, field, over: duration },
    { requiredKeys: ['type', 'events', 'field'] },
  ),
  since: fc.record({ type: fc.constant('since'), events }),
  rate: fc.record(
    { type: fc.constant('rate'), events, field, over: duration, baseline: long, minimum },
    { requiredKeys: ['type', 'events', 'over', 'baseline', 'minimum'] },
  ),
  anomaly: fc.record(
    {
      type: fc.constant('anomaly'),
      events,
      field,
      every: fc.constantFrom('6h', '1d'),
      baseline: fc.constantFrom('8d', '20d'),
      minimum,
    },
    { requiredKeys: ['type', 'events', 'every', 'baseline', 'minimum'] },
  ),
  novel: fc.record({ type: fc.constant('novel'), events, field, over: duration, baseline: long }),
  attribute: fc.record({
    type: fc.constant('attribute'),
    name: fc.constantFrom('name', 'mrr_minor', 'properties.tier'),
  }),
  amount: fc.record(
    { type: fc.constant('attribute'), name: fc.constant('mrr_minor'), currency: fc.constantFrom('EUR', 'USD', 'RSD') },
    { requiredKeys: ['type', 'name'] },
  ),
  age: fc.record({ type: fc.constant('age'), date: fc.record({ attribute: dated }) }),
  until: fc.record({
    type: fc.constant('until'),
    date: fc.oneof(
      fc.record({ attribute: dated }),
      fc.record({ object, field: fc.constantFrom('due_at', 'opened_at', 'closed_at') }),
    ),
  }),
  objects: fc.record({ type: fc.constant('objects'), object }),
  late: fc.record({ type: fc.constant('late'), object }),
  stored: fc.record(
    { type: fc.constant('stored'), object, relative: fc.record({ quantile: fc.constant(0.5), minimum }) },
    { requiredKeys: ['type', 'object'] },
  ),
  ratio: fc.record({ type: fc.constant('ratio'), of: counted, to: counted }),
}

const thresholdOf = (of: Measure) => {
  if (of.type === 'attribute') return fc.constantFrom<string | number>('Acme', 2, 100)
  const isTime = ['since', 'until', 'age'].includes(of.type) || (of.type === 'stored' && !of.relative)
  if (of.type === 'late') return fc.constantFrom(0.2, 0.5, 0.8, 1)
  return isTime ? duration : number
}
const comparisonOf = (measure: fc.Arbitrary<unknown>): fc.Arbitrary<Condition> =>
  (measure as fc.Arbitrary<Measure>).chain(of =>
    fc.record({
      measure: fc.constant(of),
      op: fc.constantFrom('>=', '>', '<=', '<', '=') as fc.Arbitrary<'>='>,
      threshold: thresholdOf(of),
    }),
  )
const listed = fc.constant<Condition>({
  measure: { type: 'attribute', name: 'properties.tier' },
  op: 'in',
  threshold: ['Acme', 2],
})
const comparison = fc.oneof(listed, ...Object.values(measures).map(comparisonOf))
const { condition } = fc.letrec<{ condition: Condition }>(tie => ({
  condition: fc.oneof(
    { maxDepth: 2 },
    { weight: 3, arbitrary: comparison },
    { weight: 1, arbitrary: fc.record({ not: tie('condition') }) },
    { weight: 1, arbitrary: fc.record({ all: fc.array(tie('condition'), { minLength: 1, maxLength: 3 }) }) },
    { weight: 1, arbitrary: fc.record({ any: fc.array(tie('condition'), { minLength: 1, maxLength: 3 }) }) },
  ),
}))

const some = { beta: fc.boolean(), n: fc.constantFrom<unknown>(0, 1, 2, 3, 'x', true, null, [1]) }
/** Most of them near now, where windows end. */
const moment = fc
  .oneof(
    { weight: 1, arbitrary: fc.integer({ min: 0, max: NOW + 2 }) },
    { weight: 3, arbitrary: fc.integer({ min: NOW - 20, max: NOW }) },
  )
  .map(n => n * STEP)
/** Dates of accounts and objects lie ahead as often as behind. */
const date = fc.integer({ min: NOW - 12, max: NOW + 12 }).map(n => n * STEP)
const event = fc.record({ kind, at: moment, value, properties: fc.record(some, { requiredKeys: [] }) })
const parcel = fc.record({
  openedAt: fc.option(date),
  closedAt: fc.option(date, { freq: 2 }),
  dueAt: fc.option(date),
  lane: fc.constantFrom('north', 'south', null),
  properties: fc.record(some, { requiredKeys: [] }).map(of => JSON.stringify(of)),
  stays: fc
    .uniqueArray(date, { maxLength: 4 })
    .chain(times => fc.tuple(fc.constant(times.sort((a, b) => a - b)), fc.boolean(), fc.boolean()))
    .map(([times, first, ends]) =>
      times.map((since, n) => ({
        state: (n % 2 === 0) === first ? 'stuck' : 'moving',
        since,
        until: times[n + 1] ?? (ends ? since + 4 * STEP : null),
      })),
    ),
})
/** Lives that end on the grid: those of one lane are known well for a while, the others' go by all. */
const livesOf = (lives: number, longest: number) =>
  curveOf(Array.from({ length: lives }, (_, n) => ({ ms: ((n % longest) + 1) * STEP, ended: true })))
const LIVES = {
  every: livesOf(90, 15),
  lanes: new Map([
    ['north', livesOf(48, 6)],
    ['south', livesOf(5, 5)],
  ]),
}
const DAY_OF = '2026-01-02'
const facts: fc.Arbitrary<AccountFacts> = fc
  .record({
    events: fc.array(event, { maxLength: 10 }),
    parcels: fc.array(parcel, { maxLength: 3 }),
    account: fc.record({
      name: fc.constantFrom('Acme', null),
      mrr_minor: fc.constantFrom(100, 2, 340, null),
      currency: fc.constantFrom('EUR', 'USD', 'JPY', 'RSD', null),
      renews_at: fc.option(date),
      signed_up_at: fc.option(date),
      properties: fc.option(
        fc.record({ tier: fc.constantFrom<unknown>('Acme', 2, null), trial_ends: date }).map(of => JSON.stringify(of)),
      ),
    }),
  })
  .map(({ events: list, parcels, account }) => ({
    events: Map.groupBy(
      list.map((of, id) => ({ ...of, id, properties: JSON.stringify(of.properties) })),
      of => of.kind,
    ) as Map<string, (Fact & { kind: string })[]>,
    objects: new Map([['parcel', parcels.map((of, id): ObjectFact => ({ id, externalId: `P${id}`, ...of }))]]),
    account,
    currencies: {
      reckoning: 'EUR',
      rates: { USD: { perEuro: 1.25, day: DAY_OF }, JPY: { perEuro: 170, day: DAY_OF } },
    },
    lives: () => LIVES,
    usual: ({ lane, minimum: least }) => (lane === 'north' ? 2 * STEP : least > 2 ? null : 4 * STEP),
  }))

const ready = (when: Condition, of: AccountFacts) => bind(planCondition(when), of)

/** The first moment from now on at which counting out gives another answer, or up to which events are known. */
function turnOf(when: Condition, of: AccountFacts): number | null {
  const now = NOW * STEP
  const read = new Set(comparisonsOf(when).flatMap(({ measure }) => kindsOf(measure)))
  const future = [...read].flatMap(name => of.events.get(name) ?? []).filter(({ at }) => at > now)
  const limit = Math.min(now + AHEAD, ...future.map(({ at }) => at))
  const before = truthAt(when, of, now) === true
  for (let t = now; t < limit; t += STEP) {
    // Between two moments of the grid nothing happens; behind one, what was measured exactly may turn.
    const turned = [t, t + 1].find(moment => (truthAt(when, of, moment) === true) !== before)
    if (turned !== undefined) return turned
  }
  return future.length > 0 ? limit : null
}

const kindsOf = (of: Measure): string[] => {
  if (of.type === 'ratio') return [...kindsOf(of.of), ...kindsOf(of.to)]
  return 'events' in of ? [of.events.kind] : []
}

function isForetold(when: Condition, of: AccountFacts): void {
  const now = NOW * STEP
  const turn = turnOf(when, of)
  expect(nextChange(ready(when, of), now)).toBe(turn)
  if (turn === null) return
  // Asked for turns up to it, it is found; asked only for earlier ones, none is.
  for (const until of [turn, turn + STEP]) expect(nextChange(ready(when, of), now, until)).toBe(turn)
  expect(nextChange(ready(when, of), now, turn - 1) ?? turn).toBeGreaterThanOrEqual(turn)
}

describe('a condition', () => {
  it('says at any moment what counting it out says, and so does each of its measures', () => {
    fc.assert(
      fc.property(condition, facts, fc.oneof(moment, date), fc.constantFrom(-1, 0, 0, 1), (when, of, at, off) => {
        const t = at + off
        const bound = ready(when, of)
        comparisonsOf(when).forEach((one, i) => {
          expect(valueAt(bound, i, t)).toBe(measureAt(one.measure, of, t))
        })
        expect(holdsAt(bound, t)).toBe(truthAt(when, of, t) === true)
        expect(detect(bound, t).holds).toBe(holdsAt(bound, t))
      }),
      { numRuns: 20 * RUNS },
    )
  })

  it.each(Object.entries(measures))(
    'on a measure of %s changes by time alone at the moment that was foretold',
    (_, one) => {
      fc.assert(fc.property(comparisonOf(one), facts, isForetold), { numRuns: RUNS })
    },
  )

  it('of several parts changes by time alone at the moment that was foretold', () => {
    fc.assert(fc.property(condition, facts, isForetold), { numRuns: 3 * RUNS })
  })
})
