import { describe, expect, it } from 'vitest'
import type { History } from '../../../main/signal/backtest/history.ts'
import { addPoint, newGathering } from '../../../main/signal/backtest/points.ts'
import { newRuns } from '../../../main/signal/backtest/runs.ts'
import { meterOf, planMeasure, replayNote, replayOf } from '../../../main/signal/measures/measures.ts'
import type { Fact } from '../../../main/signal/meter/rows.ts'
import { DAY } from '../../../shared/trigger/duration.ts'
import type { Measure, PlainMeasure } from '../../../shared/trigger/measures/measures.ts'

const T = 1_000 * DAY
const span = { start: T - 20 * DAY, end: T }
const events = { kind: 'used' }

/** One account's events, as a back-test reads them: those after `from`, those without a number as `missing`. */
const historyOf = (facts: readonly Fact[]): History => ({
  points: wanted => (_, visit) => {
    const points = newGathering()
    for (const { at, value } of facts) {
      const amount = wanted.amount.is === 'count' ? 1 : (value ?? wanted.missing)
      if (at > wanted.from && at <= wanted.to) addPoint(points, at, amount)
    }
    visit(0, points)
  },
  objects: () => () => [],
  attribute: () => () => [],
})

/** What the back-test says at a moment of its span. */
function replayed(measure: Measure, facts: readonly Fact[]): (t: number) => number | null {
  const runs = newRuns()
  replayOf(historyOf(facts), measure, span).measure(
    { ids: [1], first: 1, last: 1, units: [{ account: 1, place: 0 }] },
    runs,
    () => {},
  )
  return t => {
    let found = Number.NaN
    for (let n = 0; n < runs.length && (runs.from[n] as number) <= t; n++)
      found = (runs.a[n] as number) * (runs.slope[n] === 1 ? -1 : 1) + (runs.slope[n] as number) * t
    return Number.isNaN(found) ? null : found
  }
}

/** Three or four a day for ten weeks, then silence for a week and a burst on the last days. */
const facts: Fact[] = Array.from({ length: 70 }, (_, n) => 70 - n)
  .flatMap(day => {
    const many = day > 9 ? 3 + (day % 2) : day > 3 ? 0 : 40
    return Array.from({ length: many }, (_, n) => ({ day, n }))
  })
  .map(({ day, n }, id) => ({
    id,
    at: T - day * DAY + n * 60_000,
    // Some hold no number: to a metric they add nothing.
    value: id % 5 === 0 ? null : 1 + (id % 3),
    properties: '{}',
  }))

describe('a replayed anomaly', () => {
  const moments = Array.from({ length: 21 }, (_, n) => T - (20 - n) * DAY)

  it.each([{}, { field: 'value' }])('says on each day what live evaluation says: %j', field => {
    const measure: Measure = { type: 'anomaly', events, every: '1d', baseline: '40d', minimum: 3, ...field }
    const meter = meterOf(planMeasure(measure), { events: new Map([['used', facts]]) })
    const expected = moments.map(t => meter.value(t))
    expect(new Set(expected).size).toBeGreaterThan(5)
    expect(moments.map(replayed(measure, facts))).toEqual(expected)
  })
})

describe('a replayed anomaly whose baseline is no whole number of buckets', () => {
  it('reads its first bucket whole', () => {
    // An event on each day since T − 184 days, where the bucket begins that is the first of 27 at the start of the span.
    const early: Fact[] = Array.from({ length: 184 }, (_, n) => ({
      id: n,
      at: T - (184 - n) * DAY + 1,
      value: null,
      properties: '{}',
    }))
    const all = (minimum: number): Measure => ({ type: 'anomaly', events, every: '6d', baseline: '151d', minimum })
    const meter = (minimum: number) => meterOf(planMeasure(all(minimum)), { events: new Map([['used', early]]) })
    const start = span.start
    // Six days in each of the 26 buckets before the last.
    expect(meter(156).value(start)).not.toBeNull()
    expect(meter(157).value(start)).toBeNull()
    for (const minimum of [156, 157]) expect(replayed(all(minimum), early)(start)).toBe(meter(minimum).value(start))
  })
})

describe('a replayed time since the last event', () => {
  it('goes on with time', () => {
    const measure: Measure = { type: 'since', events }
    const meter = meterOf(planMeasure(measure), { events: new Map([['used', facts]]) })
    for (const t of [T - 19 * DAY, T - 5 * DAY - 1, T]) expect(replayed(measure, facts)(t)).toBe(meter.value(t))
  })
})

describe('what a back-test says of what it cannot know', () => {
  const since: PlainMeasure = { type: 'since', events }
  const count: PlainMeasure = { type: 'count', events, over: '7d' }
  const stored: PlainMeasure = {
    ...{ type: 'stored', object: { kind: 'parcel' }, relative: { quantile: 0.5, minimum: 2 } },
  }
  const note = (of: PlainMeasure, to: PlainMeasure) => replayNote({ type: 'ratio', of, to })

  it('is about a ratio where either part moves with time, else about its parts', () => {
    expect(note(count, count)).toBeNull()
    expect(note(since, count)).toContain('once a day')
    expect(note(count, since)).toBe(note(since, count))
    expect(replayNote(stored)).not.toBeNull()
    expect(replayNote(count)).toBeNull()
  })
})
