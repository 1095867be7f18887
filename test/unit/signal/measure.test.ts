import { describe, expect, it } from 'vitest'
import { meterOf, planMeasure } from '../../../main/signal/measures/measures.ts'
import { anomalyAt } from '../../../main/signal/meter/anomaly.ts'
import {
  type Fact,
  learnedUntil,
  lookback,
  type ObjectFact,
  type Rows,
  rowsOf,
} from '../../../main/signal/meter/rows.ts'
import { DAY } from '../../../shared/trigger/duration.ts'
import type { EventMeasure, Measure, PlainMeasure } from '../../../shared/trigger/measures/measures.ts'

const T = 1_000 * DAY
const fact = (daysAgo: number, value: number | null = null, properties = {}): Fact => ({
  id: Math.round(daysAgo * 100),
  at: T - daysAgo * DAY,
  value,
  properties: JSON.stringify(properties),
})
const read = (measure: Measure, facts: Fact[]) => {
  const meter = meterOf(planMeasure(measure), { events: new Map([['used', facts]]) })
  return { ...meter, value: meter.value(T), ...meter.share?.(T) }
}
const events = { kind: 'used' }
const UNDATED = { openedAt: null, closedAt: null, dueAt: null, lane: null, properties: '{}', stays: [] }

describe('a measure', () => {
  it('counts what lies in the window: its beginning is outside, its end inside', () => {
    const facts = [fact(0), fact(13.9), fact(14), fact(20)]
    expect(read({ type: 'count', events, over: '14d' }, facts).value).toBe(2)
  })

  it('ignores what is dated after the moment', () => {
    expect(read({ type: 'count', events, over: '14d' }, [fact(-1), fact(1)]).value).toBe(1)
  })

  it('counts only events whose properties are those asked for', () => {
    const facts = [fact(1, null, { reason: 'declined' }), fact(2, null, { reason: 'expired' }), fact(3)]
    const where = { reason: 'declined' }
    expect(read({ type: 'count', events: { ...events, where }, over: '14d' }, facts).value).toBe(1)
  })

  it('counts only what is the object’s own, each object’s apart from the next one’s', () => {
    const facts = new Map([
      ['used', [fact(1, null, { order: 'A' }), fact(2, null, { order: 'B' }), fact(3, null, { order: 'A' })]],
    ])
    const plan = planMeasure({ type: 'count', events: { ...events, of: { their: 'order' } }, over: '14d' })
    // What one account's measures have read is kept for all of its objects.
    const rows = new Map()
    const count = (externalId: string) => {
      const id = externalId.charCodeAt(0)
      const self: ObjectFact = { ...UNDATED, id, externalId }
      return meterOf(plan, { events: facts, rows, self }).value(T)
    }
    expect(['A', 'B', 'C', 'A'].map(count)).toEqual([2, 1, 0, 2])
  })

  it('sums the value, or a property, and takes what is missing as nothing', () => {
    const facts = [fact(1, 5, { errors: 2 }), fact(2, null, { errors: 'many' }), fact(3, 7)]
    expect(read({ type: 'sum', events, field: 'value', over: '14d' }, facts).value).toBe(12)
    expect(read({ type: 'sum', events, field: 'errors', over: '14d' }, facts).value).toBe(2)
  })

  it("compares with the account's own baseline, which ends where the window begins", () => {
    const rate: Measure = { type: 'rate', events, field: 'value', over: '10d', baseline: '100d', minimum: 2 }
    const { value, recent, usual } = read(rate, [fact(5, 3), fact(30, 40), fact(60, 60), fact(111, 999)])
    expect({ value, recent, usual }).toEqual({ value: 0.3, recent: 3, usual: 10 })
  })

  it('counts events for a rate without a field', () => {
    const rate: Measure = { type: 'rate', events, over: '10d', baseline: '100d', minimum: 2 }
    expect(read(rate, [fact(5), fact(30), fact(60)]).value).toBe(5)
  })

  it('is undefined where the baseline is too thin or empty of amounts', () => {
    const rate: Measure = { type: 'rate', events, field: 'value', over: '10d', baseline: '100d', minimum: 2 }
    expect(read(rate, [fact(5, 3), fact(30, 40)]).value).toBeNull()
    expect(read(rate, [fact(5, 3), fact(30, 0), fact(31, 0)]).value).toBeNull()
  })

  it('can change when a row leaves the window, and when it leaves the baseline', () => {
    const meter = read({ type: 'rate', events, over: '10d', baseline: '100d', minimum: 1 }, [fact(4)])
    expect(meter.nextEdge(T)).toBe(T + 6 * DAY)
    expect(meter.nextEdge(T + 6 * DAY)).toBe(T + 106 * DAY)
    expect(meter.nextEdge(T + 106 * DAY)).toBe(Number.POSITIVE_INFINITY)
  })

  it('looks at an earlier window where it is told to', () => {
    const facts = [fact(1), fact(8), fact(9), fact(15)]
    expect(read({ type: 'count', events, over: '7d', ago: '7d' }, facts).value).toBe(2)
  })

  it('finds the largest and the latest, and nothing where no event has the field', () => {
    const facts = [fact(9, 7), fact(3, 2), fact(1)]
    expect(read({ type: 'max', events, field: 'value', over: '14d' }, facts).value).toBe(7)
    expect(read({ type: 'max', events, field: 'value', over: '2d' }, facts).value).toBeNull()
    expect(read({ type: 'last', events, field: 'value' }, facts).value).toBe(2)
    expect(read({ type: 'last', events, field: 'value', over: '2d' }, facts).value).toBeNull()
  })

  it('knows the time since the latest event, however old, and nothing where there never was one', () => {
    expect(read({ type: 'since', events }, [fact(400), fact(300), fact(-1)]).value).toBe(300 * DAY)
    expect(read({ type: 'since', events }, [fact(-1)]).value).toBeNull()
  })

  it('counts values that the baseline did not have, once there is a baseline', () => {
    const novel: Measure = { type: 'novel', events, field: 'country', over: '2d', baseline: '30d' }
    const [here, there] = [{ country: 'DE' }, { country: 'BR' }]
    expect(read(novel, [fact(9, null, here), fact(1, null, here), fact(0.5, null, there)]).value).toBe(1)
    expect(read(novel, [fact(1, null, there)]).value).toBeNull()
  })

  it('divides one measure by another, and says nothing where that is nothing', () => {
    const ratio: Measure = {
      type: 'ratio',
      of: { type: 'count', events, over: '2d' },
      to: { type: 'count', events, over: '10d' },
    }
    expect(read(ratio, [fact(1), fact(5), fact(6), fact(7)]).value).toBe(0.25)
    expect(read(ratio, []).value).toBeNull()
  })
})

