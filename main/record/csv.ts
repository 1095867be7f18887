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
  constructor(line: number, column: number, why: string) {
    super(why)
    this.line = line
    this.column = column
  }
}

export interface CsvParser {
  /** The records that `text` completes. Throws `CsvProblem`. */
  push(text: string): CsvRow[]
  /** The last record, where it has no newline. Throws `CsvProblem`. */
  end(): CsvRow[]
  /** Cells of the first record, as soon as it was read: a problem further down is told by their names. */
  header(): readonly string[]
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
 * doubled quotes. Strict: a stray quote is a problem rather than a guess, because a wrong guess shifts every later cell.
 * Lines without a quote, nearly all of them, are cut with `indexOf` and `split`, which is what makes loading fast.
 */
export function createCsvParser(delimiter: string, maxRecord = MAX_RECORD): CsvParser {
  let rest = ''
  let line = 1
  let header: readonly string[] | null = null

  const take = (text: string, ended: boolean): CsvRow[] => {
    const buffer = rest === '' ? text : rest + text
    const nul = placeOf('\0', buffer, rest.length)
    const rows: CsvRow[] = []
    let at = 0
    let quote = placeOf('"', buffer, 0)
    while (at < buffer.length) {
      if (quote < at) quote = placeOf('"', buffer, at)
      const newline = buffer.indexOf('\n', at)
      if (newline === -1 && !ended) break
      const stop = newline === -1 ? buffer.length : newline
      let next = stop + 1
      let newlines = 1
      let cells: string[] | null = null
      if (quote < stop) {
        const quoted = readQuoted(buffer, at, delimiter, ended, line)
        if (!quoted) break
        next = quoted.end
        newlines = quoted.newlines
        cells = quoted.cells
      }
      if (nul < next) break
      const written = buffer.slice(at, next)
      if (written.length > maxRecord) throw tooLong(written, line, delimiter, maxRecord)
      const record = trimNewline(written)
      if (record !== '') {
        cells ??= record.split(delimiter)
        header ??= cells
        rows.push({ line, cells, text: record })
      }
      line += newlines
      at = next
    }
    if (nul < buffer.length) throw nulProblem(buffer, at, nul, line, delimiter)
    rest = buffer.slice(at)
    if (rest.length > maxRecord) throw tooLong(rest, line, delimiter, maxRecord)
    return rows
  }
  return { push: text => take(text, false), end: () => take('', true), header: () => header ?? [] }
}

/** Where a character comes next; beyond the text where it does not. */
function placeOf(character: string, text: string, from: number): number {
  const found = text.indexOf(character, from)
  return found === -1 ? Number.POSITIVE_INFINITY : found
}

function trimNewline(text: string): string {
  let end = text.length
  if (text.charCodeAt(end - 1) === 10) end--
  if (text.charCodeAt(end - 1) === 13) end--
  return end === text.length ? text : text.slice(0, end)
}

/** A record that holds quotes; null when it goes on in text that has not arrived. */
function readQuoted(text: string, start: number, delimiter: string, ended: boolean, line: number): Quoted | null {
  const cells: string[] = []
  let newlines = 0
  let at = start
  for (;;) {
    const cell =
      text[at] === '"'
        ? quotedCell(text, at, ended, line + newlines, cells.length)
        : bareCell(text, at, delimiter, line + newlines, cells.length)
    if (!cell) return null
    cells.push(cell.value)
    newlines += cell.newlines
    at = cell.end
    if (text[at] === delimiter) {
      at++
      continue
    }
    const after = text[at] === '\r' ? at + 1 : at
    if (after >= text.length) return ended ? { cells, end: text.length, newlines } : null
    if (text[after] === '\n') return { cells, end: after + 1, newlines: newlines + 1 }
    throw new CsvProblem(line + newlines, cells.length - 1, 'Something follows the closing quote of a cell.')
  }
}

interface Cell {
  value: string
  end: number
  newlines: number
}

function quotedCell(text: string, start: number, ended: boolean, line: number, column: number): Cell | null {
  let value = ''
  let from = start + 1
  for (;;) {
    const quote = text.indexOf('"', from)
    if (quote === -1) {
      if (!ended) return null
      throw new CsvProblem(line, column, 'A quote is opened and never closed.')
    }
    value += text.slice(from, quote)
    if (text[quote + 1] !== '"') return { value, end: quote + 1, newlines: countNewlines(value) }
    value += '"'
    from = quote + 2
  }
}

function bareCell(text: string, start: number, delimiter: string, line: number, column: number): Cell {
  let end = start
  while (end < text.length && text[end] !== delimiter && text[end] !== '\n') {
    if (text[end] === '"')
      throw new CsvProblem(line, column, 'A quote stands inside a cell that does not start with one.')
    end++
  }
  if (end > start && text[end - 1] === '\r' && text[end] !== delimiter) end--
  return { value: text.slice(start, end), end, newlines: 0 }
}

function countNewlines(text: string): number {
  let count = 0
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) count++
  return count
}

/** The column in which a record stands after `text`: delimiters within quotes divide nothing. */
const columnAfter = (text: string, delimiter: string): number =>
  text.replace(/"[^"]*("|$)/g, '').split(delimiter).length - 1

/** NUL never stands in text; what holds one is another kind of file, or a damaged one. */
function nulProblem(buffer: string, at: number, nul: number, line: number, delimiter: string): CsvProblem {
  const before = buffer.slice(at, nul)
  const why = 'It holds a NUL byte, which text never does.'
  return new CsvProblem(line + countNewlines(before), columnAfter(before, delimiter), why)
}

function tooLong(record: string, line: number, delimiter: string, max: number): CsvProblem {
  const head = record.slice(0, max)
  const open = head.split('"').length % 2 === 0
  const why = open
    ? 'A quote is opened and not closed within the longest record that is read'
    : 'The record goes on without a newline'
  const column = open ? columnAfter(head, delimiter) : 0
  return new CsvProblem(line, column, `${why} (more than ${max.toLocaleString('en')} characters).`)
}

/** The delimiter under which the first lines fall into the most columns, all the same number. */
export function guessDelimiter(sample: string): string {
  let best = { delimiter: ',', score: 0 }
  for (const delimiter of [',', ';', '\t', '|']) {
    const score = evenness(sample, delimiter)
    if (score > best.score) best = { delimiter, score }
  }
  return best.delimiter
}

function evenness(sample: string, delimiter: string): number {
  try {
    const rows = createCsvParser(delimiter).push(sample).slice(0, 50)
    const columns = rows[0]?.cells.length ?? 0
    if (columns < 2) return 0
    const even = rows.filter(row => row.cells.length === columns).length / rows.length
    return even * even * columns
  } catch {
    return 0
  }
}
