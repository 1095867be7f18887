import { type Failure, FailureError } from '../../shared/result.ts'
import { unreadable } from './bytes/file-bytes.ts'
import { CsvProblem, type CsvRow, createCsvParser, guessDelimiter, MAX_RECORD } from './csv.ts'
import type { Row, RowReader } from './rows.ts'
import { findHeader, isRemark, isRule, isTotals, LOOKED, saidSeparator, usualWidth, width } from './scan/first-lines.ts'
import { snake } from './scan/snake.ts'

/** What is known of a delimited file before it is read. */
export interface Shape {
  /** Names that the header holds, where a mapping says them. */
  wanted?: readonly string[]
  /** Line of the header, where a person says so. */
  header?: number | undefined
  /** How a quote stands in a quoted cell, where not twice. */
  quotes?: 'backslash' | undefined
}

/** Cells that cannot be told apart by RFC 4180, in a file that may write a quote behind a backslash. */
export class Backslashed extends FailureError {}

/** Delimited text: finds delimiter and header, takes them off, turns problems into words. */
export class DelimitedRows implements RowReader {
  readonly format = 'csv'
  columns: readonly string[] = []
  delimiter = ','
  line = 1
  private readonly path: string
  private readonly shape: Shape
  private parser: ReturnType<typeof createCsvParser> | null = null
  private oldMac = false
  /** Rows below the header that say more of the columns. */
  private described = 0
  /** Rows in which the header was not found yet. */
  private first: CsvRow[] = []

  constructor(path: string, shape: Shape = {}) {
    this.path = path
    this.shape = shape
  }

  take(text: string, last: boolean): Row[] {
    const lines = this.newlines(text)
    this.parser ??= this.start(lines)
    try {
      const rows = this.parser.push(lines)
      if (last) rows.push(...this.parser.end())
      this.line = rows.at(-1)?.line ?? this.line
      const records = this.columns.length > 0 ? rows : this.belowHeader(rows, last)
      if (last && this.columns.length === 0) throw this.refused('The file has no header line.')
      // Spreadsheets end with rows that were filled once, and tables of a terminal have a line below their header.
      return records.filter(isFilled).map(this.record)
    } catch (error) {
      if (!(error instanceof CsvProblem)) throw error
      const failure = this.malformed(error)
      throw error.mayBeEscaped && !this.shape.quotes ? new Backslashed(failure) : new FailureError(failure)
    }
  }

  private start(text: string) {
    this.delimiter = saidSeparator(text) ?? guessDelimiter(text)
    return createCsvParser(this.delimiter, MAX_RECORD, this.shape.quotes)
  }

  // Files of the old Macintosh kind end their lines with a carriage return alone.
  private newlines(text: string): string {
    if (!this.parser) this.oldMac = !text.includes('\n') && text.includes('\r')
    return this.oldMac ? text.replaceAll('\r', '\n') : text
  }

  private belowHeader(rows: CsvRow[], last: boolean): CsvRow[] {
    this.first.push(...rows)
    const { header, wanted } = this.shape
    const enough = this.first.length >= LOOKED || (header !== undefined && this.line >= header)
    if (this.first.length === 0 || (!enough && !last)) return []
    const found = header === undefined ? findHeader(this.first.slice(0, LOOKED), wanted) : this.said(header)
    if ('problem' in found) throw this.refused(found.problem)
    const named = this.first[found.at]
    const below = this.first.slice(found.at + 1)
    if (named) this.columns = this.namesOf(named, below)
    this.described = describingRows(this.columns, below.filter(isFilled))
    this.first = []
    return below
  }

  private said(line: number): { at: number } {
    const at = this.first.findIndex(row => row.line === line)
    if (at === -1) throw this.refused(`No row begins on line ${line}, where the header line was said to be.`)
    return { at }
  }

  /** Separators at the end of the header name no column, unless there are cells below them. */
  private namesOf({ line, cells }: CsvRow, below: readonly CsvRow[]): string[] {
    const end = Math.max(width(cells), Math.min(cells.length, usualWidth(below)))
    const names = cells.slice(0, end).map(name => name.trim())
    if (names.every(name => name === '')) throw this.refused(`Line ${line} names no columns.`)
    if (names.length > 1 && names.every(name => /^'.+'$/.test(name)))
      throw this.refused(
        'Its cells are in single quotes, which would become part of every value. Export it with double quotes.',
      )
    return toldApart(names)
  }

