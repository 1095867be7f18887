import { describe, expect, it } from 'vitest'
import { adjustedSequence, anytimeErrors, tightestPrior } from '../../../../main/measure/estimate/adjusted-sequence.ts'
import {
  type ArmSums,
  addAccount,
  clusteredCuped,
  clusteredShare,
  effectiveHits,
  noSums,
  ratioMoments,
} from '../../../../main/measure/estimate/clustered.ts'

/** An arm of accounts: `n` starts, of which `k` were followed by a contact, and `x` contacts before. */
function armOf(...accounts: [n: number, k: number, x: number][]): ArmSums {
  const sums = noSums()
  for (const [n, k, x] of accounts) addAccount(sums, n, k, x)
  return sums
}

describe('shares of accounts with several starts', () => {
  it('have the variance of what each account’s contacts differ from its starts’ share', () => {
    // 3 of 6; the accounts differ by 1 − ½·2 = 0, 2 − ½·3 = ½ and 0 − ½·1 = −½: squares 0.5, over 2, over (6 / 3)².
    const { n, mean, variance } = ratioMoments(armOf([2, 1, 0], [3, 2, 0], [1, 0, 0]))
    expect([n, mean]).toEqual([3, 0.5])
    expect(variance).toBeCloseTo(0.5 / 2 / 4, 12)
  })

  it('of one account, or of accounts that are alike, have none, and rounding makes none below 0', () => {
    expect(ratioMoments(armOf([3, 1, 0])).variance).toBeCloseTo(0, 12)
    for (const k of [1, 2, 3]) expect(ratioMoments(armOf([7, k, 0], [7, k, 0], [7, k, 0])).variance).toBe(0)
    // Two accounts with one start each: squares ¼ + ¼, over one.
    expect(ratioMoments(armOf([1, 0, 0], [1, 1, 0])).variance).toBe(0.5)
  })

  it('are worth as many starts as would be as sure, and never more than there are', () => {
    const sums = armOf([2, 1, 0], [3, 2, 0], [1, 0, 0])
    // ½ · ½ · 3 / (1 / 16) is 12, of which there are six.
    expect(effectiveHits(sums)).toEqual({ k: 3, n: 6 })
    const uneven = armOf([4, 4, 0], [4, 0, 0], [4, 4, 0])
    // 8 of 12; squares (4 − ⅔·4)² · 2 + (⅔·4)² = 10.67, over 2, over 16: a third. So ⅔ · ⅓ · 3 / ⅓ starts are as sure.
    const { k, n } = effectiveHits(uneven)
    expect([k, n]).toEqual([expect.closeTo(4 / 3, 10), expect.closeTo(2, 10)])
    // Without spread each account counts once.
    expect(effectiveHits(armOf([5, 5, 0], [5, 5, 0]))).toEqual({ k: 2, n: 2 })
  })

  it('have Wilson’s interval on that number, and none without starts', () => {
    expect(clusteredShare(noSums())).toBeNull()
    // 10 of 20 single starts by 21 accounts would be Wilson’s 0.299–0.701; the published one of 81 of 263 needs 264.
    const sums = armOf(...Array.from({ length: 264 }, (_, at): [number, number, number] => [1, at < 81 ? 1 : 0, 0]))
    const found = clusteredShare(sums)
    expect(found?.value).toBeCloseTo(81 / 264, 12)
    expect(found?.low).toBeCloseTo(0.2553, 2)
    expect(found?.high).toBeCloseTo(0.3662, 2)
  })
})

