import { describe, expect, it } from 'vitest'
import { cuped } from '../../../../main/measure/estimate/cuped.ts'
import { differenceOfShares, welch } from '../../../../main/measure/estimate/difference.ts'
import { momentsOf, shareOf } from '../../../../main/measure/estimate/moments.ts'
import { sequence } from '../../../../main/measure/estimate/sequence.ts'
import { holm, shrink, varianceBetween } from '../../../../main/measure/estimate/shrink.ts'
import { smallestNoticed, unitsNeeded } from '../../../../main/measure/estimate/size.ts'
import { logRank, medianSurvival, shareAt, survival } from '../../../../main/measure/estimate/survival.ts'
import { chance } from '../../../helpers/chance.ts'

describe('a difference', () => {
  it('of an empty arm, of one unit, of values that never differ or of a control of nothing is not told', () => {
    expect(differenceOfShares({ k: 0, n: 0 }, { k: 1, n: 2 })).toBeNull()
    const some = momentsOf([1, 2, 3])
    for (const estimate of [welch, sequence]) {
      expect(estimate(some, momentsOf([1]))).toBeNull()
      expect(estimate(momentsOf([1]), some)).toBeNull()
      expect(estimate(momentsOf([1, 2]), momentsOf([3, 5]))).not.toBeNull()
      expect(estimate(momentsOf([2, 2]), momentsOf([1, 1]))).toBeNull()
      expect(estimate(some, momentsOf([-1, 0, 1]), 'relative')).toBeNull()
      expect(estimate(some, momentsOf([-1, 0, 1]))).not.toBeNull()
    }
  })

  it('changes its sign when the arms change places', () => {
    const [a, b] = [shareOf(30, 100), shareOf(45, 120)]
    const [there, back] = [welch(a, b), welch(b, a)]
    expect(there?.value).toBeCloseTo(-(back?.value ?? 0), 12)
    expect(there?.low).toBeCloseTo(-(back?.high ?? 0), 12)
    const newcombe = [
      differenceOfShares({ k: 30, n: 100 }, { k: 45, n: 120 }),
      differenceOfShares({ k: 45, n: 120 }, { k: 30, n: 100 }),
    ]
    expect(newcombe[0]?.low).toBeCloseTo(-(newcombe[1]?.high ?? 0), 12)
  })

  it('relative to a negative control grows upwards in the same way', () => {
    expect(welch(momentsOf([1, 2, 3]), momentsOf([-3, -2, -1]), 'relative')?.value).toBeCloseTo(2, 12)
  })
})

describe('how many accounts it takes', () => {
  it('as Fleiss has it for two equal arms', () => {
    // p 0.6 against 0.5 at 5 % and 80 %: (1.96 + 0.8416)² (0.24 + 0.25) / 0.1² = 384.6 an arm.
    expect(unitsNeeded(0.6, 0.1, { control: 0.5 })).toBe(770)
    expect(unitsNeeded(0.6, 0.1, { control: 0.1 })).toBeGreaterThan(770)
  })

  it('the smallest difference that is noticed is the one for which just these accounts are needed', () => {
    for (const units of [200, 1_000, 50_000]) {
      const least = smallestNoticed(0.3, units, { control: 0.2 }) as number
      expect(unitsNeeded(0.3, least, { control: 0.2 })).toBeLessThanOrEqual(units)
      expect(unitsNeeded(0.3, least * 0.999, { control: 0.2 })).toBeGreaterThan(units)
    }
  })

  it('what no number of accounts could show is not promised', () => {
    expect(smallestNoticed(0.02, 50, { control: 0.5 })).toBeNull()
    expect(smallestNoticed(0, 1_000, { control: 0.5 })).toBeNull()
    expect(unitsNeeded(0.3, 0, { control: 0.5 })).toBeNull()
    expect(unitsNeeded(0.3, 0.4, { control: 0.5 })).toBeNull()
  })
})

describe('CUPED', () => {
  it('takes out what the value before explains, and leaves the difference where it was', () => {
    const random = chance(7)
    const arm = (effect: number) =>
      Array.from({ length: 4_000 }, () => {
        const before = random.gaussian()
        return { before, after: effect + 2 * before + random.gaussian() }
      })
    const [treated, control] = [arm(0.5), arm(0)]
    const found = cuped(treated, control)
    expect(found.theta).toBeCloseTo(2, 1)
    expect(found.explained).toBeCloseTo(0.8, 1)
    const plain = welch(momentsOf(treated.map(u => u.after)), momentsOf(control.map(u => u.after)))
    const less = welch(found.treated, found.control)
    if (!plain || !less) throw new Error('both are told')
    expect(less.low < 0.5 && less.high > 0.5).toBe(true)
    expect((less.high - less.low) / (plain.high - plain.low)).toBeCloseTo(Math.sqrt(0.2), 1)
  })

  it('changes nothing where the value before is the same for all', () => {
    const units = [1, 2, 4].map(after => ({ before: 3, after }))
    const found = cuped(units, units)
    expect(found).toMatchObject({ theta: 0, explained: 0 })
    expect(found.treated.mean).toBeCloseTo(7 / 3, 12)
  })
})