describe('what a measure reads', () => {
  const plan = (measure: Measure) => planMeasure(measure)

  it('reaches back over its window, the one before it and what lies between', () => {
    const over = '2d'
    expect(lookback(plan({ type: 'count', events, over, ago: '3d' }))).toBe(5 * DAY)
    expect(lookback(plan({ type: 'rate', events, over, baseline: '10d', minimum: 1 }))).toBe(12 * DAY)
    expect(lookback(plan({ type: 'novel', events, field: 'country', over, baseline: '10d' }))).toBe(12 * DAY)
    expect(lookback(plan({ type: 'last', events, field: 'value', over }))).toBe(2 * DAY)
    expect(lookback(plan({ type: 'age', date: { attribute: 'renews_at' } }))).toBe(0)
    for (const endless of [{ type: 'since', events } as const, { type: 'last', events, field: 'value' } as const])
      expect(lookback(plan(endless))).toBe(Number.POSITIVE_INFINITY)
    // The bucket that is not full, the last full one, and the one in which the baseline begins.
    expect(lookback(plan({ type: 'anomaly', events, every: '1d', baseline: '10d', minimum: 1 }))).toBe(13 * DAY)
  })

  it('is refused where a duration is none', () => {
    expect(() => plan({ type: 'count', events, over: '2 moons' })).toThrow('not a duration: 2 moons')
  })

  it('is found once for measures of the same rows, and apart for those of others', () => {
    const facts = [fact(3, 7, { n: 1 }), fact(1, null, { n: 2 })]
    const rows = new Map<string, Rows>()
    const value = (measure: Measure) => meterOf(plan(measure), { events: new Map([['used', facts]]), rows }).value(T)
    const over = '14d'
    expect(value({ type: 'count', events, over })).toBe(2)
    expect(value({ type: 'sum', events, field: 'value', over })).toBe(7)
    expect(value({ type: 'max', events, field: 'value', over })).toBe(7)
    expect(value({ type: 'sum', events, field: 'n', over })).toBe(3)
    expect(value({ type: 'count', events: { ...events, where: { n: 2 } }, over })).toBe(1)
    expect(value({ type: 'novel', events, field: 'n', over: '2d', baseline: '12d' })).toBe(1)
    expect(rows.size).toBe(6)
    expect(value({ type: 'count', events, over: '2d' })).toBe(1)
    expect(rows.size).toBe(6)
    const again = planMeasure<EventMeasure>({ type: 'count', events, over: '3d' })
    const known = { events: new Map([['used', facts]]), rows }
    expect(rowsOf(again, known)).toBe(rowsOf(again, known))
  })

  it('is put in order of time, and of id where the time is the same', () => {
    const ids = (...some: [id: number, at: number][]) =>
      rowsOf(planMeasure<EventMeasure>({ type: 'count', events, over: '14d' }), {
        events: new Map([['used', some.map(([id, at]) => ({ id, at, value: null, properties: '{}' }))]]),
      }).ids
    expect(ids([1, 5], [3, 5], [2, 7])).toEqual([1, 3, 2])
    expect(ids([3, 5], [1, 5])).toEqual([1, 3])
    expect(ids([1, 6], [2, 5])).toEqual([2, 1])
    expect(ids([9, -4], [2, 7], [1, 5], [0, 5])).toEqual([9, 0, 1, 2])
  })

  it('adds up fractions as they are, without a trace of those before the window', () => {
    const facts = [fact(9, 0.1), fact(3, 0.2), fact(2, 0.3)]
    expect(read({ type: 'sum', events, field: 'value', over: '5d' }, facts).value).toBe(0.5)
  })

  it('of a stay ends with the day before', () => {
    expect(learnedUntil(3 * DAY)).toBe(3 * DAY)
    expect(learnedUntil(4 * DAY - 1)).toBe(3 * DAY)
  })
})

