import { describe, expect, it } from 'vitest'
import { cuped } from '../../../../main/measure/estimate/cuped.ts'
import { contrast, sharesPValue, welch } from '../../../../main/measure/estimate/difference.ts'
import { medianInterval } from '../../../../main/measure/estimate/median.ts'
import { type ArmMoments, momentsOf } from '../../../../main/measure/estimate/moments.ts'
import { ratioTest, sequentialRatioTest } from '../../../../main/measure/estimate/ratio.ts'
import { sequence, sequencePValue, unitsUntilSequence } from '../../../../main/measure/estimate/sequence.ts'
import { shrink, varianceBetween } from '../../../../main/measure/estimate/shrink.ts'
import { smallestNoticed, smallestShown, unitsNeeded, unitsToShow } from '../../../../main/measure/estimate/size.ts'
import { smallestThat } from '../../../../main/measure/estimate/smallest.ts'
import { logRank } from '../../../../main/measure/estimate/survival.ts'
import { proportion } from '../../../../main/measure/proportion.ts'

const arm = (n: number, mean: number, variance: number): ArmMoments => ({ n, mean, variance })

describe('the smallest number for which something holds', () => {
  it('is found to the last digit', () => {
    expect(smallestThat(2, x => x * x >= 2)).toBe(Math.SQRT2)
    for (const least of [0.1, 0.3, 1 / 3, 0.7, 1e-300]) expect(smallestThat(1, x => x >= least)).toBe(least)
  })

  it('is the smallest number there is where it always holds, and the highest where it holds nowhere else', () => {
    expect(smallestThat(1, () => true)).toBe(Number.MIN_VALUE)
    expect(smallestThat(8, () => false)).toBe(8)
  })
})

describe('moments', () => {
  it('have n − 1 in the denominator of the variance', () => {
    const { n, mean, variance } = momentsOf([1, 2, 4])
    expect([n, mean]).toEqual([3, 7 / 3])
    // (1 + 4 + 16 − 49 / 3) / 2
    expect(variance).toBeCloseTo(7 / 3, 12)
  })

  it('of equal values have no variance, and rounding makes none below 0', () => {
    for (const count of [3, 6, 7, 10])
      for (const value of [0.1, 0.2, 0.3, 0.7])
        expect(momentsOf(Array.from({ length: count }, () => value)).variance).toBeCloseTo(0, 12)
    expect(momentsOf([0.7, 0.7, 0.7, 0.7, 0.7, 0.7, 0.7]).variance).toBe(0)
  })
})

describe('a contrast', () => {
  it('needs two units in each arm', () => {
    const some = arm(2, 1, 1)
    for (const few of [arm(1, 2, 1), arm(0, 2, 1)]) {
      expect(contrast(some, few, 'absolute')).toBeNull()
      expect(contrast(few, some, 'absolute')).toBeNull()
    }
    expect(contrast(some, arm(4, 3, 2), 'absolute')).toEqual({ value: -2, variance: 1 / 2 + 2 / 4 })
  })

  it('of a relative scale divides by the control arm, whose own error counts as well', () => {
    // The delta method: va / b² + vb · a² / b⁴, with va = 1 / 2, vb = 2 / 4, a = 3, b = −2.
    expect(contrast(arm(2, 3, 1), arm(4, -2, 2), 'relative')).toEqual({
      value: 2.5,
      variance: 0.5 / 4 + (0.5 * 9) / 16,
    })
    expect(contrast(arm(2, 3, 1), arm(4, 0, 2), 'relative')).toBeNull()
    expect(contrast(arm(2, 0, 0), arm(4, 2, 2), 'relative')).toBeNull()
  })

  it('is all that a test and a sequence need', () => {
    const [one, other] = [momentsOf([1, 2]), momentsOf([3, 5])]
    for (const estimate of [welch, sequence, sequencePValue]) {
      expect(estimate(one, other)).not.toBeNull()
      expect(estimate(arm(1, 2, 1), other)).toBeNull()
    }
  })

  it('of shares is not tested where an arm is empty', () => {
    expect(sharesPValue({ k: 1, n: 2 }, { k: 0, n: 0 })).toBeNull()
    expect(sharesPValue({ k: 0, n: 0 }, { k: 1, n: 2 })).toBeNull()
    // One of one against none of one: the table's χ² is 2, and its tail erfc(1).
    expect(sharesPValue({ k: 1, n: 1 }, { k: 0, n: 1 })).toBeCloseTo(0.157299, 6)
  })
})

