import type { Tally } from '../cells/tally.ts'
import { cellReader, leafReader } from '../json-paths.ts'

/** How the rows of a kind of source are reached into: the language of mappings is the same for all of them. */
export interface Shape<Row> {
  /** The text under a column's own name; empty where there is none. */
  column(name: string): (row: Row) => string
  /** The same as JSON has it; undefined where the row is no JSON. */
  leaf(name: string): (row: Row) => unknown
  /** The row as JSON, for expressions. */
  json(row: Row): unknown
  /**
   * Counts what is not plainly a value, so that it is said afterwards. A property or an object's date that cannot be read
   * is then blank; where nobody counts, its row is put aside instead.
   */
  tally?: Tally | undefined
  /** What a vendor takes as minor units of a currency, where that is not what ISO 4217 says. */
  minorDigits?: Readonly<Record<string, number>>
}

/** Rows that are JSON already: an item of an answer, a record of a tap, a row of a database. */
export const jsonShape: Shape<unknown> = { column: cellReader, leaf: leafReader, json: row => row }

/** A row of a file: its cells in the order of the columns, and what it was before where the file is JSON. */
export interface FileRow {
  cells: readonly string[]
  value?: unknown
}

/** Rows of a file with these columns. */
export function columnsShape(columns: readonly string[], tally?: Tally): Shape<FileRow> {
  return {
    column: name => {
      const at = columns.indexOf(name)
      return ({ cells }) => cells[at] ?? ''
    },
    leaf: name => {
      const read = leafReader(name)
      return ({ value }) => read(value)
    },
    json: ({ cells, value }) =>
      value ?? Object.fromEntries(columns.map((column, index) => [column, cells[index] ?? ''])),
    tally,
  }
}
