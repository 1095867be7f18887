/** Numbers of rows; NaN where a row has none. `sign`: which way the risk is known to go with it, where it is known. */
export interface NumberColumn {
  name: string
  kind: 'number'
  values: Float64Array
  sign?: 1 | -1
}

/** Categories of rows, as places in `names`; −1 where a row has none. */
export interface CategoryColumn {
  name: string
  kind: 'category'
  codes: Int32Array
  names: readonly string[]
}

export type FeatureColumn = NumberColumn | CategoryColumn

/** Facts of rows, column by column. */
export interface FeatureTable {
  rows: number
  columns: readonly FeatureColumn[]
}

/** Rows whose answer is known: 1 where it came true. */
export interface Examples {
  table: FeatureTable
  labels: Uint8Array
}

/** Some of the rows, in that order. */
function takeRows(table: FeatureTable, rows: Int32Array): FeatureTable {
  const columns = table.columns.map((column): FeatureColumn => {
    if (column.kind === 'number')
      return { ...column, values: taken(column.values, new Float64Array(rows.length), rows) }
    return { ...column, codes: taken(column.codes, new Int32Array(rows.length), rows) }
  })
  return { rows: rows.length, columns }
}

/** Some of the examples, in that order. */
export const takeExamples = ({ table, labels }: Examples, rows: Int32Array): Examples => ({
  table: takeRows(table, rows),
  labels: taken(labels, new Uint8Array(rows.length), rows),
})

/** The values at some places. `into` is as long as the places are many. */
export function taken<A extends Float64Array | Int32Array | Uint8Array>(from: A, into: A, rows: Int32Array): A {
  for (let at = 0; at < rows.length; at++) into[at] = from[rows[at] as number] as number
  return into
}
