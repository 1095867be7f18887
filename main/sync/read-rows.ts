import { type FileHandle, open } from 'node:fs/promises'
import { type Failure, FailureError, fail } from '../../shared/result.ts'
import { CsvProblem, type CsvRow, createCsvParser, guessDelimiter } from './csv.ts'
import { createDecoder, detectEncoding, type Encoding, notText } from './decode.ts'

/** A piece of a file: what it is, and the records that it completes. `bytes` is how far reading has come. */
export interface RowChunk {
  columns: readonly string[]
  delimiter: string
  encoding: Encoding
  rows: CsvRow[]
  bytes: number
}

const CHUNK = 256 * 1024

/**
 * The records of a delimited text file, piece by piece and with their line numbers, in memory that does not grow with
 * the file. Encoding, delimiter and newline are found from its beginning. Throws `FailureError` for a file that is
 * missing, empty, no text, or malformed; its words name line and column.
 */
export async function* readRows(path: string): AsyncGenerator<RowChunk> {
  const file = await openFile(path)
  try {
    yield* chunks(path, file)
  } catch (error) {
    if (isSystemError(error)) throw new FailureError(cannotRead(path, error))
    throw error
  } finally {
    await file.close()
  }
}

async function openFile(path: string): Promise<FileHandle> {
  try {
    const file = await open(path, 'r')
    const stat = await file.stat()
    if (stat.isFile()) return file
    await file.close()
    throw new FailureError(
      failure(path, 'It is a folder or a device, not a file.', 'Choose the file inside it, ending in .csv.'),
    )
  } catch (error) {
    if (isSystemError(error)) throw new FailureError(cannotRead(path, error))
    throw error
  }
}

async function* chunks(path: string, file: FileHandle): AsyncGenerator<RowChunk> {
  const memory = Buffer.allocUnsafe(CHUNK)
  const start = await file.read(memory, 0, CHUNK, 0)
  const head = memory.subarray(0, start.bytesRead)
  if (head.length === 0) throw new FailureError(failure(path, 'It is empty.', 'Export it again with its header line.'))
  const stranger = notText(head)
  if (stranger) throw new FailureError(failure(path, stranger, 'Save it as CSV (UTF-8) and choose that file.'))
  const encoding = detectEncoding(head)
  const reader = new Reader(path, encoding)
  let bytes = start.bytesRead
  let piece = head
  for (;;) {
    const last = piece.length === 0
    const rows = reader.take(piece, last)
    if (reader.columns.length > 0) yield { columns: reader.columns, delimiter: reader.delimiter, encoding, rows, bytes }
    if (last) break
    const { bytesRead } = await file.read(memory, 0, CHUNK, bytes)
    piece = memory.subarray(0, bytesRead)
    bytes += bytesRead
  }
  if (reader.columns.length === 0)
    throw new FailureError(failure(path, 'It holds no header line.', 'Export it again with its header line.'))
}

/** Bytes to records: decodes, finds the delimiter, takes the header off, turns problems into words. */
class Reader {
  columns: readonly string[] = []
  delimiter = ','
  private readonly path: string
  private readonly encoding: Encoding
  private readonly decoder
  private parser: ReturnType<typeof createCsvParser> | null = null
  private oldMac = false
  private line = 1

  constructor(path: string, encoding: Encoding) {
    this.path = path
    this.encoding = encoding
    this.decoder = createDecoder(encoding)
  }

  take(bytes: Buffer, last: boolean): CsvRow[] {
    const text = this.decoder.next(bytes, last)
    if (text === null) throw new FailureError(this.undecodable())
    const lines = this.newlines(text)
    this.parser ??= this.start(lines)
    try {
      const rows = this.parser.push(lines)
      if (last) rows.push(...this.parser.end())
      this.line = rows.at(-1)?.line ?? this.line
      return this.withoutHeader(rows)
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
        failure(this.path, `On line 1 the column “${twice}” occurs twice.`, 'Give each column a name of its own.'),
      )
    if (names.every(name => name === ''))
      throw new FailureError(
        failure(this.path, 'Its first line names no column.', 'Put the names of the columns there.'),
      )
    this.columns = names
    return rows.slice(1)
  }

  private malformed({ line, column, message }: CsvProblem): Failure {
    const name = line > 1 ? this.parser?.header()[column]?.trim() : undefined
    const where = `line ${line}, column ${name ? `“${name}”` : column + 1}`
    return failure(this.path, `At ${where}: ${message}`, 'Correct that line, or export the file again.')
  }

  private undecodable(): Failure {
    return failure(
      this.path,
      `Somewhere after line ${this.line} it is not ${this.encoding}, as its beginning says.`,
      'Save it as CSV (UTF-8) and try again.',
    )
  }
}

const isSystemError = (error: unknown): error is NodeJS.ErrnoException =>
  typeof (error as NodeJS.ErrnoException).code === 'string' && !(error instanceof FailureError)

function cannotRead(path: string, { code }: NodeJS.ErrnoException): Failure {
  if (code === 'ENOENT') return failure(path, 'There is no such file.', 'Put it back, or choose another file.')
  if (code === 'EISDIR') return failure(path, 'It is a folder, not a file.', 'Choose the file inside it.')
  if (code === 'EACCES' || code === 'EPERM')
    return failure(path, 'This user may not read it.', 'Change its permissions, or choose another file.')
  return failure(path, `The system answered ${code}.`, 'Check the disk, then try again.')
}

function failure(path: string, why: string, todo: string): Failure {
  const result = fail('invalid', `The file ${path} cannot be read.`, why, `${todo} Nothing of it was kept.`)
  return result.ok ? { kind: 'invalid', what: '', why, todo } : result.error
}