describe('shares without what contacts before explain', () => {
  it('move both arms by θ times what their mean before differs from that of all', () => {
    const treated = armOf([1, 0, 0], [1, 0, 1], [1, 1, 2], [1, 1, 3])
    const control = armOf([1, 1, 4], [1, 0, 2], [1, 1, 3], [1, 0, 3])
    // Within the arms: Σ(x − x̄)² is 5 and 2, Σ(x − x̄)(k − k̄) is 2 and 1; so θ = 3 / 7. Σ(k − k̄)² is 1 and 1.
    const found = clusteredCuped(treated, control)
    const theta = 3 / 7
    // Means before: 1.5 and 3, of all 2.25.
    expect(found.treated.mean).toBeCloseTo(0.5 + theta * 0.75, 12)
    expect(found.control.mean).toBeCloseTo(0.5 - theta * 0.75, 12)
    expect(found.treated.variance).toBeCloseTo((1 - 2 * theta * 2 + theta ** 2 * 5) / 3, 12)
    expect(found.control.variance).toBeCloseTo((1 - 2 * theta * 1 + theta ** 2 * 2) / 3, 12)
    expect(found.explained).toBeCloseTo((theta * 3) / 2, 12)
    expect(found.treated.n).toBe(4)
  })

  it('count contacts before for each start where accounts have several', () => {
    // Two starts each: shares 0 and 1 as above, so all is the same but the sums.
    const treated = armOf([2, 0, 0], [2, 0, 1], [2, 2, 2], [2, 2, 3])
    const control = armOf([2, 2, 4], [2, 0, 2], [2, 2, 3], [2, 0, 3])
    const found = clusteredCuped(treated, control)
    expect(found.treated.mean).toBeCloseTo(0.5 + (3 / 7) * 0.75, 12)
    expect(found.treated.variance).toBeCloseTo((1 - 12 / 7 + 5 * (3 / 7) ** 2) / 3, 12)
  })

  it('stay as they are where nothing before differs, or nothing after', () => {
    const same = armOf([1, 0, 2], [1, 1, 2], [1, 1, 2])
    expect(clusteredCuped(same, same)).toMatchObject({
      treated: { mean: expect.closeTo(2 / 3, 12), variance: expect.closeTo(1 / 3, 12) },
      explained: 0,
    })
    const none = armOf([1, 0, 0], [1, 0, 1])
    expect(clusteredCuped(none, none)).toMatchObject({ explained: 0 })
  })

  it('explain all, and leave no variance below 0, where contacts before tell everything', () => {
    for (const [all, came] of [
      [5, 3],
      [7, 3],
      [7, 6],
    ] as const) {
      const told = armOf(
        ...Array.from({ length: all }, (_, at): [number, number, number] => (at < came ? [1, 1, 1] : [1, 0, 0])),
      )
      expect(clusteredCuped(told, told)).toMatchObject({ explained: 1, treated: { variance: 0 } })
    }
  })

  it('stay where they are where what was before is the same within each arm', () => {
    const [treated, control] = [armOf([1, 0, 2], [1, 1, 2]), armOf([1, 0, 3], [1, 1, 3])]
    expect(clusteredCuped(treated, control)).toMatchObject({
      treated: { mean: 0.5 },
      control: { mean: 0.5 },
      explained: 0,
    })
  })

  it('are told of arms of two accounts, and of one', () => {
    // Within the first arm: before ½ · 2², both ½ · 2, after ½, so θ = 1 / 2 and nothing of the arm’s variance is left.
    const two = armOf([1, 0, 1], [1, 1, 3])
    const one = armOf([1, 1, 6])
    const found = clusteredCuped(two, one)
    expect(found.treated.variance).toBeCloseTo(0, 12)
    expect(found.control.variance).toBe(0)
    // Means before: 2 and 6, of all 10 / 3.
    expect(found.treated.mean).toBeCloseTo(0.5 + (10 / 3 - 2) / 2, 12)
    expect(found.control.mean).toBeCloseTo(1 - (6 - 10 / 3) / 2, 12)
    expect(found.explained).toBeCloseTo(1, 12)
    const half = clusteredCuped(armOf([1, 0, 1], [1, 1, 3]), armOf([1, 0, 3], [1, 1, 3]))
    // θ is still ½, of which the second arm’s half of the variance knows nothing.
    expect(half.treated.variance).toBeCloseTo(0, 12)
    expect(half.control.variance).toBeCloseTo(0.5, 12)
    expect(half.explained).toBeCloseTo(0.5, 12)
  })
})

describe('the anytime-valid interval', () => {
  it('is as many standard errors wide as the Bayes factor of Lindon et al. lets it', () => {
    const [treated, control] = [
      { n: 1_000, mean: 0.3, variance: 0.2 },
      { n: 1_500, mean: 0.25, variance: 0.3 },
    ]
    const found = adjustedSequence(treated, control)
    const half = Math.sqrt(0.2 / 1_000 + 0.3 / 1_500) * anytimeErrors(2_500, { prior: tightestPrior(5_000) })
    expect(found?.value).toBeCloseTo(0.05, 12)
    expect(found?.high).toBeCloseTo(0.05 + half, 12)
    expect(found?.low).toBeCloseTo(0.05 - half, 12)
  })

  it('has no end while units are no more than coefficients, or the bound is beyond every statistic', () => {
    expect(anytimeErrors(3, { alpha: 0.9 })).toBe(Number.POSITIVE_INFINITY)
    expect(anytimeErrors(4, { alpha: 0.9 })).toBeLessThan(100)
    // One degree of freedom: √(share · α²) is the share itself where α² = share, here ¼.
    expect(anytimeErrors(4, { alpha: 0.5, prior: 4 / 3 })).toBe(Number.POSITIVE_INFINITY)
    expect(adjustedSequence({ n: 2, mean: 0, variance: 1 }, { n: 2, mean: 1, variance: 1 })).toBeNull()
    expect(anytimeErrors(100)).toBe(anytimeErrors(100, { alpha: 0.05, prior: 1 }))
  })

  it('is tightest where no prior of the steps around makes it tighter', () => {
    for (const [units, alpha] of [
      [200, 0.05],
      [5_000, 0.05],
      [5_000, 0.01],
    ] as const) {
      const prior = tightestPrior(units, alpha)
      const at = (of: number) => anytimeErrors(units, { alpha, prior: of })
      for (const other of [prior / 1.2, prior * 1.2, prior / 1.44, prior * 1.44])
        expect(at(other)).toBeGreaterThanOrEqual(at(prior))
    }
    expect(tightestPrior()).toBe(tightestPrior(5_000, 0.05))
  })
})
