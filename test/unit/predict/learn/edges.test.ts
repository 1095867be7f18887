import { describe, expect, it } from 'vitest'
import { calibrated, isotonicCurve, learnCalibration } from '../../../../main/predict/learn/calibrate/calibration.ts'
import { pooled, scoresOnce } from '../../../../main/predict/learn/calibrate/isotonic.ts'
import { platt } from '../../../../main/predict/learn/calibrate/platt.ts'
import { learnWidths, widthAt } from '../../../../main/predict/learn/calibrate/venn-abers.ts'
import { aucMeasured, aucOf } from '../../../../main/predict/learn/judge/auc.ts'
import {
  brierOf,
  calibrationError,
  liftOf,
  logLossOf,
  riskBins,
  warningCurve,
} from '../../../../main/predict/learn/judge/goodness.ts'
import { ordersBeyondChance, usableSignal } from '../../../../main/predict/learn/judge/usable.ts'
import { logit, lossOf, positiveShare, sigmoid } from '../../../../main/predict/learn/log-odds.ts'
import { orderOf } from '../../../../main/predict/learn/order.ts'

const numbers = (...values: number[]) => Float64Array.of(...values)
const labelled = (...values: number[]) => Uint8Array.of(...values)
const repeated = (count: number, value: number) => Array.from({ length: count }, () => value)

describe('log odds', () => {
  it('have a probability, however far out they are', () => {
    expect([-1_000, 0, 1_000].map(sigmoid)).toEqual([0, 0.5, 1])
    expect(sigmoid(Math.log(3))).toBeCloseTo(0.75, 15)
    expect(sigmoid(-Math.log(3))).toBeCloseTo(0.25, 15)
  })

  it('take what is certain for one case in a thousand million less', () => {
    expect(logit(0.75)).toBeCloseTo(Math.log(3), 12)
    for (const p of [0, -1]) expect(logit(p)).toBeCloseTo(-Math.log(1e9), 6)
    for (const p of [1, 2]) expect(logit(p)).toBeCloseTo(Math.log(1e9), 6)
    expect(logit(1e-8)).toBeCloseTo(-Math.log(1e8), 6)
  })

  it('lose by the logarithm of what was said of the answer', () => {
    expect(lossOf(0.25, 1)).toBeCloseTo(Math.log(4), 12)
    expect(lossOf(0.25, 0)).toBeCloseTo(Math.log(4 / 3), 12)
    expect(lossOf(0, 1)).toBeCloseTo(Math.log(1e9), 6)
    expect(lossOf(1, 0)).toBeCloseTo(Math.log(1e9), 6)
  })

  it('are of the share of positive labels, which is 0 of none', () => {
    expect(positiveShare(labelled(1, 0, 0, 0))).toBe(0.25)
    expect(positiveShare(labelled(1))).toBe(1)
    expect(positiveShare(labelled())).toBe(0)
  })
})

it('values are put in order, equal ones as they were', () => {
  expect([...orderOf(numbers(3, 1, 2, 1, -1))]).toEqual([4, 1, 3, 2, 0])
  expect([...orderOf(new Float64Array(60))]).toEqual(Array.from({ length: 60 }, (_, at) => at))
})

describe('pooling', () => {
  it('joins neighbours of equal shares, and goes back as far as shares fall', () => {
    expect(pooled([2, 4], [1, 2])).toEqual([{ weight: 6, positive: 3, cases: 2 }])
    expect(pooled([1, 2], [0, 1])).toEqual([
      { weight: 1, positive: 0, cases: 1 },
      { weight: 2, positive: 1, cases: 1 },
    ])
    expect(pooled([1, 1, 1], [1, 1, 0])).toEqual([{ weight: 3, positive: 2, cases: 3 }])
    expect(pooled([], [])).toEqual([])
  })

  it('takes cases of one score as one', () => {
    const z = numbers(2, 1, 2, 1, 2)
    expect(scoresOnce(z, labelled(1, 0, 0, 1, 1), orderOf(z))).toEqual({
      scores: [1, 2],
      weights: [2, 3],
      positives: [1, 2],
    })
  })
})

