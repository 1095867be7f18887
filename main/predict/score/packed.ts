import { deflateRawSync, inflateRawSync } from 'node:zlib'
import type { FeatureColumn, FeatureTable } from '../learn/data/feature-table.ts'

/** A column that a model was trained on, without its values. Categories are kept as places in `names`. */
export type LearnedColumn = { name: string; kind: 'number' } | { name: string; kind: 'category'; names: string[] }

/** The columns of a table as a model keeps them. */
export const learnedColumns = ({ columns }: FeatureTable): LearnedColumn[] =>
  columns.map(({ name, ...rest }) =>
    rest.kind === 'number' ? { name, kind: 'number' } : { name, kind: 'category', names: [...rest.names] },
  )

/**
 * The same rows in the columns of a model. A category that it never met is taken for none, so what is kept of a row is
 * all that its score is computed from.
 */
export function alignedTo(columns: readonly LearnedColumn[], table: FeatureTable): FeatureTable {
  const known = new Map(table.columns.map(column => [column.name, column]))
  return { rows: table.rows, columns: columns.map(column => alignedColumn(column, known.get(column.name), table.rows)) }
}

function alignedColumn(column: LearnedColumn, found: FeatureColumn | undefined, rows: number): FeatureColumn {
  if (column.kind === 'number') {
    const values = found?.kind === 'number' ? found.values : new Float64Array(rows).fill(Number.NaN)
    return { ...column, values }
  }
  if (found?.kind !== 'category') return { ...column, codes: new Int32Array(rows).fill(-1) }
  const places = new Map(column.names.map((name, place) => [name, place]))
  const byCode = found.names.map(name => places.get(name) ?? -1)
  return { ...column, codes: found.codes.map(code => (code < 0 ? -1 : (byCode[code] ?? -1))) }
}

/** One row of a table as bytes: 32-bit numbers, compressed. Its numbers must already be 32-bit ones. */
export function packedRow({ columns }: FeatureTable, row: number): Uint8Array {
  const values = Float32Array.from(columns, column =>
    column.kind === 'number' ? (column.values[row] as number) : (column.codes[row] as number),
  )
  return new Uint8Array(deflateRawSync(new Uint8Array(values.buffer)))
}

/** A row from its bytes, as a table of its own. */
export function unpackedRow(columns: readonly LearnedColumn[], bytes: Uint8Array): FeatureTable {
  const whole = inflateRawSync(bytes)
  const values = new Float32Array(whole.buffer.slice(whole.byteOffset, whole.byteOffset + whole.byteLength))
  return {
    rows: 1,
    columns: columns.map((column, at): FeatureColumn => {
      const value = values[at] ?? Number.NaN
      if (column.kind === 'number') return { ...column, values: Float64Array.of(value) }
      return { ...column, codes: Int32Array.of(Number.isNaN(value) ? -1 : value) }
    }),
  }
}
