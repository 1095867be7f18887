import type { ReadMetric, UnitTable } from '../../main/measure/experiment/unit-table.ts'

/** One arm of a made-up experiment: its values, and those of before where there are any. */
export interface MadeArm {
  values: readonly number[]
  before?: readonly number[]
}

/** A table with one metric, of arms with these values; a unit is named by its row. */
export function aTable(arms: Readonly<Record<string, MadeArm>>, metric: Partial<ReadMetric> = {}): UnitTable {
  const names = Object.keys(arms)
  const all = Object.values(arms)
  const values = all.flatMap(arm => arm.values)
  const hasBefore = all.some(({ before }) => before !== undefined)
  return {
    rows: values.length,
    rowName: 'line',
    names,
    arms: all.flatMap((arm, at) => arm.values.map(() => at)),
    units: values.map((_, row) => `U${row}`),
    lines: values.map((_, row) => row + 2),
    metrics: [
      {
        ...{ column: 'contacted', kind: 'share', currency: null, better: null },
        pre: hasBefore ? 'contacted before' : null,
        values,
        before: hasBefore ? all.flatMap(arm => [...(arm.before ?? arm.values.map(() => Number.NaN))]) : null,
        ...metric,
      },
    ],
    leftOut: [],
  }
}

/** k ones among n. */
export const hits = (k: number, n: number): number[] => Array.from({ length: n }, (_, at) => (at < k ? 1 : 0))
