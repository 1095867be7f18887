import { FailureError } from '../../shared/result.ts'
import type { FileShape } from '../../shared/source/cell-format.ts'
import { createDecoder, detectEncoding, type Encoding, notText } from './bytes/decode.ts'
import { type Piece, piecesOf, unreadable } from './bytes/file-bytes.ts'
import { FILE_LIMITS, rowsFault } from './bytes/file-limits.ts'
import { cellReader, leafPaths } from './json-paths.ts'
import { findList, formatOf } from './json-sniff.ts'
import type { Format, Row, RowReader } from './rows.ts'
import { Backslashed, DelimitedRows } from './rows-csv.ts'
import { JsonList } from './rows-json.ts'
import { JsonLines } from './rows-ndjson.ts'
import { lookAtBytes } from './scan/western.ts'

/** A piece of a file: what it is, and the records that it completes. `bytes` is how much of the file was read. */
export interface RowChunk {
  format: Format
  columns: readonly string[]
  delimiter: string
  encoding: Encoding
  rows: Row[]
  bytes: number
}

/** What a file is read by. All of it may be absent. */
export interface RowsAsk extends FileShape {
  /** Dotted paths to read as columns; delimited text names its own, and has these among them. */
  columns?: readonly string[]
  /** Dotted path of the list in a JSON document. Absent: the first list of objects. */
  list?: string | undefined
}

/**
 * The records of a file – delimited text, NDJSON, or a JSON document with a list; also compressed with gzip – piece by
 * piece and with their line numbers, in memory that does not grow with the file. Encoding and kind are found from its
 * beginning. Throws `FailureError` for a file that is missing, empty, no text, or malformed; its words name line and
 * column.
 */
export async function* readRows(path: string, ask: RowsAsk = {}, limits = FILE_LIMITS): AsyncGenerator<RowChunk> {
  const pieces = piecesOf(path, limits)
  const begun = performance.now()
  let rows = 0
  try {
    const first = await pieces.next()
    if (first.done) {
      if (formatOf(path, '') === 'ndjson') return
      throw new FailureError(unreadable(path, 'The file is empty.', 'Export it again with its header line.'))
    }
    for await (const chunk of chunks(path, ask, first.value, pieces)) {
      rows += chunk.rows.length
      const fault = rowsFault(limits, rows, chunk.bytes, performance.now() - begun)
      if (fault) throw new FailureError(unreadable(path, fault, 'Look at what it holds, and split it.'))
      yield chunk
    }
  } finally {
    await pieces.return(undefined)
  }
}

async function* chunks(
  path: string,
  ask: RowsAsk,
  first: Piece,
  pieces: AsyncGenerator<Piece>,
): AsyncGenerator<RowChunk> {
  const stranger = notText(first.bytes)
  if (stranger) throw new FailureError(unreadable(path, stranger, 'Save it as CSV (UTF-8) and choose that file.'))
  const encoding = await encodingOf(path, first, ask)
  const decoder = createDecoder(encoding)
  let reader: RowReader | null = null
  let bytes = first.read
  const take = (piece: Buffer, last: boolean): RowChunk | null => {
    const text = decoder.next(piece, last)
    if (text === null) throw new Undecodable(path, encoding, reader?.line ?? 1)
    reader ??= readerFor(path, text, ask)
    const rows = reader.take(text, last)
    const { format, columns, delimiter } = reader
    return format === 'csv' && columns.length === 0 ? null : { format, columns, delimiter, encoding, rows, bytes }
  }
  for (let piece: Piece | null = first; piece !== null; ) {
    bytes = piece.read
    const chunk = take(piece.bytes, false)
    if (chunk) yield chunk
    const next: IteratorResult<Piece> = await pieces.next()
    piece = next.done ? null : next.value
  }
  const rest = take(Buffer.alloc(0), true)
  if (rest) yield rest
}

/** A file that is UTF-8 after all is read so, whatever was said: a text in Windows-1252 is hardly ever UTF-8 by chance. */
async function encodingOf(path: string, first: Piece, { encoding }: RowsAsk): Promise<Encoding> {
  const found = detectEncoding(first.bytes)
  if (encoding === undefined || found !== 'UTF-8') return found
  return (await lookAtBytes(path)).fault === null ? found : 'Windows-1252'
}

