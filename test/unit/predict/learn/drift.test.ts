import { describe, expect, it } from 'vitest'
import type { FeatureTable } from '../../../../main/predict/learn/data/feature-table.ts'
import { driftOf, spreadsOf } from '../../../../main/predict/learn/judge/drift.ts'
import { seeded } from '../../../../main/predict/learn/random.ts'

const ROWS = 2_000

function aTable({ seed = 1, shift = 0, gaps = 0, plans = ['Basic', 'Pro'] } = {}): FeatureTable {
  const next = seeded(seed)
  const values = Float64Array.from({ length: ROWS }, () => (next() < gaps ? Number.NaN : next() * 10 + shift))
  const codes = Int32Array.from({ length: ROWS }, () => (next() < 0.7 ? 0 : 1))
  return {
    rows: ROWS,
    columns: [
      { name: 'logins', kind: 'number', values },
      { name: 'plan', kind: 'category', codes, names: plans },
    ],
  }
}

const of = (table: FeatureTable) => driftOf(spreadsOf(aTable()), table)
const psi = (table: FeatureTable, column: string) => of(table).find(one => one.column === column)?.psi ?? Number.NaN

describe('drift of features', () => {
  it('is nothing for the same rows, and next to nothing for others like them', () => {
    expect(of(aTable()).map(one => one.psi)).toEqual([0, 0])
    expect(psi(aTable({ seed: 2 }), 'logins')).toBeLessThan(0.03)
  })

  it('is large where numbers moved, and names them with their middle before and now', () => {
    const [first] = of(aTable({ seed: 2, shift: 4 }))
    expect(first?.column).toBe('logins')
    expect(first?.psi).toBeGreaterThan(0.25)
    expect(first?.middle?.before).toBeCloseTo(5, 0)
    expect(first?.middle?.now).toBeCloseTo(9, 0)
  })

  it('counts values that went missing', () => {
    const [first] = of(aTable({ seed: 2, gaps: 0.4 }))
    expect(first?.missing.before).toBe(0)
    expect(first?.missing.now).toBeCloseTo(0.4, 1)
    expect(first?.psi).toBeGreaterThan(0.25)
  })

  it('takes categories that nobody had met for others, and the order of names for no change', () => {
    expect(psi(aTable({ plans: ['Basic', 'Enterprise'] }), 'plan')).toBeGreaterThan(0.25)
    const { rows, columns } = aTable()
    const turned = columns.map(column =>
      column.kind === 'category' ? { ...column, names: ['Pro', 'Basic'], codes: column.codes.map(c => 1 - c) } : column,
    )
    expect(psi({ rows, columns: turned }, 'plan')).toBe(0)
  })

  it('takes a column that is gone for one that is missing everywhere', () => {
    const [gone] = of({ rows: ROWS, columns: [] })
    expect(gone?.missing.now).toBe(1)
  })

  it('agrees with the formula on two bins', () => {
    const table = (share: number): FeatureTable => ({
      rows: 100,
      columns: [
        {
          ...{ name: 'plan', kind: 'category', names: ['a', 'b'] },
          codes: Int32Array.from({ length: 100 }, (_, row) => (row < share * 100 ? 0 : 1)),
        },
      ],
    })
    const [found] = driftOf(spreadsOf(table(0.5)), table(0.8))
    expect(found?.psi).toBeCloseTo(0.3 * Math.log(0.8 / 0.5) + -0.3 * Math.log(0.2 / 0.5), 12)
  })
})
