import { describe, expect, it } from 'vitest'
import { differenceOfShares, welch } from '../../../../main/measure/estimate/difference.ts'
import { meanOf, shareOf } from '../../../../main/measure/estimate/moments.ts'
import { ratioTest, sequentialRatioTest } from '../../../../main/measure/estimate/ratio.ts'
import { rhoOf, sequence } from '../../../../main/measure/estimate/sequence.ts'
import { logRank, medianSurvival, type WatchedUnit } from '../../../../main/measure/estimate/survival.ts'

/** Holds numbers to published ones, to as many digits as were published. */
const near = (found: readonly (number | undefined)[], published: readonly number[], digits: number) => {
  for (const [n, value] of published.entries()) expect(found[n], `figure ${n + 1}`).toBeCloseTo(value, digits)
}
const figures = (e: { value: number; low: number; high: number; p?: number } | null) =>
  e ? [e.value, e.low, e.high, ...(e.p === undefined ? [] : [e.p])] : []

const B = meanOf(3461, 2422.7, 134_698.29)

describe('the estimators reproduce published figures', () => {
  it('the confidence sequence of GrowthBook', () => {
    const a = meanOf(3000, 1396.87, 52_377.9767)
    near(figures(sequence(B, a, 'relative', { tightestAt: 1000 })), [0.50336, -0.55844, 1.56516], 5)
    near(figures(sequence(B, a, 'relative', { tightestAt: 5000 })), [0.50336, -0.50972, 1.51644], 5)
  })

  it('the same for shares', () => {
    const [a, b] = [shareOf(1396, 3000), shareOf(2422, 3461)]
    near(figures(sequence(b, a, 'relative')), [0.50386, 0.40098, 0.60675], 5)
    near(figures(sequence(b, a, 'absolute')), [0.23446, 0.19805, 0.27088], 5)
  })

  it('its parameter, as Waudby-Smith et al. write it', () => {
    expect(rhoOf(0.05, 5000)).toBeCloseTo(
      Math.sqrt((-2 * Math.log(0.05) + Math.log(1 - 2 * Math.log(0.05))) / 5000),
      12,
    )
  })

  it('Welch, absolute and relative, of GrowthBook', () => {
    const a = meanOf(3407, 1396.87, 52_377.9767)
    near(figures(welch(B, a)), [0.29, 0.04538, 0.53462, 0.02016], 5)
    near(figures(welch(B, a, 'relative')), [0.70732, -0.03526, 1.44989, 0.06191], 5)
  })

  it('a relative difference in small samples, of GrowthBook', () => {
    near(figures(welch(shareOf(16, 30), shareOf(14, 28), 'relative')), [0.06667, -0.47767, 0.61101, 0.80707], 5)
  })

  it('a relative difference of shares, of PostHog, which cuts its figures off instead of rounding them', () => {
    near(figures(welch(shareOf(62, 1471), shareOf(87, 1529), 'relative')), [-0.25925, -0.49475, -0.02376, 0.03096], 4)
  })

  it('the sequential sample-ratio test of Lindon and Malek', () => {
    const even = [0.5, 0.5]
    near(sequentialRatioTest([[500, 600]], even), [0.67145], 5)
    near(
      sequentialRatioTest(
        [
          [250, 300],
          [250, 300],
        ],
        even,
      ),
      [0.91236, 0.67145],
      5,
    )
    expect((sequentialRatioTest([[100, 900]], even)[0] ?? 1) / 2.37e-13).toBeCloseTo(1, 2)
  })

  it('the χ² test of a sample ratio, of Kohavi, Tang and Xu', () => {
    expect(ratioTest([500, 600], [0.5, 0.5])).toBeCloseTo(0.00257, 5)
    expect(ratioTest([821_588, 815_482], [0.5, 0.5]) / 1.8e-6).toBeCloseTo(1, 1)
  })

  it.each([
    [56, 70, 48, 80, 0.2, 0.0524, 0.3339],
    [9, 10, 3, 10, 0.6, 0.1705, 0.809],
    [6, 7, 2, 7, 0.5714, 0.0582, 0.8062],
    [5, 56, 0, 29, 0.0893, -0.0381, 0.1926],
  ])('Newcombe’s hybrid score: %d/%d − %d/%d', (k1, n1, k2, n2, value, low, high) => {
    near(figures(differenceOfShares({ k: k1, n: n1 }, { k: k2, n: n2 })), [value, low, high], 4)
  })

  it('the log-rank test of the 6-MP trial, of Gehan', () => {
    const group = (left: number[], watched: number[]): WatchedUnit[] => [
      ...left.map(time => ({ time, left: true })),
      ...watched.map(time => ({ time, left: false })),
    ]
    const treated = group([6, 6, 6, 7, 10, 13, 16, 22, 23], [6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35])
    const placebo = group([1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23], [])
    const test = logRank(treated, placebo)
    near([test?.observed, test?.expected, test?.statistic], [9, 19.25, 16.79], 2)
    expect((test?.p ?? 1) / 4.2e-5).toBeCloseTo(1, 1)
    expect([medianSurvival(treated), medianSurvival(placebo)]).toEqual([23, 8])
  })
})