describe('a calibration', () => {
  it('is straight between the knots of a curve, and goes on level behind its ends', () => {
    const curve = { is: 'curve' as const, from: [0, 1, 3, 4, 8], to: [0, 10, 20, 40, 44] }
    const at = [-1, 0, 0.5, 1, 2, 3, 3.5, 4, 7, 8, 9]
    expect(at.map(z => calibrated(curve, z))).toEqual([0, 0, 5, 10, 15, 20, 30, 40, 43, 44, 44])
    expect(calibrated({ is: 'line', slope: 2, intercept: -1 }, 3)).toBe(5)
  })

  it('has a free shape from a thousand cases on', () => {
    const of = (n: number) =>
      learnCalibration(
        Float64Array.from({ length: n }, (_, at) => at),
        Uint8Array.from({ length: n }, (_, at) => (at > n / 2 ? 1 : 0)),
      ).is
    expect([of(999), of(1_000)]).toEqual(['line', 'curve'])
  })

  it('by a curve goes through the centres of its blocks, but reaches to both ends of the scores', () => {
    // Blocks: 1 2 (none of two), 3 3 3 4 (two of four), 6 (two of two). The centre of the second is (3 · 3 + 4) / 4.
    const curve = isotonicCurve(numbers(1, 2, 3, 3, 3, 4, 6, 6), labelled(0, 0, 1, 1, 0, 0, 1, 1))
    if (curve.is !== 'curve') throw new Error('a curve')
    expect(curve.from).toEqual([1, 3.25, 6])
    // Half a case of three is added to the other side of what is certain.
    const odds = [Math.log(0.5 / 2.5), 0, Math.log(2.5 / 0.5)]
    for (const [at, logOdds] of odds.entries()) expect(curve.to[at]).toBeCloseTo(logOdds, 12)
    const wide = isotonicCurve(numbers(1, 2, 6, 7), labelled(0, 0, 1, 1))
    expect(wide).toMatchObject({ from: [1, 7] })
  })

  it('by a curve of one block is level, at the share softened by one of two', () => {
    const level = isotonicCurve(numbers(1, 2, 3), labelled(1, 1, 0))
    expect(level).toMatchObject({ is: 'line', slope: 0 })
    expect(calibrated(level, 9)).toBeCloseTo(Math.log(3 / 2), 12)
    expect(calibrated(isotonicCurve(numbers(1, 1), labelled(0, 0)), 9)).toBeCloseTo(-Math.log(3), 12)
  })

  it('by a line is where the likelihood of the softened labels is greatest', () => {
    const z = numbers(-3, -1, -0.5, 0, 0.5, 1, 2, 4)
    const labels = labelled(0, 0, 1, 0, 1, 0, 1, 1)
    const found = platt(z, labels)
    if (found.is !== 'line') throw new Error('a line')
    // Lin, Lin & Weng: (4 + 1) / (4 + 2) in place of 1, and 1 / (4 + 2) in place of 0.
    const rests = [...z].map(
      (score, row) => sigmoid(found.slope * score + found.intercept) - (labels[row] ? 5 / 6 : 1 / 6),
    )
    expect(rests.reduce((sum, rest) => sum + rest, 0)).toBeCloseTo(0, 8)
    expect(rests.reduce((sum, rest, row) => sum + rest * (z[row] as number), 0)).toBeCloseTo(0, 8)
    // Three of four, softened by one of two, where scores go the wrong way.
    const level = platt(numbers(1, 2, 3, 4), labelled(1, 1, 1, 0))
    expect(level).toMatchObject({ is: 'line', slope: 0 })
    expect(calibrated(level, 7)).toBeCloseTo(Math.log(2), 12)
  })
})

describe('the width', () => {
  it('tells steps of a fiftieth apart, and nothing beyond ten', () => {
    const widths = learnWidths(numbers(0.009, 0, 0.011, -30, 30), labelled(0, 1, 0, 0, 1))
    expect(widths.scores).toEqual([-500, 0, 1, 500])
    expect(widthAt(widths, 99)).toEqual(widthAt(widths, 10))
    expect(widthAt(widths, -99)).toEqual(widthAt(widths, -10))
    expect(widthAt(widths, 9.98)).not.toEqual(widthAt(widths, 10))
  })

  it('of no cases is everything', () => {
    expect(widthAt(learnWidths(numbers(), labelled()), 0)).toEqual({ low: 0, high: 1 })
  })
})