function readerFor(path: string, head: string, { columns = [], list, header, quotes }: RowsAsk): RowReader {
  const format = formatOf(path, head)
  if (format === 'csv') return new DelimitedRows(path, { wanted: columns, header, quotes })
  if (format === 'ndjson') return new JsonLines(path, columns)
  const at = list ?? findList(head)
  if (at !== null) return new JsonList(path, columns, at)
  throw new FailureError(
    unreadable(
      path,
      'The file does not begin with a list of objects.',
      'Say where the list is (list: "data.items"), or export it as NDJSON.',
    ),
  )
}

/**
 * The first records of a file with all their columns: of JSON, which has no header, those that occur in these records
 * and those that are asked for.
 */
export async function firstRows(path: string, limit: number, ask: RowsAsk = {}): Promise<RowChunk | null> {
  let head: RowChunk | null = null
  const { columns: _columns, ...shape } = ask
  for await (const chunk of readRows(path, shape)) {
    if (head) head.rows.push(...chunk.rows)
    else head = chunk
    if (head.rows.length >= limit) break
  }
  if (!head) return null
  const rows = head.rows.slice(0, limit)
  if (head.format === 'csv') return { ...head, rows }
  const columns = [...new Set([...leafPaths(rows.map(row => row.value)), ...(ask.columns ?? [])])]
  const readers = columns.map(cellReader)
  return {
    ...head,
    columns,
    rows: rows.map(row => (row.problem ? row : { ...row, cells: readers.map(cell => cell(row.value)) })),
  }
}

/** Bytes that are not of the encoding that the beginning of the file says. */
export class Undecodable extends FailureError {
  readonly encoding: Encoding
  constructor(path: string, encoding: Encoding, line: number) {
    super(
      unreadable(
        path,
        `Somewhere after line ${line} the text is not ${encoding}, although the file begins as ${encoding}.`,
        'Save it as CSV (UTF-8) and try again.',
      ),
    )
    this.encoding = encoding
  }
}

/** Whether a file that failed may be read when it is taken otherwise. */
export const mayBeOtherwise = (error: unknown): error is Undecodable | Backslashed =>
  error instanceof Undecodable || error instanceof Backslashed

/**
 * What to do about a file that is not UTF-8, or whose quotes do not close: read it as Windows-1252, or with quotes behind
 * backslashes, where all of it can be read so; otherwise what is wrong and where, so that a person can look.
 */
export async function whatElse(
  path: string,
  error: Undecodable | Backslashed,
  ask: RowsAsk,
): Promise<FileShape | FailureError> {
  return error instanceof Undecodable ? otherEncoding(path, error) : otherQuotes(path, error, ask)
}

async function otherQuotes(path: string, error: Backslashed, ask: RowsAsk): Promise<FileShape | FailureError> {
  try {
    for await (const _chunk of readRows(path, { ...ask, quotes: 'backslash' }));
    return { quotes: 'backslash' }
  } catch (again) {
    if (!(again instanceof FailureError)) throw again
    if (!(again instanceof Undecodable)) return error
    const other = await otherEncoding(path, again)
    return other instanceof FailureError ? other : otherQuotes(path, error, { ...ask, ...other })
  }
}

async function otherEncoding(path: string, error: Undecodable): Promise<FileShape | FailureError> {
  if (error.encoding !== 'UTF-8') return error
  const { fault, western } = await lookAtBytes(path)
  if (fault === null) return error
  if (western) return { encoding: 'windows-1252' }
  const value = `0x${fault.value.toString(16).padStart(2, '0').toUpperCase()}`
  return new FailureError(
    unreadable(
      path,
      `On line ${fault.line}, byte ${fault.byte} of the file (${value}) is not UTF-8.`,
      'Save it as CSV (UTF-8); or, if a Western European Windows program wrote it, say so (--encoding windows-1252).',
    ),
  )
}
