import { describe, expect, it } from 'vitest'
import { learnTerms, termValues } from '../../../../main/predict/learn/data/encoding.ts'
import { binAll, binned, cutsOf } from '../../../../main/predict/learn/fit/bins.ts'
import { BOOSTING, boost } from '../../../../main/predict/learn/fit/boost.ts'
import { fitLogistic, logisticScores } from '../../../../main/predict/learn/fit/logistic.ts'
import { addBinned, treeScores } from '../../../../main/predict/learn/fit/tree.ts'
import { positiveShare, sigmoid } from '../../../../main/predict/learn/log-odds.ts'
import { chance } from '../../../helpers/chance.ts'
import { aWorld, gaussians } from './made.ts'

describe('logistic regression', () => {
  it('gives what R’s glm gives of Student’s hours of study', () => {
    // Hours and results of 20 students: intercept −4.0777, slope 1.5046 (a published example of maximum likelihood).
    const hours = Float64Array.of(
      0.5,
      0.75,
      1,
      1.25,
      1.5,
      1.75,
      1.75,
      2,
      2.25,
      2.5,
      2.75,
      3,
      3.25,
      3.5,
      4,
      4.25,
      4.5,
      4.75,
      5,
      5.5,
    )
    const passed = Uint8Array.of(0, 0, 0, 0, 0, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 1, 1, 1, 1, 1)
    const { intercept, weights, means, scales } = fitLogistic([hours], passed, 0)
    const slope = (weights[0] as number) / (scales[0] as number)
    expect(slope).toBeCloseTo(1.5046, 3)
    expect(intercept - slope * (means[0] as number)).toBeCloseTo(-4.0777, 3)
  })

  it('stands where the penalised likelihood is level', () => {
    const { table, labels } = aWorld(500, 1)
    const { matrix } = learnTerms(table, labels)
    const model = fitLogistic(matrix, labels, 10)
    const rest = logisticScores(model, matrix, 500).map((z, row) => (labels[row] as number) - sigmoid(z))
    expect(Math.abs(rest.reduce((sum, one) => sum + one, 0))).toBeLessThan(0.01)
    for (const [t, values] of matrix.entries()) {
      const slope = values.reduce((sum, value, row) => {
        const z = Number.isNaN(value) ? 0 : (value - (model.means[t] as number)) / (model.scales[t] as number)
        return sum + Math.min(Math.max(z, -5), 5) * (rest[row] as number)
      }, 0)
      expect(Math.abs(slope - 10 * (model.weights[t] as number))).toBeLessThan(0.05)
    }
  })
})

describe('terms', () => {
  const { table, labels } = aWorld(1_000, 2)
  const { terms, matrix } = learnTerms(table, labels)

  it('are numbers, gaps, levels of few categories and rates of many', () => {
    expect(terms.map(({ column, is }) => `${column} ${is}`)).toEqual([
      'a number',
      'b number',
      'gaps number',
      'gaps missing',
      'plan level',
      'plan level',
      'plan level',
      'city rate',
      'chance number',
    ])
  })

  it('have the same values in other rows, but for rates, which leave the own label out', () => {
    const again = termValues(terms, table)
    for (const [t, { is }] of terms.entries()) if (is !== 'rate') expect(again[t]).toEqual(matrix[t])
    // The rate of a category in which one row is positive must not tell that row from the others.
    const codes = Int32Array.from({ length: 100 }, (_, row) => row)
    const names = Array.from(codes, code => `c${code}`)
    const own = Uint8Array.from(codes, code => code % 2)
    const alone = learnTerms({ rows: 100, columns: [{ name: 'id', kind: 'category', codes, names }] }, own)
    const [values] = alone.matrix
    expect(new Set([...(values ?? [])].map(value => Math.round(value * 10)))).toEqual(new Set([5]))
  })

  it('take a category that training did not have for the share of all', () => {
    const other = { name: 'city', kind: 'category' as const, codes: Int32Array.of(0, -1), names: ['elsewhere'] }
    const [values] = termValues(
      terms.filter(({ is }) => is === 'rate'),
      { rows: 2, columns: [other] },
    )
    expect([...(values ?? [])]).toEqual([positiveShare(labels), positiveShare(labels)])
  })
})

