import { describe, expect, it } from 'vitest'
import type { FeatureTable } from '../../../../main/predict/learn/data/feature-table.ts'
import { explainHeads, explainRow } from '../../../../main/predict/learn/explain/explain.ts'
import { headFor } from '../../../../main/predict/learn/heads/category-head.ts'
import { trainHeads } from '../../../../main/predict/learn/heads/train-heads.ts'
import { aucOf } from '../../../../main/predict/learn/judge/auc.ts'
import { stratifiedFolds } from '../../../../main/predict/learn/judge/folds.ts'
import { calibrationError, logLossOf, riskBins } from '../../../../main/predict/learn/judge/goodness.ts'
import { sigmoid } from '../../../../main/predict/learn/log-odds.ts'
import { seeded } from '../../../../main/predict/learn/random.ts'
import { risksOf, scoresWithWidths } from '../../../../main/predict/learn/risk-model.ts'
import { train } from '../../../../main/predict/learn/train.ts'
import { type Chance, chance } from '../../../helpers/chance.ts'

interface World {
  table: FeatureTable
  any: Uint8Array
  billing: Uint8Array
}

/** Failed payments lead to tickets about billing, late parcels to others; parcels matter by a bend where `bent`. */
function aWorld(random: Chance, rows: number, bent = false): World {
  const column = () => Float64Array.from({ length: rows }, () => random.gaussian())
  const [payments, parcels, noise] = [column(), column(), column()]
  for (let row = 0; row < rows; row += 7) noise[row] = Number.NaN
  const happens = (z: number) => (random.uniform() < sigmoid(z) ? 1 : 0)
  const billing = Uint8Array.from(payments, x => happens(1.2 * x - 3))
  const other = Uint8Array.from(parcels, x => happens(1.2 * (bent ? 2 * Math.abs(x) - 1 : x) - 2))
  return {
    table: {
      rows,
      columns: [
        { name: 'failed payments', kind: 'number', values: payments },
        { name: 'late parcels', kind: 'number', values: parcels },
        { name: 'noise', kind: 'number', values: noise },
      ],
    },
    any: billing.map((label, row) => label | (other[row] as number)),
    billing,
  }
}

function learned({ table, any, billing }: World) {
  const groups = Int32Array.from(any, (_, row) => row)
  const folds = stratifiedFolds(any, groups, 4, seeded(1))
  const trained = train({ examples: { table, labels: any }, folds, seed: 1 })
  const [head] = trainHeads(trained, [{ category: 'billing', labels: billing }])
  if (!head) throw new Error('no head')
  return { model: { ...trained.model, heads: [head] }, head }
}

describe('a head for a category', () => {
  it.each([
    ['goes straight with what foretells it', false],
    ['bends', true],
  ])('foretells its own trouble better than a model of any trouble that %s, and means what it says', (_, bent) => {
    const { model, head } = learned(aWorld(chance(1), 4_000, bent))
    const fresh = aWorld(chance(2), 4_000, bent)
    const [own, any] = [risksOf(model, fresh.table, head), risksOf(model, fresh.table)]
    expect(aucOf(own, fresh.billing)).toBeGreaterThan(aucOf(any, fresh.billing) + 0.05)
    expect(logLossOf(own, fresh.billing)).toBeLessThan(logLossOf(any, fresh.billing))
    expect(calibrationError(riskBins(own, fresh.billing))).toBeLessThan(0.02)
  })

  it('stays near what the model of any trouble says while there are few cases', () => {
    const world = aWorld(chance(3), 4_000)
    const few = world.billing.map((label, row) => (row % 40 === 0 ? label : 0))
    const [many, little] = [learned(world).head, learned({ ...world, billing: few }).head]
    const size = ({ weights }: typeof many) => weights.weights.reduce((sum, one) => sum + Math.abs(one), 0)
    expect(size(little)).toBeLessThan(size(many))
  })

  it('gives the risk that its explanation adds up to, whichever model it rests on', () => {
    for (const bent of [false, true]) {
      const { model, head } = learned(aWorld(chance(5), 3_000, bent))
      const { table } = aWorld(chance(6), 100, bent)
      const heads = [null, head]
      const scores = scoresWithWidths(model, table, heads)
      for (let row = 0; row < table.rows; row++)
        for (const [h, explained] of explainHeads(model, table, row, heads).entries()) {
          const score = scores[h]?.[row]
          const sum = explained.contributions.reduce((total, { logOdds }) => total + logOdds, explained.base)
          expect(Math.abs(sum - explained.logOdds)).toBeLessThan(1e-9)
          expect(Math.abs((score?.logOdds ?? 0) - explained.logOdds)).toBeLessThan(1e-9)
          expect(explainRow(model, table, row, heads[h])).toEqual(explained)
          expect(score?.low).toBeLessThanOrEqual(score?.risk ?? 0)
          expect(score?.high).toBeGreaterThanOrEqual(score?.risk ?? 1)
        }
    }
  })

  it('gives the same risks again after it was kept as JSON, and is not there for a model of before', () => {
    const { model, head } = learned(aWorld(chance(7), 2_000))
    const { table } = aWorld(chance(8), 50)
    const again = JSON.parse(JSON.stringify(model)) as typeof model
    expect(risksOf(again, table, headFor(again.heads, 'billing'))).toEqual(risksOf(model, table, head))
    expect(headFor(undefined, 'billing')).toBeNull()
    expect(headFor(again.heads, 'access')).toBeNull()
  })
})
