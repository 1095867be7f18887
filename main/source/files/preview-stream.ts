import type { Preview } from '../../../shared/model/source.ts'
import { FailureError, ok, type Result } from '../../../shared/result.ts'
import type { FileStream } from '../../../shared/source/mapping.ts'
import { TIME_FIELDS } from '../../record/build-record.ts'
import { columnsOf, compileMapping } from '../../record/convert.ts'
import { firstRows, type RowChunk, type RowsAsk, Undecodable, whatElse } from '../../record/read-rows.ts'
import type { SyncRecord } from '../../record/record.ts'
import { filesOf } from '../../record/stream-files.ts'

/** The first rows of a stream as its mapping reads them: mapped values by field, or why a row will not fit. */
export async function previewStream(stream: FileStream, limit: number, baseDir: string): Promise<Result<Preview>> {
  try {
    const { path, mapping, list, encoding, header } = stream
    const head = await headOf(path, baseDir, limit, { columns: columnsOf(mapping), list, encoding, header })
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
  const head = file && (await rowsOf(file.path, limit, ask))
  if (head) return head
  throw new FailureError({
    kind: 'not_found',
    what: file ? `The file ${path} has no records yet.` : `No file matches ${path}.`,
    why: 'Without a record, the columns are not known.',
    todo: file ? 'Choose the file again once it has records.' : 'Correct the pattern, or add a file that matches.',
  })
}

async function rowsOf(path: string, limit: number, ask: RowsAsk): Promise<RowChunk | null> {
  try {
    return await firstRows(path, limit, ask)
  } catch (error) {
    if (!(error instanceof Undecodable)) throw error
    const other = await whatElse(path, error)
    if (other instanceof FailureError) throw other
    return firstRows(path, limit, { ...ask, ...other })
  }
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
