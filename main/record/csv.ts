import { LOOKED, usualWidth, width } from './scan/first-lines.ts'

/** One record of a file: `line` is where it starts (1 is the first), `text` what stood there, unparsed. */
export interface CsvRow {
  line: number
  cells: string[]
  text: string
}

/** Something that makes the rest of the text unreadable. `column` counts from 0. */
export class CsvProblem extends Error {
  readonly line: number
  readonly column: number
  /** The record has a quote behind a backslash, so it may be whole when that is taken for a quote. */
  readonly mayBeEscaped: boolean
  constructor(line: number, column: number, why: string, mayBeEscaped = false) {
    super(why)
    this.line = line
    this.column = column
    this.mayBeEscaped = mayBeEscaped
  }
}

export interface CsvParser {
  /** The records that `text` completes. Throws `CsvProblem`. */
  push(text: string): CsvRow[]
  /** The last record, where it has no newline. Throws `CsvProblem`. */
  end(): CsvRow[]
  /** The first records so far: a problem further down is told by the names that they hold. */
  first(): readonly CsvRow[]
}

/** Longest record in characters, its newline included. A file without newlines must not fill the memory. */
export const MAX_RECORD = 1_048_576

interface Quoted {
  cells: string[]
  /** First character after the record and its newline. */
  end: number
  newlines: number
}

/**
 * Reads delimited text piece by piece, after RFC 4180: a cell in double quotes may hold delimiters, newlines and
 * doubled quotes. What follows the closing quote of a cell is a problem rather than a guess, because a wrong guess shifts
 * every later cell. With `quotes` a backslash before a quote or a backslash makes it a character, as MySQL writes it.
 * Lines without a quote, nearly all of them, are cut with `indexOf` and `split`, which is what makes loading fast.
 */
export function createCsvParser(delimiter: string, maxRecord = MAX_RECORD, quotes?: 'backslash'): CsvParser {
  const closed = quotes ? escapedCell : quotedCell
  let rest = ''
  let line = 1
  const first: CsvRow[] = []

  const take = (text: string, ended: boolean): CsvRow[] => {
    const buffer = rest === '' ? text : rest + text
    const nul = nulIn(buffer, rest.length)
    const rows: CsvRow[] = []
    let at = 0
    // Looked for once for all lines up to it.
    let quote = quoteFrom(buffer, 0)
    while (at !== buffer.length) {
      const newline = buffer.indexOf('\n', at)
      if (newline === -1 && !ended) break
      let next = newline === -1 ? buffer.length : newline + 1
      let newlines = 1
      let cells: string[] | null = null
      if (quote < at) quote = quoteFrom(buffer, at)
      if (quote < next) {
        const quoted = readQuoted(buffer, at, { delimiter, ended, line, closed })
        if (!quoted) break
        next = quoted.end
        newlines = quoted.newlines
        cells = quoted.cells
      }
      if (nul !== null && nul < next) break
      const written = buffer.slice(at, next)
      if (written.length > maxRecord) throw tooLong(written, line, delimiter, maxRecord)
      const record = trimNewline(written)
      if (record !== '') {
        cells ??= record.split(delimiter)
        const row = { line, cells, text: quotes && record.includes('\\') ? written4180(cells, delimiter) : record }
        if (first.length < LOOKED) first.push(row)
        rows.push(row)
      }
      line += newlines
      at = next
    }
    if (nul !== null) throw nulProblem(buffer, at, nul, line, delimiter)
    rest = buffer.slice(at)
    if (rest.length > maxRecord) throw tooLong(rest, line, delimiter, maxRecord)
    return rows
  }
  return { push: text => take(text, false), end: () => take('', true), first: () => first }
}

function quoteFrom(text: string, from: number): number {
  const at = text.indexOf('"', from)
  return at === -1 ? text.length : at
}

function nulIn(text: string, from: number): number | null {
  const at = text.indexOf('\0', from)
  return at === -1 ? null : at
}

function trimNewline(text: string): string {
  let end = text.length
  if (text.charCodeAt(end - 1) === 10) end--
  if (text.charCodeAt(end - 1) === 13) end--
  return end === text.length ? text : text.slice(0, end)
}

interface Reading {
  delimiter: string
  ended: boolean
  line: number
  closed: typeof quotedCell
}

const isEscaped = (text: string): boolean => text.includes('\\"')