describe('what can only fall with time', () => {
  const falls = (measure: Measure, ...facts: Fact[]) =>
    meterOf(planMeasure(measure), { events: new Map([['used', facts]]) }).falls === true
  const over = '14d'

  it('is a count, and a sum of amounts that are not negative', () => {
    expect(falls({ type: 'count', events, over }, fact(1))).toBe(true)
    expect(falls({ type: 'sum', events, field: 'value', over }, fact(1, 0), fact(2, 3))).toBe(true)
    expect(falls({ type: 'sum', events, field: 'value', over }, fact(1, 5), fact(2, -1))).toBe(false)
    expect(falls({ type: 'sum', events, field: 'value', over }, fact(1, -0.5))).toBe(false)
  })

  it('is nothing that looks at an earlier window, into which events come, and no other measure', () => {
    expect(falls({ type: 'count', events, over, ago: '1d' }, fact(1))).toBe(false)
    expect(falls({ type: 'max', events, field: 'value', over }, fact(1, 3))).toBe(false)
  })
})

describe('the anomaly of an account', () => {
  const anomaly: Measure = { type: 'anomaly', events, field: 'value', every: '1d', baseline: '40d', minimum: 1 }
  const meter = (...facts: Fact[]) => meterOf(planMeasure(anomaly), { events: new Map([['used', facts]]) })
  // Every noon an amount; the days are T - 41 … T - 1, and today's is not over.
  const noons = Array.from({ length: 41 }, (_, n) => ({ ...fact(41 - n - 0.5, 10 + (n % 3)), id: n }))
  const value = (...facts: Fact[]) => meter(...facts).value(T)
  const scored = (amounts: number[]) => anomalyAt(amounts, DAY, 1, 'metric')
  const amounts = noons.map(({ value: amount }) => amount ?? 0)
  const at = (time: number, amount: number): Fact => ({ ...fact(0, amount), at: time })

  it('is that of the last full day, beside the forty before it', () => {
    expect(scored(amounts)).not.toBeNull()
    expect(value(...noons)).toBe(scored(amounts))
    expect(value(...noons, at(T, 500))).toBe(scored(amounts))
    expect(value(...noons, at(T - 1, 500))).toBe(scored(amounts.with(40, (amounts[40] ?? 0) + 500)))
    expect(value(at(T - 41 * DAY, 500), ...noons)).toBe(scored(amounts.with(0, (amounts[0] ?? 0) + 500)))
    expect(value(at(T - 41 * DAY - 1, 500), ...noons)).toBe(scored(amounts))
  })

  it('knows enough only by what lies in its look back', () => {
    const enough = planMeasure({ ...anomaly, minimum: 600 })
    const known = (...facts: Fact[]) => meterOf(enough, { events: new Map([['used', facts]]) }).value(T) !== null
    expect(amounts.slice(0, -1).reduce((sum, amount) => sum + amount, 0)).toBeLessThan(600)
    expect(known(...noons)).toBe(false)
    expect(known(at(T - 41 * DAY, 500), ...noons)).toBe(true)
    expect(known(at(T - 41 * DAY - 1, 500), ...noons)).toBe(false)
  })

  it('counts the days from the first event on: before it there was no account', () => {
    const young = noons.slice(9)
    expect(value(...young)).toBe(scored(amounts.slice(9)))
    expect(value()).toBeNull()
    expect(value(at(T, 5))).toBeNull()
    expect(value(at(T + 3 * DAY, 5))).toBeNull()
  })

  it('may change with each full day until nothing is in its look back', () => {
    const last = meter(at(T, 5))
    expect(last.nextEdge(T - 1)).toBe(T)
    expect(last.nextEdge(T)).toBe(T + DAY)
    expect(last.nextEdge(T + DAY / 2)).toBe(T + DAY)
    expect(last.nextEdge(T + 42 * DAY - 1)).toBe(T + 42 * DAY)
    expect(last.nextEdge(T + 42 * DAY)).toBe(Number.POSITIVE_INFINITY)
    expect(meter().nextEdge(T)).toBe(Number.POSITIVE_INFINITY)
  })

  it('shows the events of that day', () => {
    const edges = [T - DAY - 1, T - DAY, T - 1, T].map((time, id) => ({ ...at(time, 1), id }))
    const { behind } = meter(...edges)
    if (!behind) throw new Error('there are no events behind it')
    const shown = (t: number) => behind.rows.ids.slice(...behind.window(t))
    expect(shown(T)).toEqual([1, 2])
    expect(shown(T + DAY - 1)).toEqual([1, 2])
    expect(shown(T - 1)).toEqual([0])
    expect(shown(T + DAY)).toEqual([3])
  })
})