describe('the sequence', () => {
  it('is tightest at 5,000 units unless told otherwise', () => {
    const [one, other] = [arm(400, 2, 1), arm(400, 1.9, 1)]
    expect(sequence(one, other)).toEqual(sequence(one, other, 'absolute', { tightestAt: 5_000 }))
    expect(sequencePValue(one, other)).toBe(sequencePValue(one, other, { tightestAt: 5_000 }))
  })

  /** The width of the sequence on both sides of 0: the arms are alike. The variance of one unit in both arms is 4. */
  const halfWidthAt = (units: number) => sequence(arm(units / 2, 0, 1), arm(units / 2, 0, 1))?.high ?? Number.NaN

  it('leaves 0 out only once a difference is larger than half of its width', () => {
    const found = { variance: 4 / 1_024, units: 1_024 }
    expect(unitsUntilSequence({ ...found, value: halfWidthAt(1_024) })).toBe(1_025)
    expect(unitsUntilSequence({ ...found, value: -halfWidthAt(1_024) * (1 + 1e-9) })).toBe(1_024)
  })

  it('takes a hundred times the units at most', () => {
    const found = { variance: 4 / 16, units: 16 }
    expect(unitsUntilSequence({ ...found, value: halfWidthAt(1_600) * (1 + 1e-9) })).toBe(1_600)
    expect(unitsUntilSequence({ ...found, value: halfWidthAt(1_600) })).toBeNull()
  })
})

describe('how many units it takes', () => {
  it('is told for shares of 0–1, both included', () => {
    // (1.959964 + 0.841621)² / 0.3² · (0.7 · 0.3 / 0.5) = 36.6, and (…)² / 0.5² · (0.5² / 0.75) = 10.5
    expect(unitsNeeded(0.7, -0.3, { control: 0.5 })).toBe(37)
    expect(unitsNeeded(0.3, 0.3, { control: 0.5 })).toBe(37)
    expect(unitsNeeded(1, 0.5, { control: 0.25 })).toBe(11)
    for (const [base, difference] of [
      [0.7, -0.5],
      [1.1, 0.5],
      [-0.1, -0.3],
      [0.3, 0.5],
    ] as const)
      expect(unitsNeeded(base, difference, { control: 0.5 })).toBeNull()
  })

  it('lets just enough units notice the whole fall, and no fewer', () => {
    expect(smallestNoticed(0.3, 36, { control: 0.5 })).toBeNull()
    const fall = smallestNoticed(0.3, 37, { control: 0.5 }) ?? Number.NaN
    expect(fall).toBeLessThan(0.3)
    expect(unitsNeeded(0.3, fall, { control: 0.5 })).toBe(37)
  })

  it('is named up to a hundred times the units', () => {
    const shown = smallestShown(1)
    expect(shown).toBeCloseTo(1.959964 + 0.841621, 5)
    expect(smallestShown(4)).toBeCloseTo(2 * shown, 12)
    expect(unitsToShow({ value: shown / 10, variance: 1, units: 10 })).toBe(1_000)
    // 10.02² = 100.4
    expect(unitsToShow({ value: shown / 10.02, variance: 1, units: 10 })).toBeNull()
  })
})

describe('CUPED', () => {
  it('moves each value by θ times what its value before differs from the mean of all', () => {
    const pairs = (...units: [before: number, after: number][]) => units.map(([before, after]) => ({ before, after }))
    const found = cuped(pairs([10, 30], [12, 34]), pairs([14, 33], [16, 39]))
    // About the means 13 and 34: before −3 −1 1 3, after −4 0 −1 5; covariance 6.5, variances 5 and 10.5.
    expect(found.theta).toBeCloseTo(1.3, 12)
    expect(found.explained).toBeCloseTo(6.5 ** 2 / (5 * 10.5), 12)
    // 33.9 and 35.3 against 31.7 and 35.1
    expect(found.treated.mean).toBeCloseTo(34.6, 12)
    expect(found.treated.variance).toBeCloseTo(1.4 ** 2 / 2, 10)
    expect(found.control.mean).toBeCloseTo(33.4, 12)
    expect(found.control.variance).toBeCloseTo(3.4 ** 2 / 2, 10)
  })

  it('explains nothing where no value differs from another', () => {
    const units = [1, 2].map(before => ({ before, after: 5 }))
    expect(cuped(units, units)).toMatchObject({ theta: 0, explained: 0 })
  })
})

