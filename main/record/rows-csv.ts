import { type Failure, FailureError } from '../../shared/result.ts'
import { CsvProblem, type CsvRow, createCsvParser, guessDelimiter } from './csv.ts'
import { unreadable } from './file-bytes.ts'
import type { RowReader } from './rows.ts'

/** Delimited text: finds the delimiter, takes the header off, turns problems into words. */
export class DelimitedRows implements RowReader {
  readonly format = 'csv'
  columns: readonly string[] = []
  delimiter = ','
  line = 1
  private readonly path: string
  private parser: ReturnType<typeof createCsvParser> | null = null
  private oldMac = false

  constructor(path: string) {
    this.path = path
  }

  take(text: string, last: boolean): CsvRow[] {
    const lines = this.newlines(text)
    this.parser ??= this.start(lines)
    try {
      const rows = this.parser.push(lines)
      if (last) rows.push(...this.parser.end())
      this.line = rows.at(-1)?.line ?? this.line
      const records = this.withoutHeader(rows)
      if (last && this.columns.length === 0)
        throw new FailureError(
          unreadable(this.path, 'The file has no header line.', 'Export it again with its header line.'),
        )
      return records
    } catch (error) {
      throw error instanceof CsvProblem ? new FailureError(this.malformed(error)) : error
    }
  }

  private start(text: string) {
    this.delimiter = guessDelimiter(text)
    return createCsvParser(this.delimiter)
  }

  // Files of the old Macintosh kind end their lines with a carriage return alone.
  private newlines(text: string): string {
    if (!this.parser) this.oldMac = !text.includes('\n') && text.includes('\r')
    return this.oldMac ? text.replaceAll('\r', '\n') : text
  }

  private withoutHeader(rows: CsvRow[]): CsvRow[] {
    if (this.columns.length > 0 || rows.length === 0) return rows
    const names = (rows[0]?.cells ?? []).map(name => name.trim())
    const twice = names.find((name, index) => name !== '' && names.indexOf(name) !== index)
    if (twice !== undefined)
      throw new FailureError(
        unreadable(this.path, `On line 1 the column “${twice}” occurs twice.`, 'Give each column a different name.'),
      )
    if (names.every(name => name === ''))
      throw new FailureError(
        unreadable(this.path, 'The first line names no columns.', 'Put the names of the columns in the first line.'),
      )
    this.columns = names
    return rows.slice(1)
  }

  private malformed({ line, column, message }: CsvProblem): Failure {
    const name = line > 1 ? this.parser?.header()[column]?.trim() : undefined
    const where = `line ${line}, column ${name ? `“${name}”` : column + 1}`
    return unreadable(this.path, `At ${where}: ${message}`, 'Correct that line, or export the file again.')
  }
}