describe('a league of effects', () => {
  it('that differ by no more than chance are all the common mean', () => {
    const effects = [0.1, 0.12, 0.08].map(value => ({ value, variance: 0.04 }))
    const league = shrink(effects)
    expect(league.spread).toBe(0)
    for (const { value } of league.effects) expect(value).toBeCloseTo(0.1, 12)
  })

  it('that are known exactly stay as they are', () => {
    const league = shrink([0, 1, 2].map(value => ({ value, variance: 1e-9 })))
    expect(league.effects.map(({ value }) => Math.round(value * 1e6) / 1e6)).toEqual([0, 1, 2])
    expect(league.spread).toBeCloseTo(1, 6)
  })

  it('finds the variance of Paule and Mandel: squares about the mean as large as chance makes them', () => {
    const effects = [1, 2, 6, 3].map((value, n) => ({ value, variance: 0.5 + n / 4 }))
    const between = varianceBetween(effects)
    const weights = effects.map(({ variance }) => 1 / (variance + between))
    const weight = weights.reduce((a, b) => a + b)
    const mean = effects.reduce((sum, e, n) => sum + e.value * (weights[n] ?? 0), 0) / weight
    const squares = effects.reduce((sum, e, n) => sum + (e.value - mean) ** 2 * (weights[n] ?? 0), 0)
    expect(squares).toBeCloseTo(3, 9)
  })

  it('has the interval of an effect’s own error and that of the common mean', () => {
    // Two of one variance: 8 − 2 lies between them, so three quarters of each are kept; the mean weighs 2 ÷ 8.
    const two = [0, 4].map(value => ({ value, variance: 2 }))
    expect(varianceBetween(two)).toBeCloseTo(6, 9)
    const half = (z: number) => z * Math.sqrt(0.75 * 2 + 0.25 ** 2 / 0.25)
    const [low, high] = shrink(two).effects
    expect(low?.value).toBeCloseTo(0.5, 9)
    expect(low?.low).toBeCloseTo(0.5 - half(1.959964), 5)
    expect(low?.high).toBeCloseTo(0.5 + half(1.959964), 5)
    expect(high?.value).toBeCloseTo(3.5, 9)
    const wider = shrink(two, 0.01).effects[0]
    expect(wider?.low).toBeCloseTo(0.5 - half(2.575829), 5)
  })

  it('has no winner’s curse: the best of many is not promised more than it does', () => {
    const random = chance(3)
    const gaps = Array.from({ length: 400 }, () => {
      const truth = Array.from({ length: 20 }, () => 0.02 * random.gaussian())
      const seen = truth.map(value => ({ value: value + 0.04 * random.gaussian(), variance: 0.04 ** 2 }))
      const best = (of: readonly { value: number }[]) =>
        of.reduce((top, e, n) => (e.value > (of[top]?.value ?? 0) ? n : top), 0)
      const drawn = shrink(seen).effects
      const gap = (of: readonly { value: number }[]) => (of[best(of)]?.value ?? 0) - (truth[best(of)] ?? 0)
      return { naive: gap(seen), adjusted: gap(drawn) }
    })
    const mean = (of: 'naive' | 'adjusted') => gaps.reduce((sum, gap) => sum + gap[of], 0) / gaps.length
    expect(mean('naive')).toBeGreaterThan(0.04)
    expect(Math.abs(mean('adjusted'))).toBeLessThan(0.006)
  })

  it('of nothing is nothing', () => expect(shrink([])).toEqual({ effects: [], mean: 0, spread: 0 }))
})

describe('several looks at once', () => {
  it('Holm stops at the first that does not hold', () => {
    expect(holm([0.01, 0.04, 0.03, 0.005])).toEqual([true, false, false, true])
    expect(holm([0.0166, 0.025, 0.05])).toEqual([true, true, true])
    expect(holm([0.0167, 0.001])).toEqual([true, true])
    expect(holm([0.06])).toEqual([false])
    expect(holm([])).toEqual([])
  })
})

describe('retention', () => {
  it('has the interval of Greenwood on the scale log(−log S), as R’s survfit gives it', () => {
    const steps = survival([
      { time: 10, left: true },
      { time: 2, left: false },
      { time: 3, left: true },
      { time: 1, left: true },
    ])
    const rounded = steps.map(({ time, low, high }) => [time, Number(low.toFixed(3)), Number(high.toFixed(3))])
    expect(rounded).toEqual([
      [1, 0.128, 0.961],
      [3, 0.011, 0.808],
      // Nobody is left, so nothing is uncertain.
      [10, 0, 0],
    ])
    expect(medianSurvival([1, 2].map(time => ({ time, left: true })))).toBe(1)
  })

  it('of two groups cannot be compared where nobody left while both were watched', () => {
    const gone = [{ time: 1, left: true }]
    expect(logRank(gone, [{ time: 0, left: false }])).toBeNull()
    expect(logRank(gone, [{ time: 2, left: false }])).toMatchObject({ observed: 1, expected: 0.5, statistic: 1 })
  })

  it('falls only when somebody leaves, and counts who is not watched any longer', () => {
    const steps = survival([
      { time: 1, left: true },
      { time: 2, left: false },
      { time: 3, left: true },
      { time: 4, left: false },
    ])
    expect(steps.map(({ time, share, atRisk }) => [time, share, atRisk])).toEqual([
      [1, 0.75, 4],
      [3, 0.375, 2],
    ])
    expect([0, 1, 2.9, 3, 99].map(time => shareAt(steps, time))).toEqual([1, 0.75, 0.75, 0.375, 0.375])
    for (const { low, share, high } of steps) expect(0 <= low && low < share && share < high && high <= 1).toBe(true)
  })

  it('ends at nothing where all have left', () => {
    expect(survival([{ time: 1, left: true }])).toEqual([{ time: 1, share: 0, low: 0, high: 0, atRisk: 1 }])
  })
})
