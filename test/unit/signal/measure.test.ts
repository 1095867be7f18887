import { describe, expect, it } from 'vitest'
import { type Fact, planMeasure } from '../../../main/signal/language/measure.ts'
import { meterOf } from '../../../main/signal/language/meter-of.ts'
import { DAY } from '../../../shared/trigger/duration.ts'
import type { Measure } from '../../../shared/trigger/trigger.ts'

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
