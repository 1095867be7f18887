import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anomalyAt, scoreBuckets } from '../../../main/signal/meter/anomaly.ts'
import { OrderedWindow } from '../../../main/signal/meter/anomaly-order.ts'
import { DAY, HOUR } from '../../../shared/trigger/duration.ts'
import { plainScores } from '../../helpers/plain-anomaly.ts'

/** Halves of whole numbers: sums, shifts and products by powers of two of them are exact. */
const values = fc.array(
  fc.integer({ min: -1000, max: 1000 }).map(half => half / 2),
  { minLength: 1, maxLength: 250 },
)
const counts = fc.array(fc.integer({ min: 0, max: 50 }), { minLength: 1, maxLength: 250 })
const every = fc.constantFrom(HOUR, 6 * HOUR, DAY)

const expectClose = (found: (number | null)[], wanted: (number | null)[]): void => {
  expect(found.map(score => score === null)).toEqual(wanted.map(score => score === null))
  found.forEach((score, index) => {
    expect(score ?? 0).toBeCloseTo(wanted[index] ?? 0, 6)
  })
}

/** Series with a rhythm, a shift, a burst and gaps, each of them in some. */
const series = fc
  .record({
    noise: fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 30, maxLength: 120 }),
    height: fc.constantFrom(0, 0, 3, 40),
    rhythm: fc.constantFrom(1, 4, 7, 28),
    swing: fc.constantFrom(0, 0, 9, 60),
    shift: fc.constantFrom(0, 0, 25),
    burst: fc.nat(119),
    gaps: fc.constantFrom(1_000, 13, 5),
  })
  .map(({ noise, height, rhythm, swing, shift, burst, gaps }) =>
    noise.map((some, i) => {
      if (i % gaps === gaps - 1) return Number.NaN
      return (
        some + height + (i % rhythm === 0 ? swing : 0) + (2 * i > noise.length ? shift : 0) + (i === burst ? 90 : 0)
      )
    }),
  )
const options = fc.record({
  every: fc.constantFrom(HOUR, 6 * HOUR, DAY, 2 * DAY, 5 * HOUR),
  kind: fc.constantFrom('count' as const, 'metric' as const),
  history: fc.constantFrom(3, 8, 21),
  memory: fc.constantFrom(10, 30, 4_000),
  spans: fc.constantFrom([1, 4, 16], [1, 2], [3]),
  floor: fc.constantFrom(0, 0.01, 0.2),
  cycles: fc.constantFrom(2, 3, 7),
})

describe('an anomaly score', () => {
  it('is what reckoning it from the whole past gives', () => {
    fc.assert(
      fc.property(series, options, (buckets, some) => {
        // Two weeks of hours would be all there is.
        const settings = some.kind === 'count' && some.every < 6 * HOUR ? { ...some, every: 6 * HOUR } : some
        expectClose(scoreBuckets(buckets, settings), plainScores(buckets, settings))
      }),
      { numRuns: 150 },
    )
  })

  it('of the past does not change with the future', () => {
    fc.assert(
      fc.property(counts, counts, every, fc.constantFrom('count', 'metric'), (past, future, length, kind) => {
        const options = { every: length, kind } as const
        expect(scoreBuckets([...past, ...future], options).slice(0, past.length)).toEqual(scoreBuckets(past, options))
      }),
    )
  })

  it('of a metric does not change with its unit', () => {
    fc.assert(
      fc.property(values, every, fc.constantFrom(0.125, 4, 1024), (buckets, length, unit) => {
        const scaled = buckets.map(value => value * unit)
        expectClose(scoreBuckets(scaled, { every: length }), scoreBuckets(buckets, { every: length }))
      }),
    )
  })

  it('of a metric without a floor does not change with its zero, and turns its sign with the metric', () => {
    fc.assert(
      fc.property(values, every, fc.integer({ min: -5000, max: 5000 }), (buckets, length, zero) => {
        const options = { every: length, floor: 0 }
        const scores = scoreBuckets(buckets, options)
        const shifted = buckets.map(value => value + zero)
        const turned = buckets.map(value => -value)
        expectClose(scoreBuckets(shifted, options), scores)
        expectClose(
          scoreBuckets(turned, options).map(score => score && Math.abs(score)),
          scores.map(score => score && Math.abs(score)),
        )
      }),
    )
  })

  it('is finite or null, and for the last bucket the same as in the whole series', () => {
    const holes = fc.array(fc.oneof(fc.integer({ min: 0, max: 9 }), fc.constant(Number.NaN)), { maxLength: 200 })
    fc.assert(
      fc.property(holes, every, (buckets, length) => {
        const scores = scoreBuckets(buckets, { every: length, kind: 'count' })
        for (const score of scores) expect(score === null || Number.isFinite(score)).toBe(true)
        expect(anomalyAt(Float64Array.from(buckets), length, 0)).toBe(scores.at(-1) ?? null)
      }),
    )
  })

  it('of a bucket never falls when more happens in it', () => {
    fc.assert(
      fc.property(counts, fc.nat(100), fc.nat(100), (past, value, more) => {
        const less = anomalyAt([...past, value], DAY, 0)
        const full = anomalyAt([...past, value + more], DAY, 0)
        expect(full === null).toBe(less === null)
        if (full !== null && less !== null && less > 0) expect(full).toBeGreaterThanOrEqual(less - 1e-9)
      }),
    )
  })
})

it('an ordered window gives the quantiles of the latest values', () => {
  fc.assert(
    fc.property(
      values,
      fc.integer({ min: 1, max: 40 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (all, size, share) => {
        const window = new OrderedWindow(size)
        for (const value of all) {
          window.add(value)
          if (value % 3 === 0) window.quantile(share)
        }
        const kept = all.slice(-size).sort((a, b) => a - b)
        const rank = share * (kept.length - 1)
        const low = kept[Math.floor(rank)] ?? 0
        const high = kept[Math.ceil(rank)] ?? 0
        expect(window.count).toBe(kept.length)
        expect(window.quantile(share)).toBeCloseTo(low + (high - low) * (rank - Math.floor(rank)), 9)
        expect(window.mean).toBeCloseTo(kept.reduce((sum, value) => sum + value, 0) / kept.length, 9)
      },
    ),
  )
})

it('an ordered window that is empty knows no quantile', () => {
  expect(new OrderedWindow(3).quantile(0.5)).toBeNaN()
})
