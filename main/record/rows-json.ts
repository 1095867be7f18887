import { RepeatedKey } from '../../shared/guard/read-json.ts'
import { FailureError } from '../../shared/result.ts'
import { unreadable } from './bytes/file-bytes.ts'
import { JsonDocument, type Repeated } from './json-document.ts'
import { JsonFault } from './json-fault.ts'
import { cellReader } from './json-paths.ts'
import type { Row, RowReader } from './rows.ts'
import { MAX_JSON_RECORD } from './rows-ndjson.ts'

/**
 * A JSON document that holds a list of objects, read element by element: the document itself is never in memory. Records
 * are numbered as they stand in the list, because a document may well be one long line.
 */
export class JsonList implements RowReader {
  readonly format = 'json'
  readonly columns: readonly string[]
  readonly delimiter = ''
  line = 0
  private readonly path: string
  private readonly cells: ((value: unknown) => string)[]
  private readonly document: JsonDocument
  private found: Row[] = []
  private since = 0

  /** `list`: dotted path of the list; empty where the document is the list. */
  constructor(path: string, columns: readonly string[], list: string) {
    this.path = path
    this.columns = columns
    this.cells = columns.map(cellReader)
    const selector = list === '' ? '$.*' : `$.${list}.*`
    this.document = new JsonDocument(selector, (value, repeated) => this.found.push(this.row(value, repeated)))
  }

  take(text: string, last: boolean): Row[] {
    this.found = []
    try {
      this.document.push(text)
      if (last) this.document.end()
    } catch (error) {
      throw error instanceof JsonFault ? new FailureError(this.malformed(error)) : error
    }
    this.since = this.found.length > 0 ? 0 : this.since + text.length
    if (this.since > MAX_JSON_RECORD) throw new FailureError(this.tooLong())
    return this.found
  }

  private row(value: unknown, repeated: Repeated | null): Row {
    this.line++
    if (repeated !== null)
      return { line: this.line, cells: [], text: repeated.text, problem: new RepeatedKey(repeated.key).message }
    const text = JSON.stringify(value)
    if (typeof value !== 'object' || value === null || Array.isArray(value))
      return { line: this.line, cells: [], text, problem: 'The list element is not an object.' }
    return { line: this.line, cells: this.cells.map(cell => cell(value)), text, value }
  }

  private malformed({ line, column, message }: JsonFault) {
    return unreadable(
      this.path,
      `At line ${line}, column ${column}: ${message}`,
      'Correct the file, or export it again.',
    )
  }

  private tooLong() {
    const why = `After record ${this.line} nothing ends within ${MAX_JSON_RECORD.toLocaleString('en')} characters.`
    return unreadable(this.path, why, 'Check which list holds the records, or export them as NDJSON.')
  }
}