describe('AUC', () => {
  it('is measured from two cases of each kind on', () => {
    expect(aucMeasured(numbers(1, 2, 3), labelled(0, 0, 1))).toEqual({ value: 1, low: 0, high: 1 })
    expect(aucMeasured(numbers(1, 2, 3), labelled(0, 1, 1))).toEqual({ value: 1, low: 0, high: 1 })
    expect(aucMeasured(numbers(1, 2, 3, 4), labelled(0, 0, 1, 1))).toEqual({ value: 1, low: 1, high: 1 })
    expect(aucMeasured(numbers(3, 4, 1, 2), labelled(0, 0, 1, 1))).toEqual({ value: 0, low: 0, high: 0 })
  })

  it('is a half where there is one kind only', () => {
    expect([aucOf(numbers(1, 2), labelled(1, 1)), aucOf(numbers(1, 2), labelled(0, 0))]).toEqual([0.5, 0.5])
  })

  it('has the interval of DeLong where the kinds differ in number', () => {
    // Among 2, 4 and 5 the negatives 1 and 3 lie below 1/2, 1 and 1 times; of 1 and 3 the positives lie above 1 and 2/3 times.
    const found = aucMeasured(numbers(2, 4, 5, 1, 3), labelled(1, 1, 1, 0, 0))
    const value = 5 / 6
    const error = Math.sqrt(1 / 12 / 3 + 1 / 18 / 2)
    const spread = (1.959964 * error) / (value * (1 - value))
    expect(found.value).toBeCloseTo(value, 12)
    expect(logit(found.low)).toBeCloseTo(Math.log(5) - spread, 8)
    expect(logit(found.high)).toBeCloseTo(Math.log(5) + spread, 8)
  })
})

describe('goodness', () => {
  it('of no cases is nothing', () => {
    expect([logLossOf(numbers(), labelled()), brierOf(numbers(), labelled()), calibrationError([])]).toEqual([0, 0, 0])
    expect(riskBins(numbers(), labelled())).toEqual([])
    expect(brierOf(numbers(0.5), labelled(1))).toBe(0.25)
    expect(brierOf(numbers(0.5, 0.5), labelled(1, 0))).toBe(0.25)
  })

  it('counts in ten bins of as many cases each, in order of risk', () => {
    const risks = Float64Array.from({ length: 20 }, (_, at) => (19 - at) / 100)
    const bins = riskBins(
      risks,
      Uint8Array.from(risks, risk => (risk > 0.145 ? 1 : 0)),
    )
    expect(bins.map(({ n }) => n)).toEqual(repeated(10, 2))
    expect(bins.map(({ observed }) => observed)).toEqual([0, 0, 0, 0, 0, 0, 0, 0.5, 1, 1])
    expect(bins[1]).toMatchObject({ from: 0.02, to: 0.03, predicted: 0.025 })
  })

  it('leaves equal risks in one bin, and never an empty one', () => {
    const risks = numbers(0.1, 0.2, 0.2, 0.2, 0.2, 0.3)
    expect(riskBins(risks, new Uint8Array(6), 3).map(({ from, to, n }) => [from, to, n])).toEqual([
      [0.1, 0.2, 5],
      [0.3, 0.3, 1],
    ])
    expect(riskBins(numbers(0.1, 0.2), new Uint8Array(2), 5).map(({ n }) => n)).toEqual([1, 1])
  })

  it('weighs gaps of bins by their cases', () => {
    const bin = (n: number, predicted: number, observed: number) => ({ from: 0, to: 1, n, predicted, observed })
    expect(calibrationError([bin(3, 0.5, 0.1), bin(1, 0.2, 0.4)])).toBeCloseTo((3 * 0.4 + 0.2) / 4, 12)
  })

  it('lifts by how much more often the top tenth is positive than all are', () => {
    const risks = Float64Array.from({ length: 20 }, (_, at) => at / 20)
    const labels = Uint8Array.from(risks, (_, at) => (at === 19 || at === 17 || at === 3 || at === 0 ? 1 : 0))
    // One of the two highest, and four of twenty.
    expect(liftOf(risks, labels)).toBeCloseTo(0.5 / 0.2, 12)
    expect(liftOf(numbers(0.1, 0.2), labelled(0, 1))).toBeCloseTo(2, 12)
    expect(liftOf(numbers(0.1, 0.2), labelled(0, 0))).toBe(1)
  })

  it('counts how many of the highest risks came true, at places from few to all', () => {
    // From the greatest risk down, so that neither the first nor the last of a stretch can be left out unnoticed.
    const truth = labelled(1, 0, 1, 1, 0, 1, 0, 0, 1, 1, 0, 1, 0, 1)
    const falling = (n: number) => Float64Array.from({ length: n }, (_, place) => -place)
    expect(warningCurve(falling(14), truth)).toEqual([
      { n: 5, k: 3 },
      { n: 8, k: 4 },
      { n: 12, k: 7 },
      { n: 14, k: 8 },
    ])
    expect(warningCurve(falling(3), truth.subarray(0, 3))).toEqual([{ n: 3, k: 2 }])
    expect(warningCurve(numbers(), labelled())).toEqual([])
  })
})

