import { OddJson } from '../../shared/guard/json-depth.ts'
import { readJson } from '../../shared/guard/read-json.ts'
import { FailureError } from '../../shared/result.ts'
import { unreadable } from './bytes/file-bytes.ts'
import { JsonDocument } from './json-document.ts'
import { JsonFault } from './json-fault.ts'
import { cellReader } from './json-paths.ts'
import type { Row, RowReader } from './rows.ts'

/** Longest record in characters. */
export const MAX_JSON_RECORD = 16_777_216

/** One JSON object a line. A line that is none is a row with a problem: it holds up no other. */
export class JsonLines implements RowReader {
  readonly format = 'ndjson'
  readonly columns: readonly string[]
  readonly delimiter = ''
  line = 0
  private readonly path: string
  private readonly cells: ((value: unknown) => string)[]
  private rest: string[] = []
  private waiting = 0

  constructor(path: string, columns: readonly string[]) {
    this.path = path
    this.columns = columns
    this.cells = columns.map(cellReader)
  }

  take(text: string, last: boolean): Row[] {
    const rows: Row[] = []
    let from = 0
    for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', from)) {
      this.finish(text.slice(from, at), rows)
      from = at + 1
    }
    this.rest.push(text.slice(from))
    this.waiting += text.length - from
    if (this.waiting > MAX_JSON_RECORD)
      throw new FailureError(
        unreadable(
          this.path,
          `Line ${this.line + 1} is longer than the ${MAX_JSON_RECORD.toLocaleString('en')} characters allowed, or its end is missing.`,
          'Write one JSON object on each line.',
        ),
      )
    if (last) this.finish('', rows)
    return rows
  }

  private finish(end: string, rows: Row[]): void {
    const text = this.rest.length > 0 ? this.rest.join('') + end : end
    this.rest = []
    this.waiting = 0
    this.line++
    const trimmed = text.trim()
    if (trimmed !== '') rows.push(this.row(trimmed, text.length - text.trimStart().length))
  }

  private row(text: string, indent: number): Row {
    let value: unknown
    try {
      value = readJson(text)
    } catch (error) {
      return this.misfit(text, error instanceof OddJson ? error.message : malformed(text, indent))
    }
    if (typeof value !== 'object' || value === null || Array.isArray(value))
      return this.misfit(text, 'At column 1: the line is JSON but not an object.')
    return { line: this.line, cells: this.cells.map(cell => cell(value)), text, value }
  }

  private misfit(text: string, problem: string): Row {
    return { line: this.line, cells: [], text, problem }
  }
}

/** The engine's own parser does not always say where, so what it refused is read again by one that does. */
function malformed(text: string, indent: number): string {
  const words = (column: number) => `At column ${indent + column}: the line is not valid JSON.`
  try {
    const document = new JsonDocument('$', () => {})
    document.push(text)
    document.end()
  } catch (error) {
    if (error instanceof JsonFault) return words(error.column)
    throw error
  }
  return words(1)
}
