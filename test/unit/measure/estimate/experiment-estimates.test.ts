import { describe, expect, it } from 'vitest'
import { sharesPValue } from '../../../../main/measure/estimate/difference.ts'
import { meanOf, momentsOf, shareOf } from '../../../../main/measure/estimate/moments.ts'
import { missingTest } from '../../../../main/measure/estimate/ratio.ts'
import { sequence, sequencePValue } from '../../../../main/measure/estimate/sequence.ts'
import { smallestShown, unitsNeeded, unitsToShow } from '../../../../main/measure/estimate/size.ts'

describe('the p value of the sequence', () => {
  it('is the level at which the sequence just leaves 0 out', () => {
    const [a, b] = [meanOf(3461, 2422.7, 134_698.29), meanOf(3000, 1396.87, 52_377.9767)]
    const p = sequencePValue(a, b) as number
    // With the same ρ: the one of 5 % is tightest at another number of units for another level.
    const tightestAt = (alpha: number) => {
      const factor = (level: number) => -2 * Math.log(level) + Math.log(1 - 2 * Math.log(level))
      return (5_000 * factor(alpha)) / factor(0.05)
    }
    const at = (alpha: number) => sequence(a, b, 'absolute', { alpha, tightestAt: tightestAt(alpha) })
    expect(at(p * 1.001)?.low).toBeGreaterThan(0)
    expect(at(p * 0.999)?.low).toBeLessThan(0)
  })

  it('is 1 where there is no difference, and nothing where nothing varies', () => {
    expect(sequencePValue(shareOf(30, 100), shareOf(30, 100))).toBe(1)
    expect(sequencePValue(momentsOf([1, 1]), momentsOf([2, 2]))).toBeNull()
    expect(sequencePValue(momentsOf([1]), momentsOf([1, 2]))).toBeNull()
  })
})

describe('the χ² test of two shares', () => {
  it('is Pearson’s', () => {
    // The tail of χ² with one degree of freedom is erfc(√(x / 2)): of 1.228 it is 0.2678.
    const statistic = ((14 * 16 - 24 * 16) ** 2 * 70) / (38 * 32 * 30 * 40)
    expect(statistic).toBeCloseTo(1.228, 3)
    expect(sharesPValue({ k: 14, n: 38 }, { k: 16, n: 32 })).toBeCloseTo(0.2678, 4)
  })

  it('is not told of an empty arm, or where all are alike', () => {
    expect(sharesPValue({ k: 0, n: 0 }, { k: 1, n: 2 })).toBeNull()
    expect(sharesPValue({ k: 2, n: 2 }, { k: 3, n: 3 })).toBeNull()
  })
})

describe('missing values', () => {
  it('are compared as the whole table of missing and present', () => {
    expect(missingTest([24, 16], [38, 32])).toBeCloseTo(0.2678, 4)
    expect([missingTest([0, 0], [5, 5]), missingTest([5, 5], [5, 5])]).toEqual([1, 1])
    expect(missingTest([20, 0], [100, 100])).toBeLessThan(0.001)
  })
})

describe('how many units it takes to show an estimate', () => {
  it('is Fleiss’s number for shares', () => {
    const [treated, control] = [0.24, 0.3]
    const variance = (treated * (1 - treated)) / 150 + (control * (1 - control)) / 50
    expect(unitsToShow({ value: treated - control, variance, units: 200 })).toBe(
      unitsNeeded(control, control - treated, { control: 0.25 }),
    )
  })

  it('is the number at which the smallest difference shown is this one', () => {
    const needed = unitsToShow({ value: 0.5, variance: 0.1, units: 100 }) as number
    expect(smallestShown((0.1 * 100) / needed)).toBeLessThanOrEqual(0.5)
    expect(smallestShown((0.1 * 100) / (needed - 1))).toBeGreaterThan(0.5)
  })

  it('is not named where there is as good as no difference', () => {
    expect(unitsToShow({ value: 0, variance: 0.1, units: 100 })).toBeNull()
    expect(unitsToShow({ value: 0.001, variance: 0.1, units: 100 })).toBeNull()
  })
})
