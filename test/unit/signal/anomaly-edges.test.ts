import { describe, expect, it } from 'vitest'
import { ANOMALY_THRESHOLD, anomalyScores, scoreBuckets } from '../../../main/signal/meter/anomaly.ts'
import { ceiling } from '../../../main/signal/meter/anomaly-guess.ts'
import { OrderedWindow } from '../../../main/signal/meter/anomaly-order.ts'
import { settle } from '../../../main/signal/meter/anomaly-settings.ts'
import { DAY, HOUR } from '../../../shared/trigger/duration.ts'

const daily = { every: DAY, kind: 'count' } as const
const times = (length: number, value: number): number[] => new Array<number>(length).fill(value)
const last = (buckets: readonly number[], options: Parameters<typeof scoreBuckets>[1]) =>
  scoreBuckets(buckets, options).at(-1)

describe('the score of a bucket', () => {
  it('is nothing or 0 where nothing ever moves, at whatever height', () => {
    for (const height of [0, 1, 45])
      expect(new Set(scoreBuckets(times(100, height), { every: HOUR }))).toEqual(new Set([null, 0]))
  })

  it('of several spans is the one furthest from 0, and of two that are level that of the shortest', () => {
    // Nothing to divide by: each span says 50. The last bucket is above what is usual, the last four are below it.
    const still = times(1_100, 0)
    expect(last([...still, -300, 100], { every: HOUR })).toBe(50)
    expect(last([...still, 300, -100], { every: HOUR })).toBe(-50)
    // What is usual of one bucket is not usual of four that follow each other.
    const swinging = [...Array.from({ length: 400 }, (_, n) => [40, -40, 0, 0][n % 4] ?? 0), ...times(4, -40)]
    expect(last(swinging, { every: 5 * HOUR, spans: [1] })).toBeGreaterThan(-2)
    expect(last(swinging, { every: 5 * HOUR, spans: [1, 4] })).toBeLessThan(-ANOMALY_THRESHOLD)
  })

  it('of a count is no further from 0 than chance would have it, when events come independently', () => {
    // Nothing ever moved, so the scale alone would say 50.
    const above = 2 * (Math.sqrt(3 + 3 / 8) - Math.sqrt(1.5 + 3 / 8))
    expect(last([...times(40, 1.5), 3], daily)).toBeCloseTo(above, 12)
    expect(last([...times(40, 1.5), 0], daily)).toBeCloseTo(-1.5 / Math.sqrt(1.5), 12)
    expect(last([...times(40, 0.25), 0], daily)).toBeCloseTo(-0.25, 12)
    expect(last([...times(40, 0.25), 2], daily)).toBeCloseTo(2 * (Math.sqrt(2.375) - Math.sqrt(0.625)), 12)
  })

  it('is unknown in a gap, though the level of a metric is known', () => {
    const known = Array.from({ length: 700 }, (_, n) => n % 7)
    expect(last([...known, Number.NaN], { every: HOUR })).toBeNull()
    expect(last([...known, 3], { every: HOUR })).not.toBeNull()
  })

  it('is that of the shift where it is further from 0, measured by what single buckets are off by', () => {
    // Two in five are 10 above and two 10 below, so half of all are off by 10; the median of a day is the middle.
    const noisy = Array.from({ length: 865 }, (_, n) => ([-10, -10, 0, 10, 10][n % 5] ?? 0) + (n < 840 ? 100 : 400))
    const leastSpread = 0.3 * (10 / 0.6745)
    expect(last(noisy, { every: HOUR, spans: [1] })).toBeCloseTo((0.65 * 300) / leastSpread, 9)
    // The bucket itself is further off than its level.
    expect(last([...noisy.slice(0, 800), 4_000], { every: HOUR, spans: [1] })).toBeGreaterThan(100 * 0.4)
  })
})

describe('one burst', () => {
  it('counts for three times what is usually the most, and for five at least', () => {
    const recent = new OrderedWindow(3)
    expect(ceiling(recent)).toBe(Number.POSITIVE_INFINITY)
    recent.add(1)
    expect(ceiling(recent)).toBe(5)
    recent.add(2)
    recent.add(2)
    expect(ceiling(recent)).toBe(6)
  })
})

describe('the past of a season', () => {
  it('is in order of size, whatever the order in which it came', () => {
    // A rhythm of seven days whose height wanders: the next Monday is the median of the last seven.
    const mondays = [130, 80, 150, 110, 60, 120, 140, 70, 100, 125]
    const buckets = mondays.flatMap(monday => [monday, 0, 0, 0, 0, 0, 0])
    const options = { every: DAY, history: 3, spans: [1] }
    const scored = (next: number) => last([...buckets, next], options) ?? 0
    const median = mondays.slice(-7).sort((a, b) => a - b)[3] ?? 0
    expect(scored(median)).toBe(0)
    expect(scored(median + 5)).toBeGreaterThan(0)
    expect(scored(median - 5)).toBeLessThan(0)
  })
})

it('a series of one point has one score, and an empty one has none', () => {
  expect(anomalyScores([{ at: 5, value: 1 }], daily)).toEqual([null])
  expect(anomalyScores([], daily)).toEqual([])
})

it('a count has no floor: what is rare is judged by chance instead', () => {
  expect(settle(daily)).toMatchObject({ floor: 0 })
  expect(settle({ ...daily, floor: 0.2 })).toMatchObject({ floor: 0 })
})