describe('a measure of an attribute', () => {
  const meter = meterOf(planMeasure({ type: 'attribute', name: 'plan' }), {
    events: new Map(),
    account: { plan: 'Pro' },
  })

  it('is no number where it is a text', () => {
    expect(meter.value(T)).toBeNull()
    expect(meter.nextEdge(T)).toBe(Number.POSITIVE_INFINITY)
  })
})

describe('one measure by another', () => {
  it('moves where either does', () => {
    const since: PlainMeasure = { type: 'since', events }
    const count: PlainMeasure = { type: 'count', events, over: '14d' }
    const ratio = (of: PlainMeasure, to: PlainMeasure) =>
      meterOf(planMeasure({ type: 'ratio', of, to }), { events: new Map([['used', [fact(2)]]]) })
    expect([ratio(since, count), ratio(count, since), ratio(count, count)].map(({ moves }) => moves)).toEqual([
      true,
      true,
      false,
    ])
    expect(ratio(since, count).value(T)).toBe(2 * DAY)
    expect(ratio(since, count).behind?.rows.ids).toEqual([200])
  })
})

describe('the value of a measure between its edges', () => {
  const moves = (measure: Measure) => meterOf(planMeasure(measure), { events: new Map() }).moves

  it('stands still where things are counted, and moves where time is measured', () => {
    const object = { kind: 'parcel' }
    expect(moves({ type: 'objects', object })).toBe(false)
    expect(moves({ type: 'anomaly', events, every: '1d', baseline: '8d', minimum: 1 })).toBe(false)
    expect(moves({ type: 'count', events, over: '1d' })).toBe(false)
    expect(moves({ type: 'stored', object })).toBe(true)
    expect(moves({ type: 'since', events })).toBe(true)
  })
})