describe('a free calibration', () => {
  it('is learned where there are 200 of the rarer answer, of either kind', () => {
    const learned = (positives: number) => {
      const calibration = learnCalibration(
        Float64Array.from({ length: 1_000 }, (_, at) => at / 1_000),
        Uint8Array.from({ length: 1_000 }, (_, at) => Number(at >= 1_000 - positives)),
      )
      // A free curve begins at the lowest score; a line is level beyond the scores of nearly all cases.
      return calibration.is === 'curve' && calibration.from[0] === 0 ? 'free' : 'line'
    }
    expect([199, 200, 800, 801].map(learned)).toEqual(['line', 'free', 'free', 'line'])
  })
})

describe('AUC of cases that depend on one another', () => {
  const scores = numbers(0.9, 0.35, 0.5, 0.3, 0.2, 0.6)
  const labels = labelled(1, 0, 1, 0, 1, 0)
  // How many of the other kind each case is above or below, less the AUC of 5 in 9.
  const excess = [3, 2, 2, 2, 0, 1].map(more => more / 3 - 5 / 9)
  const errorBy = (clusters: readonly number[]) => {
    const { value, low, high } = aucMeasured(scores, labels, Int32Array.from(clusters))
    expect(value).toBeCloseTo(5 / 9, 12)
    return ((logit(high) - logit(low)) / (2 * 1.959964)) * value * (1 - value)
  }

  it('adds up what each cluster is above its share, of both kinds together', () => {
    const sums = [0, 2, 4].map(first => ((excess[first] as number) + (excess[first + 1] as number)) / 3)
    const variance = (3 / 2) * sums.reduce((sum, one) => sum + one ** 2, 0)
    expect(errorBy([7, 7, 8, 8, 9, 9])).toBeCloseTo(Math.sqrt(variance), 9)
  })

  it('learns nothing of a kind that is all in one cluster', () => {
    const others = [1, 3, 5].map(row => (excess[row] as number) / 3)
    const variance = (3 / 2) * others.reduce((sum, one) => sum + one ** 2, 0)
    expect(errorBy([0, 1, 0, 2, 0, 3])).toBeCloseTo(Math.sqrt(variance), 9)
  })
})

describe('an order beyond chance', () => {
  it('is as many errors above a half as its level asks for, more where more is claimed', () => {
    const at = (errors: number, claims: number) => {
      const [middle, spread] = [errors * 0.5, 1.959964 * 0.5]
      const [value, low, high] = [middle, middle - spread, middle + spread].map(sigmoid) as [number, number, number]
      return ordersBeyondChance({ value, low, high }, claims)
    }
    expect([at(1.9, 1), at(2, 1), at(-2, 1), at(0, 1)]).toEqual([false, true, false, false])
    expect([at(2.7, 10), at(2.9, 10)]).toEqual([false, true])
  })
})

