import { expect, it } from 'vitest'
import type { FeatureTable } from '../../../../main/predict/learn/data/feature-table.ts'
import { explainRow } from '../../../../main/predict/learn/explain/explain.ts'
import type { CategoryHead } from '../../../../main/predict/learn/heads/category-head.ts'
import { sigmoid } from '../../../../main/predict/learn/log-odds.ts'
import { keptReasons, type RebuiltRisk, rebuiltRates } from '../../../../main/predict/score/kept-reasons.ts'
import { alignedTo, type LearnedColumn, packedRow, unpackedRow } from '../../../../main/predict/score/packed.ts'
import { type Chance, chance } from '../../../helpers/chance.ts'
import { aTrainedBody } from '../../../helpers/trained-model.ts'

/** A regression over its own choice of columns, asked with a row of its own. */
function learnedRisk(random: Chance, modelId: number): RebuiltRisk {
  const names = ['sign-ins', 'errors', 'payments'].filter(() => random.uniform() < 0.7)
  const columns: LearnedColumn[] = names.map(name => ({ name, kind: 'number' }))
  const { model, measures } = aTrainedBody()
  if (!model) throw new Error('no model')
  const own = {
    ...model,
    terms: names.map(column => ({ column, is: 'number' as const, sign: 0 as const })),
    fit: {
      ...{ is: 'logistic' as const, intercept: random.gaussian() },
      weights: names.map(() => random.gaussian()),
      means: names.map(() => random.gaussian()),
      scales: names.map(() => 1 + random.uniform()),
    },
  }
  const table: FeatureTable = {
    rows: 1,
    columns: names.map(name => ({ name, kind: 'number', values: Float64Array.of(Math.fround(random.gaussian())) })),
  }
  const head = random.uniform() < 0.5 ? aHead(random, names.length) : null
  const explained = explainRow(own, table, 0, head)
  return {
    ...{ modelId, risk: sigmoid(explained.logOdds), width: { low: 0, high: 1 }, explained },
    asked: { model: own, head, columns, table, measures, horizonDays: 7 },
  }
}

/** A head that weighs the last of some terms otherwise. */
const aHead = (random: Chance, terms: number): CategoryHead => ({
  category: 'billing',
  begin: { slope: random.uniform(), intercept: random.gaussian() },
  terms: terms === 0 ? [] : [terms - 1],
  weights: { intercept: random.gaussian(), weights: [random.gaussian()], means: [random.gaussian()], scales: [2] },
  calibration: { is: 'line', slope: 0.5 + random.uniform(), intercept: random.gaussian() },
  widths: { scores: [], low: [0.1], high: [0.2] },
  ...{ rows: 100, positives: 5 },
})

function byRates(random: Chance): RebuiltRisk {
  const [base, a, b] = [0.05 + 0.1 * random.uniform(), 0.2 * random.uniform(), 0.2 * random.uniform()]
  const factors = [
    { label: 'Uses in 28 days: 12 (usually 41)', contribution: a },
    { label: 'Renewal near', contribution: b },
  ]
  return rebuiltRates({ modelId: 1, risk: base + a + b, base, factors })
}

it('whichever way of scoring came before, the difference of two risks is a sum of named changes', () => {
  for (let seed = 1; seed <= 200; seed++) {
    const random = chance(seed)
    const some = [() => learnedRisk(random, 2), () => learnedRisk(random, 3), () => byRates(random)]
    const pick = () => (some[Math.floor(random.uniform() * some.length)] as () => RebuiltRisk)()
    const [before, now] = [pick(), pick()]
    // A model has one base; two draws of one number are two models.
    if (before.modelId === now.modelId) now.modelId += 10
    const told = keptReasons({ ...now, at: 2 }, { ...before, at: 1 }, () => null)
    const sum = told.before?.changes.reduce((total, { logOdds }) => total + logOdds, told.before.logOdds)
    expect(sum).toBeCloseTo(told.now.logOdds, 9)
    const parts = told.contributions.reduce((total, { logOdds }) => total + logOdds, told.base)
    expect(parts).toBeCloseTo(told.now.logOdds, 9)
    expect(told.before?.changes.every(({ column }) => column.length > 0)).toBe(true)
  }
})

it('the reasons of base rates keep their name and their figure apart', () => {
  const { explained } = rebuiltRates({
    ...{ modelId: 1, risk: 0.3, base: 0.1 },
    factors: [{ label: 'Uses in 28 days: 12 (usually 41)', contribution: 0.2 }],
  })
  expect(explained.contributions).toMatchObject([{ column: 'Uses in 28 days', value: '12 (usually 41)' }])
  expect(explained.logOdds - explained.base).toBeCloseTo(explained.contributions[0]?.logOdds ?? 0, 12)
})

it('a row is the same after it was kept, and a category that its model never met is none', () => {
  const columns: LearnedColumn[] = [
    { name: 'sign-ins', kind: 'number' },
    { name: 'plan', kind: 'category', names: ['Basic', 'Pro'] },
    { name: 'errors', kind: 'number' },
  ]
  const table: FeatureTable = {
    rows: 3,
    columns: [
      { name: 'plan', kind: 'category', codes: Int32Array.of(0, 1, -1), names: ['Team', 'Pro'] },
      { name: 'sign-ins', kind: 'number', values: Float64Array.of(1, Number.NaN, Math.fround(0.1)) },
    ],
  }
  const aligned = alignedTo(columns, table)
  const rows = [0, 1, 2].map(row => unpackedRow(columns, packedRow(aligned, row)).columns)
  expect(rows.map(([signIns]) => signIns?.kind === 'number' && signIns.values[0])).toEqual([
    1,
    Number.NaN,
    Math.fround(0.1),
  ])
  expect(rows.map(([, plan]) => plan?.kind === 'category' && plan.codes[0])).toEqual([-1, 1, -1])
  expect(rows.map(([, , errors]) => errors?.kind === 'number' && errors.values[0])).toEqual([
    Number.NaN,
    Number.NaN,
    Number.NaN,
  ])
})
