import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { calibrated, isotonicCurve, learnCalibration } from '../../../../main/predict/learn/calibrate/calibration.ts'
import { pooled } from '../../../../main/predict/learn/calibrate/isotonic.ts'
import { platt } from '../../../../main/predict/learn/calibrate/platt.ts'
import { learnWidths, widthAt } from '../../../../main/predict/learn/calibrate/venn-abers.ts'
import { sigmoid } from '../../../../main/predict/learn/log-odds.ts'
import { chance } from '../../../helpers/chance.ts'

/** Isotonic regression by its min–max formula: the greatest over beginnings of the least over ends of the mean between. */
function isotonicByFormula(weights: readonly number[], positives: readonly number[]): number[] {
  const mean = (from: number, to: number) => sum(positives.slice(from, to + 1)) / sum(weights.slice(from, to + 1))
  const until = (at: number) => Array.from({ length: at + 1 }, (_, from) => from)
  const from = (at: number) => Array.from({ length: weights.length - at }, (_, k) => at + k)
  return weights.map((_, at) => Math.max(...until(at).map(a => Math.min(...from(at).map(b => mean(a, b))))))
}
const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0)

const cases = fc.array(fc.tuple(fc.integer({ min: -6, max: 6 }), fc.integer({ min: 0, max: 1 })), {
  minLength: 1,
  maxLength: 25,
})

describe('isotonic regression', () => {
  it('pools to the shares that the min–max formula gives', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: 1, max: 4 }), fc.nat({ max: 4 })), { minLength: 1, maxLength: 15 }),
        rows => {
          const weights = rows.map(([weight]) => weight)
          const positives = rows.map(([weight, positive]) => Math.min(weight, positive))
          const found = pooled(weights, positives).flatMap(({ weight, positive, cases }) =>
            Array.from({ length: cases }, () => positive / weight),
          )
          const expected = isotonicByFormula(weights, positives)
          for (const [at, share] of found.entries()) expect(share).toBeCloseTo(expected[at] as number, 12)
        },
      ),
    )
  })

  it('keeps scores apart that differ inside the data', () => {
    const random = chance(3)
    const z = Float64Array.from({ length: 3_000 }, () => random.gaussian())
    const labels = Uint8Array.from(z, score => (random.uniform() < sigmoid(score) ? 1 : 0))
    const curve = isotonicCurve(z, labels)
    const steps = Array.from({ length: 40 }, (_, at) => calibrated(curve, -1 + at / 20))
    for (const [at, step] of steps.entries()) if (at > 0) expect(step).toBeGreaterThan(steps[at - 1] as number)
  })
})

describe('calibration', () => {
  it.each([800, 6_000])('brings overconfident scores of %i cases back', n => {
    const random = chance(n)
    const truth = Float64Array.from({ length: n }, () => random.gaussian())
    const labels = Uint8Array.from(truth, z => (random.uniform() < sigmoid(z) ? 1 : 0))
    const calibration = learnCalibration(
      truth.map(z => 3 * z + 1),
      labels,
    )
    expect(calibration.is).toBe(n < 1_000 ? 'line' : 'curve')
    for (const z of [-1, 0, 1]) expect(sigmoid(calibrated(calibration, 3 * z + 1))).toBeCloseTo(sigmoid(z), 1)
  })

  it('is a line while one answer is rare, and promises nothing beyond the scores of nearly all cases', () => {
    const random = chance(4)
    const z = Float64Array.from({ length: 5_000 }, () => random.gaussian())
    const labels = Uint8Array.from(z, score => (random.uniform() < sigmoid(score - 4.5) ? 1 : 0))
    const calibration = learnCalibration(z, labels)
    const of = (score: number) => calibrated(calibration, score)
    // Straight: what lies between is the mean.
    expect(of(0.5)).toBeCloseTo((of(0) + of(1)) / 2, 9)
    expect(sigmoid(of(0))).toBeCloseTo(sigmoid(-4.5), 2)
    expect(of(9)).toBe(of(4))
    expect(of(2)).toBeGreaterThan(of(1))
  })

  it('is level from the twenty first and the twenty last scores on', () => {
    const random = chance(5)
    const z = Float64Array.from({ length: 1_200 }, () => random.gaussian() - 3)
    const labels = Uint8Array.from(z, score => (random.uniform() < sigmoid(score) ? 1 : 0))
    const line = platt(z, labels)
    const rising = [...z].sort((a, b) => a - b)
    const [low, high] = [rising[20] as number, rising[1_200 - 21] as number]
    const on = (score: number) => line.slope * score + line.intercept
    const calibration = learnCalibration(z, labels)
    expect(calibration).toEqual({ is: 'curve', from: [low, high], to: [on(low), on(high)] })
    for (const score of [low, (low + high) / 2, high]) expect(calibrated(calibration, score)).toBeCloseTo(on(score), 12)
    expect(calibrated(calibration, low - 1)).toBe(on(low))
    expect(calibrated(calibration, high + 1)).toBe(on(high))
  })

  it('stays a line where rare answers do not follow the scores, or nearly all scores are the same', () => {
    const rare = Uint8Array.from({ length: 1_200 }, (_, at) => (at < 30 ? 1 : 0))
    const falling = Float64Array.from({ length: 1_200 }, (_, at) => at)
    expect(learnCalibration(falling, rare)).toEqual(platt(falling, rare))
    expect(platt(falling, rare).slope).toBe(0)
    const alike = Float64Array.from({ length: 1_200 }, (_, at) => (at < 15 ? 1 : 0))
    expect(learnCalibration(alike, rare)).toEqual(platt(alike, rare))
    expect(platt(alike, rare).slope).toBeGreaterThan(0)
  })

  it('is level where scores go the wrong way', () => {
    const z = Float64Array.of(-2, -1, 1, 2)
    expect(platt(z, Uint8Array.of(1, 1, 0, 0))).toEqual({ is: 'line', slope: 0, intercept: 0 })
  })
})

describe('the width', () => {
  it('is what isotonic regression gives one more case of either kind', () => {
    fc.assert(
      fc.property(cases, fc.integer({ min: -7, max: 7 }), (rows, score) => {
        const widths = learnWidths(
          Float64Array.from(rows, ([z]) => z),
          Uint8Array.from(rows, ([, label]) => label),
        )
        const found = widthAt(widths, score)
        for (const label of [0, 1]) {
          const all = [...rows, [score, label] as const]
          const scores = [...new Set(all.map(([z]) => z))].sort((a, b) => a - b)
          const of = (z: number) => all.filter(([other]) => other === z)
          const shares = isotonicByFormula(
            scores.map(z => of(z).length),
            scores.map(z => sum(of(z).map(([, known]) => known))),
          )
          expect(label === 0 ? found.low : found.high).toBeCloseTo(shares[scores.indexOf(score)] as number, 12)
        }
      }),
    )
  })

  it('is narrower where more cases are alike', () => {
    const alike = (n: number) =>
      learnWidths(
        new Float64Array(n),
        Uint8Array.from({ length: n }, (_, at) => at % 2),
      )
    const wide = widthAt(alike(10), 0)
    const narrow = widthAt(alike(1_000), 0)
    expect(wide).toEqual({ low: 5 / 11, high: 6 / 11 })
    expect(narrow).toEqual({ low: 500 / 1001, high: 501 / 1001 })
  })
})