/** A record as RFC 4180 writes it: what is kept of it is read again by that. */
const written4180 = (cells: readonly string[], delimiter: string): string =>
  cells
    .map(cell => (/["\r\n]/.test(cell) || cell.includes(delimiter) ? `"${cell.replaceAll('"', '""')}"` : cell))
    .join(delimiter)

/** A record that holds quotes; null when it goes on in text that has not arrived. */
function readQuoted(text: string, start: number, how: Reading): Quoted | null {
  const { delimiter, ended, line, closed } = how
  const cells: string[] = []
  let newlines = 0
  let at = start
  for (;;) {
    const cell =
      text[at] === '"'
        ? closed(text, at, { ...how, line: line + newlines }, cells.length)
        : (spacedCell(text, at, delimiter) ?? bareCell(text, at, delimiter))
    if (!cell) return null
    cells.push(cell.value)
    newlines += cell.newlines
    at = pastSpaces(text, cell.end, delimiter)
    if (text[at] === delimiter) {
      at++
      continue
    }
    const after = text[at] === '\r' ? at + 1 : at
    if (after >= text.length) return ended ? { cells, end: text.length, newlines } : null
    if (text[after] === '\n') return { cells, end: after + 1, newlines: newlines + 1 }
    const why = 'There is text after the closing quote of a cell.'
    throw new CsvProblem(line + newlines, cells.length - 1, why, isEscaped(text.slice(start)))
  }
}

/** Spaces between a closing quote and the next delimiter, or the end of the line or the text, are no text: `"Ada" , 10`. */
function pastSpaces(text: string, from: number, delimiter: string): number {
  let at = from
  while (text[at] === ' ') at++
  const next = text[at]
  return next === delimiter || next === '\n' || next === '\r' || next === undefined ? at : from
}

interface Cell {
  value: string
  end: number
  newlines: number
}

function quotedCell(text: string, start: number, { ended, line }: Reading, column: number): Cell | null {
  let value = ''
  let from = start + 1
  for (;;) {
    const quote = text.indexOf('"', from)
    if (quote === -1) {
      if (!ended) return null
      throw new CsvProblem(line, column, 'An opening quote is never closed.', isEscaped(text.slice(start)))
    }
    value += text.slice(from, quote)
    if (text[quote + 1] !== '"') return { value, end: quote + 1, newlines: countNewlines(value) }
    value += '"'
    from = quote + 2
  }
}

/** The same where a backslash stands before a quote, or before another one, that is a character. */
function escapedCell(text: string, start: number, { ended, line }: Reading, column: number): Cell | null {
  let value = ''
  let from = start + 1
  for (;;) {
    SPECIAL.lastIndex = from
    const at = SPECIAL.exec(text)?.index ?? -1
    if (at === -1) {
      if (!ended) return null
      throw new CsvProblem(line, column, 'An opening quote is never closed.')
    }
    value += text.slice(from, at)
    const next = text[at + 1]
    if (text[at] === '"' && next !== '"') return { value, end: at + 1, newlines: countNewlines(value) }
    const isCharacter = next === '"' || next === '\\'
    value += isCharacter ? next : '\\'
    from = at + (isCharacter ? 2 : 1)
  }
}

const SPECIAL = /["\\]/g

/** A quoted cell behind spaces, as people type it: `A1, "Ada, Inc", 10`. Null where the quotes do not enclose a cell of one line. */
function spacedCell(text: string, start: number, delimiter: string): Cell | null {
  if (text[start] !== ' ') return null
  SPACED.lastIndex = start
  const found = SPACED.exec(text)
  const end = start + (found?.[0].length ?? 0)
  const next = text[end]
  if (!found || (next !== delimiter && next !== '\n' && next !== '\r' && next !== undefined)) return null
  return { value: (found[1] ?? '').replaceAll('""', '"'), end, newlines: 0 }
}

const SPACED = / +"((?:[^"\n]|"")*)" */y

/** A cell that does not begin with a quote: a quote inside it is a character like any other, as in 27" monitor. */
function bareCell(text: string, start: number, delimiter: string): Cell {
  const newline = text.indexOf('\n', start)
  const line = newline === -1 ? text.slice(start) : text.slice(start, newline)
  const next = line.indexOf(delimiter)
  const value = next === -1 ? line.replace(/\r$/, '') : line.slice(0, next)
  return { value, end: start + value.length, newlines: 0 }
}

function countNewlines(text: string): number {
  let count = 0
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) count++
  return count
}

/** The column in which a record stands after `text`: delimiters in a cell that begins with a quote divide nothing. */
const columnAfter = (text: string, delimiter: string): number => {
  const quoted = new RegExp(`(^|[\n${delimiter}])"(?:[^"]|"")*(?:"|$)`, 'g')
  return text.replace(quoted, '$1').split(delimiter).length - 1
}

/** NUL never stands in text; what holds one is another kind of file, or a damaged one. */
function nulProblem(buffer: string, at: number, nul: number, line: number, delimiter: string): CsvProblem {
  const before = buffer.slice(at, nul)
  const why = 'There is a NUL byte, which does not belong in a text file.'
  return new CsvProblem(line + countNewlines(before), columnAfter(before, delimiter), why)
}

function tooLong(record: string, line: number, delimiter: string, max: number): CsvProblem {
  const head = record.slice(0, max)
  const open = head.split('"').length % 2 === 0
  const longest = `${max.toLocaleString('en')} characters`
  if (open)
    return new CsvProblem(
      line,
      columnAfter(head, delimiter),
      `A quote is not closed within the longest record allowed (more than ${longest}).`,
      isEscaped(head),
    )
  return new CsvProblem(line, 0, `The record is longer than the ${longest} allowed, or its end of line is missing.`)
}

/** The last are of the mainframe's exports, and of Hive and of ASCII's own separators. */
const DELIMITERS = [',', ';', '\t', '|', '^', '~', '\u0001', '\u001f']

/** The delimiter under which most of the first lines fall into the same number of columns, and into the most. */
export function guessDelimiter(sample: string): string {
  return DELIMITERS.map(delimiter => ({ delimiter, score: evenness(sample, delimiter) })).reduce((best, next) =>
    next.score > best.score ? next : best,
  ).delimiter
}

function evenness(sample: string, delimiter: string): number {
  const parser = createCsvParser(delimiter)
  try {
    parser.push(sample)
  } catch (error) {
    // What precedes the problem tells as well.
    if (!(error instanceof CsvProblem)) throw error
  }
  const rows = parser.first()
  const columns = usualWidth(rows)
  // What divides nothing is worse than anything that divides.
  if (columns < 2) return Number.NEGATIVE_INFINITY
  // Titles above are narrower; a first line that is as wide names the columns.
  const even = rows.filter(({ cells }) => width(cells) === columns || cells.length === columns).length / rows.length
  return even * even * columns
}
