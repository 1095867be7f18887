import { describe, expect, it } from 'vitest'
import { edges, type Fact, planMeasure, readMeasure, rowsInWindow, rowsOf } from '../../main/signal/measure.ts'
import { DAY } from '../../shared/duration.ts'
import type { Measure } from '../../shared/trigger.ts'

const T = 1_000 * DAY
const fact = (daysAgo: number, value: number | null = null, properties = {}): Fact => ({
  id: Math.round(daysAgo * 100),
  at: T - daysAgo * DAY,
  value,
  properties: JSON.stringify(properties),
})
const read = (measure: Measure, facts: Fact[]) => {
  const plan = planMeasure(measure)
  const rows = rowsOf(plan, new Map([['used', facts]]))
  return { ...readMeasure(plan, rows, T), plan, rows }
}
const events = { kind: 'used' }

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

  it('shows the rows of its window newest first, without those that add nothing', () => {
    const { plan, rows } = read({ type: 'sum', events, field: 'value', over: '14d' }, [
      fact(3, 1),
      fact(1, 2),
      fact(2, 0),
    ])
    expect(rowsInWindow(plan, rows, T).map(row => row.id)).toEqual([100, 300])
  })

  it('can change when a row leaves the window, and when it leaves the baseline', () => {
    const { plan, rows } = read({ type: 'rate', events, over: '10d', baseline: '100d', minimum: 1 }, [fact(4)])
    expect(edges(plan, rows, T, T + 1_000 * DAY)).toEqual([T + 6 * DAY, T + 106 * DAY])
  })
})
