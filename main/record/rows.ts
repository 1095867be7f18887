import type { CsvRow } from './csv.ts'

/** One record of a file, whatever its kind. `line` grows from record to record: lines, or records where a list has none. */
export interface Row extends CsvRow {
  /** Why it is no record; it has no cells then. */
  problem?: string
  /** The record of a JSON file as it came, for a caller that does not know its columns yet. */
  value?: unknown
}

export type Format = 'csv' | 'ndjson' | 'json'

/** Text to records. Made again for each pass over a file. Throws `FailureError` where the file as a whole is no good. */
export interface RowReader {
  readonly format: Format
  /** For delimited text: empty until its header was read. */
  readonly columns: readonly string[]
  /** Between the cells; empty where there are none. */
  readonly delimiter: string
  /** Number of the last record so far. */
  readonly line: number
  take(text: string, last: boolean): Row[]
}
