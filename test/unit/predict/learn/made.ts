import type { Examples, FeatureTable } from '../../../../main/predict/learn/data/feature-table.ts'
import { sigmoid } from '../../../../main/predict/learn/log-odds.ts'
import { type Chance, chance } from '../../../helpers/chance.ts'

/** Rows of which the true risk is known: a line in `a`, a step in `b`, a category, gaps, and a column of chance. */
export interface MadeWorld extends Examples {
  risks: Float64Array
}

const CITIES = Array.from({ length: 40 }, (_, at) => `city ${at}`)

export function aWorld(rows: number, seed: number, strength = 1): MadeWorld {
  const random = chance(seed)
  const a = gaussians(rows, random)
  const b = gaussians(rows, random)
  const gaps = Float64Array.from(a, () => (random.uniform() < 0.2 ? Number.NaN : random.gaussian()))
  const plan = Int32Array.from(a, () => Math.floor(random.uniform() * 3))
  const city = Int32Array.from(a, () => Math.floor(random.uniform() ** 2 * CITIES.length))
  const risks = Float64Array.from(a, (value, row) => {
    const step = (b[row] as number) > 0.5 ? 1.5 : 0
    const missing = Number.isNaN(gaps[row] as number) ? 1 : 0
    const cityPart = (city[row] as number) % 5 === 0 ? 1 : 0
    return sigmoid(strength * (value + step + missing + cityPart - (plan[row] as number)) - 1)
  })
  const labels = Uint8Array.from(risks, risk => (random.uniform() < risk ? 1 : 0))
  const table: FeatureTable = {
    rows,
    columns: [
      { name: 'a', kind: 'number', values: a },
      { name: 'b', kind: 'number', values: b },
      { name: 'gaps', kind: 'number', values: gaps },
      { name: 'plan', kind: 'category', codes: plan, names: ['basic', 'pro', 'team'] },
      { name: 'city', kind: 'category', codes: city, names: CITIES },
      { name: 'chance', kind: 'number', values: gaussians(rows, random) },
    ],
  }
  return { table, labels, risks }
}

export const gaussians = (rows: number, random: Chance): Float64Array =>
  Float64Array.from({ length: rows }, () => random.gaussian())
