import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { aucMeasured, aucOf } from '../../../../main/predict/learn/judge/auc.ts'
import { forwardFolds, stratifiedFolds } from '../../../../main/predict/learn/judge/folds.ts'
import {
  brierOf,
  calibrationError,
  liftOf,
  logLossOf,
  riskBins,
} from '../../../../main/predict/learn/judge/goodness.ts'
import { judgeTable } from '../../../../main/predict/learn/judge/judge-table.ts'
import { findTwins } from '../../../../main/predict/learn/judge/twins.ts'
import { usableSignal } from '../../../../main/predict/learn/judge/usable.ts'
import { sigmoid } from '../../../../main/predict/learn/log-odds.ts'
import { seeded } from '../../../../main/predict/learn/random.ts'
import { chance } from '../../../helpers/chance.ts'
import { aWorld } from './made.ts'

describe('AUC', () => {
  it('is the share of pairs in the right order, ties counting half', () => {
    const rows = fc.array(fc.tuple(fc.integer({ min: 0, max: 5 }), fc.integer({ min: 0, max: 1 })), {
      minLength: 2,
      maxLength: 30,
    })
    fc.assert(
      fc.property(rows, cases => {
        const of = (label: number) => cases.filter(([, own]) => own === label).map(([score]) => score)
        const pairs = of(1).flatMap(p => of(0).map(n => (p > n ? 1 : p === n ? 0.5 : 0) as number))
        const expected = pairs.length === 0 ? 0.5 : pairs.reduce((a, b) => a + b, 0) / pairs.length
        expect(
          aucOf(
            Float64Array.from(cases, ([score]) => score),
            Uint8Array.from(cases, ([, label]) => label),
          ),
        ).toBeCloseTo(expected, 12)
      }),
    )
  })

  it('has the interval that DeLong’s variance gives by hand', () => {
    // Placements of positives 1, 2/3, 1/3 and of negatives 2/3, 1/3, 1: both variances 1/9, so se² = 2/27.
    const found = aucMeasured(Float64Array.of(6, 4, 2, 3, 5, 1), Uint8Array.of(1, 1, 1, 0, 0, 0))
    const [value, error] = [2 / 3, Math.sqrt(2 / 27)]
    const spread = (1.959964 * error) / (value * (1 - value))
    expect(found.value).toBeCloseTo(value, 12)
    expect(Math.log(found.high / (1 - found.high))).toBeCloseTo(Math.log(2) + spread, 10)
    expect(Math.log(found.low / (1 - found.low))).toBeCloseTo(Math.log(2) - spread, 10)
  })
})

describe('rows that depend on one another', () => {
  /** Each case `times` times, as one cluster. */
  const repeatedCases = (times: number) => {
    const random = chance(3)
    const draws = Array.from({ length: 60 }, () => {
      const x = random.gaussian()
      return { risk: sigmoid(0.5 * x - 1), label: random.uniform() < sigmoid(0.5 * x - 1) ? 1 : 0 }
    })
    const rows = Array.from({ length: 60 * times }, (_, row) => row % 60)
    return {
      risks: Float64Array.from(rows, at => draws[at]?.risk ?? 0),
      labels: Uint8Array.from(rows, at => draws[at]?.label ?? 0),
      clusters: Int32Array.from(rows),
    }
  }
  const judged = ({ risks, labels, clusters }: ReturnType<typeof repeatedCases>, isClustered = true) =>
    usableSignal(risks, new Float64Array(risks.length).fill(0.27), labels, isClustered ? clusters : undefined)

  it('are as telling as one draw of each, however often they repeat', () => {
    const [once, often] = [judged(repeatedCases(1)), judged(repeatedCases(25))]
    expect(often.p).toBeCloseTo(once.p, 6)
    for (const key of ['low', 'value', 'high'] as const) {
      expect(often.gain[key]).toBeCloseTo(once.gain[key], 9)
      expect(often.auc[key]).toBeCloseTo(once.auc[key], 9)
    }
    expect(judged(repeatedCases(25), false).p).toBeLessThan(once.p / 10)
  })

  it('are the same as rows of their own where no cluster has two', () => {
    const cases = repeatedCases(1)
    expect(judged(cases)).toEqual(judged(cases, false))
  })
})

it('a model that knows nothing is not worse than chance, however few positive rows the folds share', () => {
  const random = chance(8)
  const values = Float64Array.from({ length: 600 }, () => random.gaussian())
  const labels = Uint8Array.from(values, (_, row) => (row % 86 === 3 ? 1 : 0))
  const table = { rows: 600, columns: [{ name: 'noise', kind: 'number' as const, values }] }
  const { usable } = judgeTable({ examples: { table, labels }, times: null, folds: 5, seed: 1 })
  expect(usable.isUsable).toBe(false)
  expect(usable.auc.low).toBeLessThanOrEqual(0.5)
  expect(usable.auc.high).toBeGreaterThanOrEqual(0.5)
})