describe('the variance between effects', () => {
  const between = (variance: number, ...values: number[]) => varianceBetween(values.map(value => ({ value, variance })))

  it('is exactly 0 where effects differ by no more than their errors do', () => {
    // Squares about the mean, (1 + 1) / 2, are just the one that chance makes them; (0.75² · 2) / 2 are fewer.
    expect(between(2, 0, 2)).toBe(0)
    expect(between(2, 0, 1.5)).toBe(0)
    expect(between(2, 0, 2.001)).toBeGreaterThan(0)
    expect(shrink([0, 2].map(value => ({ value, variance: 2 }))).spread).toBe(0)
  })

  it('is 0 for one effect, which is not moved', () => {
    expect(between(0.3, 0.7)).toBe(0)
    expect(shrink([{ value: 0.7, variance: 0.3 }]).effects[0]?.value).toBeCloseTo(0.7, 12)
  })

  it('is the smallest at which chance makes the squares as large, to the last digit', () => {
    // Squares about the mean, (4 + 4) / (2 + 6), are the one that chance makes them.
    expect(between(2, 0, 4)).toBe(6)
  })

  it('is the variance of the values where they are known exactly', () => {
    expect(between(0, 1, 2, 6)).toBeCloseTo(7, 9)
  })
})

describe('the ratio of the arms', () => {
  it('says nothing before anybody came', () => {
    expect(ratioTest([0, 0], [0.5, 0.5])).toBe(1)
    // χ² is 1 for one unit in the first of two equal arms; its tail is erfc(√½).
    expect(ratioTest([1, 0], [0.5, 0.5])).toBeCloseTo(0.317311, 6)
  })

  it('as planned has the p value 1 at every look', () => {
    expect(
      sequentialRatioTest(
        [
          [50, 50],
          [20, 20],
        ],
        [0.5, 0.5],
      ),
    ).toEqual([1, 1])
  })

  it('that is grossly off in few units is seen at any number of looks by the mean of two concentrations', () => {
    const looks = [[756, 988]]
    const [sharp = 0] = sequentialRatioTest(looks, [0.5, 0.5], [100])
    const [wide = 0] = sequentialRatioTest(looks, [0.5, 0.5], [10_000])
    const [both = 0] = sequentialRatioTest(looks, [0.5, 0.5], [100, 10_000])
    expect(wide).toBeGreaterThan(0.1)
    expect(both).toBeLessThan(0.0001)
    expect(both).toBeCloseTo(2 / (1 / sharp + 1 / wide), 12)
  })
})

describe('retention of two groups', () => {
  it('is compared while more than one unit is watched: who leaves last of all says nothing', () => {
    const [one, other] = [[{ time: 1, left: true }], [{ time: 2, left: true }]]
    // One of two leaves at 1, so the variance is ¼; at 2 nobody else is there.
    expect(logRank(one, other)).toMatchObject({ observed: 1, expected: 0.5, statistic: 1 })
    expect(logRank(other, one)).toMatchObject({ observed: 1, expected: 1.5, statistic: 1 })
  })
})

describe('a median', () => {
  it('is the value in the middle, or the mean of the two there', () => {
    expect(medianInterval(Float64Array.of(3, 1, 2))?.value).toBe(2)
    expect(medianInterval(Float64Array.of(4, 1, 3, 20))?.value).toBe(3.5)
    expect(medianInterval(Float64Array.of(1, 3))).toEqual({ value: 2, low: 1, high: 3 })
    expect(medianInterval(Float64Array.of(1))).toBeNull()
  })

  // ⌈n · q⌉ with q the quantile of Beta((n+1)/2, (n+1)/2), as scipy.stats.beta.ppf gives it.
  it.each([
    [2, 1, 2, 1, 2],
    [3, 1, 3, 1, 3],
    [4, 1, 4, 1, 4],
    [5, 1, 5, 2, 4],
    [8, 2, 7, 3, 6],
    [10, 3, 8, 4, 7],
    [25, 8, 18, 10, 16],
    [50, 19, 32, 21, 30],
    [101, 41, 61, 45, 57],
    [1_001, 470, 532, 481, 521],
  ])('of %i values has an interval that ends at their order statistics', (n, low, high, low80, high80) => {
    const values = Float64Array.from({ length: n }, (_, at) => n - at)
    expect(medianInterval(values)).toMatchObject({ low, high })
    expect(medianInterval(values, 0.2)).toMatchObject({ low: low80, high: high80 })
  })
})

describe('a share', () => {
  it('has an interval that rounding never takes out of 0–1', () => {
    for (const n of [3, 5, 7, 10])
      for (let digits = 9; digits <= 15; digits++) {
        const share = 10 ** -digits
        expect(proportion(share * n, n).low).toBeGreaterThanOrEqual(0)
        expect(proportion((1 - share) * n, n).high).toBeLessThanOrEqual(1)
      }
  })
})