  private readonly record = (row: CsvRow): Row => {
    const { columns } = this
    const { cells } = row
    // Empty cells beyond the last column come from separators at the end of a line.
    if (cells.length > columns.length && width(cells) <= columns.length) cells.length = columns.length
    if (this.described > 0) {
      this.described--
      return { ...row, cells: [], problem: 'This line describes the columns, and is no record.' }
    }
    // Exports that were put together repeat their header.
    if (bare(cells[0]) === columns[0] && columns.every((name, at) => bare(cells[at]) === name))
      return { ...row, cells: [], problem: 'This line is the header line again.' }
    if (isTotals(cells))
      return { ...row, cells: [], problem: 'This line holds totals of the lines above, and no record.' }
    if (isRemark(cells))
      return { ...row, cells: [], problem: 'This line says something about the lines above, and is no record.' }
    return row
  }

  private refused(why: string): FailureError {
    return new FailureError(
      unreadable(this.path, why, 'Export it again with its header line, or say which line that is (--header).'),
    )
  }

  /** For a file that fails before its header was looked for. */
  private probableNames(line: number): readonly string[] {
    const rows = (this.parser?.first() ?? []).filter(row => row.line < line)
    const found = findHeader(rows, this.shape.wanted)
    return 'at' in found ? (rows[found.at]?.cells ?? []) : []
  }

  private malformed({ line, column, message }: CsvProblem): Failure {
    const name = this.columns[column] ?? this.probableNames(line)[column]?.trim()
    const where = `line ${line}, column ${name ? `“${name}”` : column + 1}`
    return unreadable(this.path, `At ${where}: ${message}`, 'Correct that line, or export the file again.')
  }
}

const isFilled = ({ cells }: CsvRow): boolean => width(cells) > 0 && !isRule(cells)

/** A cell without the byte order mark of a file that was put behind another. */
const bare = (cell: string | undefined): string | undefined => cell?.trim().replace(/^\uFEFF/, '')

/**
 * How many rows below the header say more of the columns: names for people that are spelled otherwise (`Account ID` below
 * `account_id`), and what Qualtrics numbers its questions by.
 */
function describingRows(columns: readonly string[], [first, second]: readonly CsvRow[]): number {
  if (second && isNumbering(second)) return 2
  if (!first) return 0
  return isNumbering(first) || isOfTypes(first) || namesAgain(columns, first) ? 1 : 0
}

/** Whether all cells that hold something are of one pattern, and more than one is. */
function areAll({ cells }: CsvRow, pattern: RegExp): boolean {
  const filled = cells.filter(cell => cell.trim() !== '')
  return filled.length > 1 && filled.every(cell => pattern.test(cell.trim()))
}

const isNumbering = (row: CsvRow): boolean => areAll(row, /^\{"ImportId":/)

/** `string,string,int` below the names. */
const isOfTypes = (row: CsvRow): boolean => areAll(row, TYPE)

const TYPE =
  /^(string|str|text|(var)?char(\(\d+\))?|n?varchar2?(\(\d+\))?|(big|small)?int(eger|32|64)?|long|number|numeric|decimal|float(32|64)?|double|bool(ean)?|date|datetime|timestamp|object|category)$/i

function namesAgain(columns: readonly string[], { cells }: CsvRow): boolean {
  const filled = cells.filter(cell => cell.trim() !== '').length
  const same = columns.filter((name, at) => name !== '' && snake(cells[at] ?? '') === snake(name)).length
  return same > 1 && same * 2 >= filled
}

/** Exports of trackers have a column for each label, all of one name: `Labels`, `Labels (2)`, `Labels (3)`. */
function toldApart(names: readonly string[]): string[] {
  const taken = new Set(names)
  const met = new Set<string>()
  return names.map(name => {
    if (name === '' || !met.has(name)) {
      met.add(name)
      return name
    }
    for (let n = 2; ; n++) {
      const next = `${name} (${n})`
      if (taken.has(next)) continue
      taken.add(next)
      return next
    }
  })
}