describe('goodness', () => {
  const risks = Float64Array.of(0.1, 0.2, 0.6, 0.9)
  const labels = Uint8Array.of(0, 1, 1, 1)

  it('is what the formulas give by hand', () => {
    expect(brierOf(risks, labels)).toBeCloseTo((0.01 + 0.64 + 0.16 + 0.01) / 4, 12)
    expect(logLossOf(risks, labels)).toBeCloseTo(
      -(Math.log(0.9) + Math.log(0.2) + Math.log(0.6) + Math.log(0.9)) / 4,
      12,
    )
    expect(liftOf(risks, labels, 0.5)).toBeCloseTo(1 / 0.75, 12)
  })

  it('puts equally many cases into bins and weighs their gaps', () => {
    const bins = riskBins(risks, labels, 2)
    expect(bins.map(({ n, observed }) => [n, observed])).toEqual([
      [2, 0.5],
      [2, 1],
    ])
    expect(calibrationError(bins)).toBeCloseTo((0.35 + 0.25) / 2, 12)
  })
})

describe('folds', () => {
  it('keep groups whole and judge every row once', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat({ max: 9 }), fc.nat({ max: 1 }), fc.nat({ max: 50 })), {
          minLength: 12,
          maxLength: 80,
        }),
        rows => {
          const groups = Int32Array.from(rows, ([group]) => group)
          const labels = Uint8Array.from(rows, ([, label]) => label)
          const folds = stratifiedFolds(labels, groups, 3, seeded(1))
          expect(folds.flatMap(({ test }) => [...test]).sort((a, b) => a - b)).toEqual(rows.map((_, at) => at))
          for (const { train, test } of folds) {
            const learned = new Set([...train].map(row => groups[row]))
            expect([...test].filter(row => learned.has(groups[row]))).toEqual([])
          }
          const times = Float64Array.from(rows, ([, , time]) => time)
          const starts = (row: number) => Math.min(...[...times].filter((_, other) => groups[other] === groups[row]))
          for (const { train, test } of forwardFolds(times, groups, 3))
            expect(Math.max(...[...train].map(starts))).toBeLessThanOrEqual(Math.min(...[...test].map(starts)))
        },
      ),
    )
  })
})

describe('twins', () => {
  it('are rows that are the same in all columns, and groups join them', () => {
    const columns = ['x', 'y', 'z'].map(name => ({
      ...{ name, kind: 'number' as const, values: Float64Array.of(1, 2, 1, Number.NaN, Number.NaN, 5) },
    }))
    const { repeated, groups } = findTwins({ rows: 6, columns }, Int32Array.of(0, 1, 2, 3, 4, 1))
    expect(repeated).toBe(2)
    expect(groups[0]).toBe(groups[2])
    expect(groups[3]).toBe(groups[4])
    expect(groups[1]).toBe(groups[5])
    expect(new Set(groups).size).toBe(3)
  })

  it('are not rows that a few rounded numbers make alike by chance: groups of different accounts stay apart', () => {
    const random = chance(2)
    const values = Float64Array.from({ length: 2_000 }, () => Math.round(500 * random.uniform()))
    const groups = Int32Array.from(values, (_, row) => row % 20)
    const found = findTwins({ rows: 2_000, columns: [{ name: 'x', kind: 'number', values }] }, groups)
    expect([found.repeated, new Set(found.groups).size]).toEqual([0, 20])
  })

  it('are not what half of all rows have in common', () => {
    const values = Float64Array.from({ length: 400 }, (_, at) => at % 2)
    expect(findTwins({ rows: 400, columns: [{ name: 'x', kind: 'number', values }] }).repeated).toBe(0)
  })
})

describe('judging a table', () => {
  it('finds a signal, says how good it is, and what drives it', () => {
    const world = aWorld(1_500, 1)
    const verdict = judgeTable({ examples: world, times: null, folds: 3, seed: 1 })
    const best = aucOf(world.risks, world.labels)
    expect(verdict.usable.isUsable).toBe(true)
    expect(verdict.usable.auc.value).toBeGreaterThan(best - 0.04)
    expect(verdict.usable.auc.value).toBeLessThan(best + 0.01)
    expect(verdict.logLoss.model).toBeLessThan(verdict.logLoss.base)
    expect(verdict.brier.model).toBeLessThan(verdict.brier.base)
    expect(verdict.rows).toBe(1_500)
    expect(verdict.drivers.slice(0, 3).map(({ column }) => column)).toContain('a')
    expect(verdict.drivers.find(({ column }) => column === 'a')?.direction).toBe('up')
    expect(verdict.suspects).toEqual([])
  })

  it('says that there is none where labels are chance', () => {
    for (const seed of [1, 2, 3]) {
      const world = aWorld(400, seed, 0)
      expect(judgeTable({ examples: world, times: null, folds: 3, seed }).usable.isUsable).toBe(false)
    }
  })

  it('suspects a column that knows the answer', () => {
    const world = aWorld(400, 2)
    const column = {
      name: 'cancelled on',
      kind: 'number' as const,
      values: Float64Array.from(world.labels, (label, at) => (label === 1 ? at : Number.NaN)),
    }
    const table = { ...world.table, columns: [...world.table.columns, column] }
    const { suspects } = judgeTable({ examples: { ...world, table }, times: null, folds: 3, seed: 1 })
    expect(suspects).toEqual([{ column: 'cancelled on', auc: 1 }])
  })

  it('learns from the past only where rows have times', () => {
    const world = aWorld(800, 4)
    const times = Float64Array.from(world.labels, (_, row) => row)
    const verdict = judgeTable({ examples: world, times, folds: 3, seed: 1 })
    expect(verdict.rows).toBe(600)
    expect(verdict.folds.map(({ train }) => train)).toEqual([200, 400, 600])
  })
})
