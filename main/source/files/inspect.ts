import type { InspectedFile, Preview } from '../../../shared/model/source.ts'
import { type Failure, FailureError, ok, type Result } from '../../../shared/result.ts'
import type { FileStream } from '../../../shared/source/mapping.ts'
import { TIME_FIELDS } from '../../record/build-record.ts'
import { columnsOf, compileMapping } from '../../record/convert.ts'
import { guessColumns } from '../../record/guess.ts'
import { proposeStream } from '../../record/propose.ts'
import { firstRows, type RowChunk, type RowsAsk } from '../../record/read-rows.ts'
import type { SyncRecord } from '../../record/record.ts'
import { filesOf } from '../../record/stream-files.ts'

/** Rows that types are guessed from, and rows that are shown. */
const GUESSED = 2_000
const SHOWN = 5

/**
 * What files hold, before anything is read from them: encoding, delimiter, columns with guessed types, the first rows,
 * and a proposal of what they become. Of a pattern such as `orders-*.csv`, its first file stands for all. A file that
 * cannot be read says so in `problem`; it does not hold up the others. Relative paths start from `baseDir`.
 */
export async function inspectFiles(paths: readonly string[], baseDir: string): Promise<InspectedFile[]> {
  const found: InspectedFile[] = []
  for (const path of paths) found.push(await inspect(path, baseDir))
  return found
}

async function inspect(path: string, dir: string): Promise<InspectedFile> {
  const nothing = { path, encoding: '', delimiter: '', columns: [], stream: null, rows: [] }
  let head: RowChunk
  try {
    head = await headOf(path, dir, GUESSED)
  } catch (error) {
    if (error instanceof FailureError) return { ...nothing, problem: inWords(error.failure) }
    throw error
  }
  const cells = head.rows.filter(row => row.problem === undefined).map(row => row.cells)
  const columns = guessColumns(head.columns, cells)
  const stream = proposeStream(path, columns)
  return {
    path,
    encoding: head.encoding,
    delimiter: head.delimiter,
    columns: columns.map(({ name, type, format, samples, blank }) => ({ name, type, format, samples, blank })),
    stream,
    rows: cells.slice(0, SHOWN).map(row => byColumn(head.columns, row)),
    problem: stream ? null : 'No account column or no date column was found. Choose them yourself.',
  }
}

/** The first rows of a stream as its mapping reads them: mapped values by field, or why a row will not fit. */
export async function previewStream(stream: FileStream, limit: number, baseDir: string): Promise<Result<Preview>> {
  try {
    const { path, mapping, list } = stream
    const head = await headOf(path, baseDir, limit, { columns: columnsOf(mapping), list })
    const compiled = compileMapping(stream.mapping, head.columns, stream.name)
    if (!compiled.ok) return compiled
    const rows = head.rows.map(({ line, cells, text, problem }) => {
      if (problem !== undefined)
        return { line, raw: { [`line ${line}`]: text.slice(0, 500) }, mapped: {}, error: problem }
      const converted = compiled.value(cells)
      const raw = byColumn(head.columns, cells)
      if (converted.ok) return { line, raw, mapped: shown(converted.record), error: null }
      const { column, reason } = converted.misfit
      return { line, raw, mapped: {}, error: column === null ? reason : `${column}: ${reason}` }
    })
    return ok({ rows })
  } catch (error) {
    if (error instanceof FailureError) return { ok: false, error: error.failure }
    throw error
  }
}

async function headOf(path: string, dir: string, limit: number, ask: RowsAsk = {}): Promise<RowChunk> {
  const [file] = await filesOf({ path }, dir)
  const head = file && (await firstRows(file.path, limit, ask))
  if (head) return head
  throw new FailureError({
    kind: 'not_found',
    what: file ? `The file ${path} has no records yet.` : `No file matches ${path}.`,
    why: 'Without a record, the columns are not known.',
    todo: file ? 'Choose the file again once it has records.' : 'Correct the pattern, or add a file that matches.',
  })
}

const byColumn = (columns: readonly string[], cells: readonly string[]): Record<string, string> =>
  Object.fromEntries(columns.map((column, index) => [column, cells[index] ?? '']))

/** A record for the eye: dates as ISO, properties side by side with the fields, what is empty left out. */
export function shown(record: SyncRecord): Record<string, string> {
  const { record: _kind, properties, propertiesJson: _json, ...fields } = record
  const seen: Record<string, string> = {}
  for (const [field, value] of Object.entries(fields)) {
    if (value === null || value === undefined) continue
    if (typeof value === 'object')
      seen[field] = value.by === 'id' ? value.externalId : `${value.kind ?? value.by} ${value.externalId}`
    else seen[field] = TIME_FIELDS.has(field) ? new Date(Number(value)).toISOString() : String(value)
  }
  for (const [name, value] of Object.entries(properties)) if (value !== null) seen[`properties.${name}`] = String(value)
  return seen
}

const inWords = (failure: Failure): string => `${failure.what} ${failure.why} ${failure.todo}`