describe('a usable signal', () => {
  /** `right` cases of either kind for which the model was surer than the base, and `wrong` for which it was less sure. */
  const judged = (right: number, wrong: number) => {
    const rows = [
      ...repeated(right, 0.8).map(risk => [risk, 1]),
      ...repeated(right, 0.2).map(risk => [risk, 0]),
      ...repeated(wrong, 0.2).map(risk => [risk, 1]),
      ...repeated(wrong, 0.8).map(risk => [risk, 0]),
    ] as [number, number][]
    const labels = Uint8Array.from(rows, ([, label]) => label)
    return usableSignal(
      Float64Array.from(rows, ([risk]) => risk),
      Float64Array.from(rows, () => 0.5),
      labels,
    )
  }

  it('gains what the base loses more than the model, with its error', () => {
    const { gain, p } = judged(15, 5)
    // Each right case gains ln 1.6, each wrong one loses ln 2.5.
    const [up, down] = [Math.log(1.6), -Math.log(2.5)]
    const value = 0.75 * up + 0.25 * down
    const error = Math.sqrt((0.75 * up ** 2 + 0.25 * down ** 2 - value ** 2) / 39)
    expect(gain.value).toBeCloseTo(value, 12)
    expect(gain.low).toBeCloseTo(value - 1.959964 * error, 12)
    expect(gain.high).toBeCloseTo(value + 1.959964 * error, 12)
    // The tails of the normal distribution are scipy.stats.norm.sf.
    expect(value / error).toBeCloseTo(1.28409477, 8)
    expect(p).toBeCloseTo(0.0995544, 6)
    expect(judged(12, 6).p).toBeCloseTo(0.4714731, 6)
    expect(judged(7, 4).p).toBeCloseTo(0.5926435, 6)
    expect(judged(11, 9).p).toBeCloseTo(0.9181784, 6)
  })

  it('asks for ten cases of each kind', () => {
    expect(judged(10, 0).isUsable).toBe(true)
    expect(judged(9, 0).isUsable).toBe(false)
  })

  it('asks for ten cases of the rarer kind too', () => {
    const surer = (positive: number, negative: number) => {
      const labels = [...repeated(positive, 1), ...repeated(negative, 0)]
      const risks = labels.map((label, at) => 0.2 + 0.6 * label + at / 1_000)
      return usableSignal(Float64Array.from(risks), new Float64Array(labels.length).fill(0.5), Uint8Array.from(labels))
    }
    expect([surer(10, 50).isUsable, surer(9, 50).isUsable]).toEqual([true, false])
    expect([surer(50, 10).isUsable, surer(50, 9).isUsable]).toEqual([true, false])
  })

  it('is none where a better mean is all that it has: nobody is put before anybody', () => {
    const labels = Uint8Array.from([...repeated(20, 1), ...repeated(80, 0)])
    const found = usableSignal(new Float64Array(100).fill(0.2), new Float64Array(100).fill(0.5), labels)
    expect(found.p).toBeLessThan(0.001)
    expect(found).toMatchObject({ isUsable: false, auc: { value: 0.5, low: 0.5 } })
  })

  it('takes the rows of one cluster for one draw of its gain', () => {
    const clusters = Int32Array.of(1, 1, 2, 3)
    const bases = new Float64Array(4).fill(0.5)
    const { gain } = usableSignal(numbers(0.8, 0.8, 0.2, 0.6), bases, labelled(1, 1, 0, 0), clusters)
    const [right, wrong] = [Math.log(0.8 / 0.5), Math.log(0.4 / 0.5)]
    const value = (3 * right + wrong) / 4
    const squares = (2 * right - 2 * value) ** 2 + (right - value) ** 2 + (wrong - value) ** 2
    expect(gain.value).toBeCloseTo(value, 12)
    expect(gain.high - value).toBeCloseTo((1.959964 * Math.sqrt((3 / 2) * squares)) / 4, 12)
  })

  it('asks for a gain that chance gives at most once in forty', () => {
    expect(judged(40, 8)).toMatchObject({ isUsable: true })
    expect(judged(15, 5).isUsable).toBe(false)
  })

  it('says nothing about no case, and is certain of what never varies', () => {
    expect(judged(0, 0)).toMatchObject({ isUsable: false, gain: { value: 0 } })
    const one = usableSignal(numbers(0.8), numbers(0.5), labelled(1))
    expect(one.gain).toEqual({
      value: Math.log(0.8) - Math.log(0.5),
      low: Number.NEGATIVE_INFINITY,
      high: Number.POSITIVE_INFINITY,
    })
    const same = (risk: number) => usableSignal(numbers(risk, risk), numbers(0.5, 0.5), labelled(1, 1)).p
    expect([same(0.75), same(0.5), same(0.25)]).toEqual([0, 1, 1])
    // Rounding puts the mean of the squares below the square of the mean.
    const alike = new Float64Array(7).fill(0.8)
    expect(usableSignal(alike, new Float64Array(7).fill(0.5), new Uint8Array(7).fill(1)).p).toBe(0)
  })
})
