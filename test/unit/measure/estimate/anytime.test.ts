import { describe, expect, it } from 'vitest'
import { adjustedSequence, anytimeErrors, tightestPrior } from '../../../../main/measure/estimate/adjusted-sequence.ts'
import {
  addAccount,
  clusteredCuped,
  effectiveHits,
  noSums,
  plusSums,
  ratioMoments,
} from '../../../../main/measure/estimate/clustered.ts'
import { medianInterval } from '../../../../main/measure/estimate/median.ts'
import { momentsOf } from '../../../../main/measure/estimate/moments.ts'
import { sequence, unitsUntilSequence } from '../../../../main/measure/estimate/sequence.ts'
import { chance } from '../../../helpers/chance.ts'

describe('the anytime-valid interval of a regression', () => {
  it('ends where the Bayes factor of Lindon et al. (2022) is 1 ÷ α', () => {
    for (const [units, prior] of [
      [50, 1],
      [2_000, 7],
      [100_000, 300],
    ] as const) {
      const t = anytimeErrors(units, { prior })
      const [dof, share] = [units - 3, prior / (prior + units)]
      const factor = Math.sqrt(share) * ((1 + (share * t ** 2) / dof) / (1 + t ** 2 / dof)) ** (-(dof + 1) / 2)
      expect(factor).toBeCloseTo(20, 6)
    }
  })

  it('reaches further than one look does, and has no end while there are too few units', () => {
    expect(anytimeErrors(5_000, { prior: tightestPrior() })).toBeGreaterThan(2.5)
    expect(anytimeErrors(5_000, { prior: tightestPrior() })).toBeLessThan(3.5)
    expect(anytimeErrors(3)).toBe(Number.POSITIVE_INFINITY)
    const same = { n: 100, mean: 1, variance: 0 }
    expect(adjustedSequence(same, same)).toBeNull()
  })

  it('holds the truth at all looks together in at least 95 of 100 teams', () => {
    const { uniform, gaussian } = chance(11)
    let left = 0
    const teams = 300
    for (let team = 0; team < teams; team++) {
      const sums = { treated: noSums(), control: noSums() }
      let out = false
      for (let look = 0; look < 20; look++) {
        for (let unit = 0; unit < 60; unit++) {
          const before = Math.max(0, Math.round(1 + gaussian()))
          const treated = uniform() < 0.7
          const hit = uniform() < 0.1 + 0.12 * Math.min(4, before)
          addAccount(sums[treated ? 'treated' : 'control'], 1, hit ? 1 : 0, before)
        }
        const found = clusteredCuped(sums.treated, sums.control)
        const interval = adjustedSequence(found.treated, found.control)
        if (interval && (interval.low > 0 || interval.high < 0)) out = true
      }
      if (out) left++
    }
    expect(left / teams).toBeLessThan(0.05)
  })
})

describe('shares of accounts that come back', () => {
  it('are plain shares where each account comes once', () => {
    const sums = noSums()
    for (let n = 0; n < 200; n++) addAccount(sums, 1, n < 50 ? 1 : 0, 0)
    expect(ratioMoments(sums).mean).toBe(0.25)
    expect(ratioMoments(sums).variance).toBeCloseTo((0.25 * 0.75 * 200) / 199, 12)
    expect(effectiveHits(sums).n).toBeCloseTo(199, 9)
  })

  it('are as sure as one start for each account where all starts of an account are alike', () => {
    const sums = noSums()
    for (let n = 0; n < 200; n++) addAccount(sums, 5, n < 50 ? 5 : 0, 0)
    expect(effectiveHits(sums).n).toBeCloseTo(199, 9)
  })

  it('add up over two groups as if they were one', () => {
    const [one, other, both] = [noSums(), noSums(), noSums()]
    for (let n = 0; n < 40; n++) {
      addAccount(n % 3 ? one : other, 1 + (n % 4), n % 2, n % 5)
      addAccount(both, 1 + (n % 4), n % 2, n % 5)
    }
    expect(plusSums(one, other)).toEqual(both)
  })

  it('lose by the time before what a regression on it takes away', () => {
    const { uniform } = chance(3)
    const units = Array.from({ length: 400 }, () => ({
      after: Number(uniform() < 0.3),
      before: Math.floor(4 * uniform()),
    }))
    const sums = noSums()
    for (const { after, before } of units) addAccount(sums, 1, after, before)
    const found = clusteredCuped(sums, noSumsOf())
    const theta =
      units.reduce((sum, u) => sum + (u.after - sums.k / 400) * (u.before - sums.x / 400), 0) /
      units.reduce((sum, u) => sum + (u.before - sums.x / 400) ** 2, 0)
    const byHand = momentsOf(units.map(u => u.after - theta * u.before))
    expect(found.treated.variance).toBeCloseTo(byHand.variance, 10)
  })
})

/** An arm without spread, so that θ is that of the other arm alone. */
function noSumsOf() {
  const sums = noSums()
  for (let n = 0; n < 10; n++) addAccount(sums, 1, 0, 1)
  return sums
}

describe('how many units it takes', () => {
  it('is where the sequence leaves 0 out, and one unit fewer does not', () => {
    const share = (units: number) => ({ n: units / 2, mean: 0.2, variance: 0.16 })
    const other = (units: number) => ({ n: units / 2, mean: 0.25, variance: 0.16 })
    const units = unitsUntilSequence({ value: -0.05, variance: (2 * 2 * 0.16) / 1_000, units: 1_000 }) ?? 0
    expect(sequence(share(units), other(units))?.high).toBeLessThanOrEqual(0)
    expect(sequence(share(units - 2), other(units - 2))?.high).toBeGreaterThan(0)
  })

  it('is not named where there is no difference', () => {
    expect(unitsUntilSequence({ value: 0, variance: 1, units: 100 })).toBeNull()
  })
})

describe('the exact bootstrap of a median', () => {
  it('is what very many draws come to', () => {
    const { uniform } = chance(9)
    const values = Array.from({ length: 101 }, () => -Math.log(1 - uniform()))
    const sorted = values.toSorted((a, b) => a - b)
    const middleOfSample = () =>
      values.map(() => Math.floor(uniform() * sorted.length)).toSorted((a, b) => a - b)[50] ?? Number.NaN
    const drawn = Array.from({ length: 20_000 }, middleOfSample).toSorted((a, b) => a - b)
    const exact = medianInterval(Float64Array.from(values))
    const rank = (value = 0) => sorted.indexOf(value)
    expect(rank(exact?.value)).toBe(50)
    expect(Math.abs(rank(exact?.low) - (drawn[500] ?? 0))).toBeLessThanOrEqual(1)
    expect(Math.abs(rank(exact?.high) - (drawn[19_500] ?? 0))).toBeLessThanOrEqual(1)
  })
})