describe('bins', () => {
  it('part values between them where they are few, and by quantiles where they are many', () => {
    const few = cutsOf(Float64Array.of(3, 1, Number.NaN, 2, 1))
    expect([...few]).toEqual([1.5, 2.5])
    expect([...binned(Float64Array.of(1, 2, 3, Number.NaN), few, 0).bins]).toEqual([1, 2, 3, 0])
    const many = binned(gaussians(10_000, chance(1)), cutsOf(gaussians(10_000, chance(1))), 0)
    const sizes = new Map<number, number>()
    for (const bin of many.bins) sizes.set(bin, (sizes.get(bin) ?? 0) + 1)
    expect(Math.max(...sizes.values())).toBeLessThan(60)
    expect(many.cuts.length).toBeLessThanOrEqual(254)
  })
})

describe('boosted trees', () => {
  it('score values as they score bins', () => {
    const { table, labels } = aWorld(800, 3)
    const { matrix } = learnTerms(table, labels)
    const bins = binAll(matrix, [])
    const { base, trees } = boost(bins, labels, { ...BOOSTING, rounds: 20 })
    const z = new Float64Array(800).fill(base)
    for (const tree of trees) addBinned(tree, bins, z)
    expect(treeScores(base, trees, matrix, 800)).toEqual(z)
    const few = matrix.map(values => values.slice(0, 10))
    expect(treeScores(base, trees, few, 10)).toEqual(z.slice(0, 10))
  })

  it('stop where later data get no better', () => {
    const { table, labels } = aWorld(600, 4)
    const other = aWorld(600, 5)
    const { terms, matrix } = learnTerms(table, labels)
    const bins = binAll(matrix, [])
    const test = termValues(terms, other.table).map((values, t) =>
      binned(values, bins[t]?.cuts ?? new Float64Array(0), 0),
    )
    const { trees, best } = boost(bins, labels, BOOSTING, { terms: test, labels: other.labels })
    expect(best).toBeGreaterThan(0)
    expect(trees.length).toBe(best + BOOSTING.patience)
  })

  it.each([1, -1] as const)('go one way with a column whose sign is %i, whatever the data say', sign => {
    const random = chance(7)
    const x = gaussians(2_000, random)
    const other = gaussians(2_000, random)
    const labels = Uint8Array.from(x, (value, row) =>
      random.uniform() < sigmoid(Math.sin(3 * value) + (other[row] as number)) ? 1 : 0,
    )
    const { base, trees } = boost(binAll([x, other], [sign, 0]), labels, { ...BOOSTING, rounds: 60 })
    for (const at of [-1, 0, 1]) {
      const line = Float64Array.from({ length: 200 }, (_, k) => -3 + k * 0.03)
      const z = treeScores(base, trees, [line, new Float64Array(200).fill(at)], 200)
      for (let k = 1; k < 200; k++) expect(sign * ((z[k] as number) - (z[k - 1] as number))).toBeGreaterThanOrEqual(0)
    }
  })

  it('learn which way missing values go', () => {
    const random = chance(8)
    const x = Float64Array.from({ length: 1_000 }, () => (random.uniform() < 0.3 ? Number.NaN : random.gaussian()))
    const labels = Uint8Array.from(x, value => (random.uniform() < (Number.isNaN(value) ? 0.8 : 0.2) ? 1 : 0))
    const { base, trees } = boost(binAll([x], [0]), labels, { ...BOOSTING, rounds: 40 })
    const [missing, known] = treeScores(base, trees, [Float64Array.of(Number.NaN, 0)], 2).map(sigmoid)
    expect(missing).toBeCloseTo(0.8, 1)
    expect(known).toBeCloseTo(0.2, 1)
  })
})