describe('the objects behind a measure', () => {
  const anObject = (id: number, since: number, dueAt: number): ObjectFact => ({
    id,
    externalId: `P${id}`,
    openedAt: null,
    closedAt: null,
    dueAt,
    lane: null,
    properties: '{}',
    stays: [{ state: 'stuck', since: T - since * DAY, until: null }],
  })
  const list = [anObject(1, 3, T + 2 * DAY), anObject(2, 5, T + DAY), anObject(3, 5, T + DAY)]
  const object = { kind: 'parcel', states: ['stuck'] }
  const meter = (measure: Measure) =>
    meterOf(planMeasure(measure), { events: new Map(), objects: new Map([['parcel', list]]), usual: () => 2 * DAY })
  const ids = (measure: Measure, t = T) =>
    meter(measure)
      .objects?.(t)
      .map(({ id }) => id)

  it('are all that are counted, else the first of those that decide', () => {
    expect(ids({ type: 'objects', object })).toEqual([1, 2, 3])
    expect(ids({ type: 'stored', object })).toEqual([2])
    expect(ids({ type: 'until', date: { object, field: 'due_at' } })).toEqual([2])
    expect(ids({ type: 'until', date: { object, field: 'due_at' } }, T + 2 * DAY)).toEqual([])
    expect(ids({ type: 'stored', object }, T - 9 * DAY)).toEqual([])
  })

  it('show the time beside the usual one, only where it is compared with that', () => {
    const relative = { quantile: 0.5, minimum: 1 }
    expect(meter({ type: 'stored', object, relative }).share?.(T)).toEqual({ recent: 5 * DAY, usual: 2 * DAY })
    expect(meter({ type: 'stored', object, relative }).share?.(T - 9 * DAY)).toEqual({ recent: 0, usual: null })
    expect(meter({ type: 'stored', object }).share).toBeUndefined()
  })
  it('are late by the likeliest of them, the first of equal ones; one whose chance is unknown is passed over', () => {
    const late: Measure = { type: 'late', object }
    expect(meter(late).value(T + 1.5 * DAY)).toBe(1)
    expect(ids(late, T + 1.5 * DAY)).toEqual([2])
    expect(meter(late).value(T)).toBeNull()
    expect(ids(late)).toEqual([])
    // Between the steps of a curve the chance does not move.
    expect(meter(late).moves).toBe(false)
  })
})
