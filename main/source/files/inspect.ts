import type { InspectedFile, Preview } from '../../../shared/model/source.ts'
import { formatMoney } from '../../../shared/money.ts'
import { type Failure, FailureError, ok, type Result } from '../../../shared/result.ts'
import { type FileStream, mappingsOf, ownMapping } from '../../../shared/source/mapping.ts'
import { TIME_FIELDS } from '../../record/build-record.ts'
import { compileMapping } from '../../record/convert.ts'
import { guessColumns } from '../../record/guess.ts'
import type { Mapped } from '../../record/mapping/compile-record.ts'
import { columnsOf } from '../../record/mapping/fields.ts'
import { proposeStream } from '../../record/propose.ts'
import { firstRows, type RowChunk, type RowsAsk } from '../../record/read-rows.ts'
import type { SourceStay, SyncRecord } from '../../record/record.ts'
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
  const isOfContacts = found.some(({ stream }) => stream && ownMapping(stream.mapping).record === 'contact')
  return isOfContacts ? found.map(withoutPersons) : found
}

/** Where a file names the contacts, the address of an account is no further person. */
function withoutPersons(file: InspectedFile): InspectedFile {
  const { stream } = file
  const [own, ...others] = stream ? mappingsOf(stream.mapping) : []
  if (!stream || own?.record !== 'account' || !others.every(({ record }) => record === 'contact')) return file
  return { ...file, stream: { ...stream, mapping: own } }
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
    problem: stream ? null : 'No column could be found that names the account, or no date. Choose them by hand.',
  }
}

/** The first rows of a stream as its mapping reads them: mapped values by field, or why a row will not fit. */
export async function previewStream(stream: FileStream, limit: number, baseDir: string): Promise<Result<Preview>> {
  try {
    const { path, mapping, list } = stream
    const head = await headOf(path, baseDir, limit, { columns: columnsOf(mapping), list })
    const compiled = compileMapping(stream.mapping, head.columns, stream.name)
    if (!compiled.ok) return compiled
    const rows = head.rows.flatMap((row): Preview['rows'] => {
      const { line, text, problem } = row
      if (problem !== undefined)
        return [{ line, raw: { [`line ${line}`]: text.slice(0, 500) }, record: null, mapped: {}, error: problem }]
      const converted = compiled.value(row)
      const raw = byColumn(head.columns, row.cells)
      if (!converted.ok) return [{ line, raw, record: null, mapped: {}, error: inColumn(converted.misfit) }]
      return previewsOf(converted.mapped).map(seen => ({ line, raw, ...seen }))
    })
    return ok({ rows })
  } catch (error) {
    if (error instanceof FailureError) return { ok: false, error: error.failure }
    throw error
  }
}

/** What a row becomes, for the eye; one that no mapping takes is shown as such. */
function previewsOf(mapped: readonly Mapped[]): Pick<Preview['rows'][number], 'record' | 'mapped' | 'error'>[] {
  const seen = mapped.flatMap(one => {
    if (one.is === 'record') return [{ record: one.record.record, mapped: shown(one.record), error: null }]
    if (one.is === 'misfit') return [{ record: null, mapped: {}, error: inColumn(one) }]
    if (one.is === 'nothing') return []
    return [{ record: one.gone.record, mapped: { id: one.gone.externalId, gone: one.gone.change }, error: null }]
  })
  return seen.length > 0 ? seen : [{ record: null, mapped: {}, error: null }]
}

const inColumn = ({ column, reason }: { column: string | null; reason: string }): string =>
  column === null ? reason : `${column}: ${reason}`

async function headOf(path: string, dir: string, limit: number, ask: RowsAsk = {}): Promise<RowChunk> {
  const [file] = await filesOf({ path }, dir)
  const head = file && (await firstRows(file.path, limit, ask))
  if (head) return head
  throw new FailureError({
    kind: 'not_found',
    what: file ? `The file ${path} holds no record yet.` : `No file matches ${path}.`,
    why: 'So its columns are not known.',
    todo: file ? 'Choose it again when it holds some.' : 'Correct the pattern, or put a file there.',
  })
}

const byColumn = (columns: readonly string[], cells: readonly string[]): Record<string, string> =>
  Object.fromEntries(columns.map((column, index) => [column, cells[index] ?? '']))

/** A record for the eye: dates as ISO, money with its currency, properties side by side with the fields, no blanks. */
export function shown(record: SyncRecord): Record<string, string> {
  const { record: _kind, properties, propertiesJson: _json, ...fields } = record
  const currency = 'currency' in fields ? (fields.currency ?? null) : null
  const seen: Record<string, string> = {}
  for (const [field, value] of Object.entries(fields)) {
    if (value === null || value === undefined || field === 'currency') continue
    const money = /^(mrr|amount)Minor$/.exec(field)?.[1]
    if (Array.isArray(value)) seen[field] = value.map(stayed).join(' → ')
    else if (money !== undefined) seen[money] = currency === null ? `${value}, in no known currency` : formatMoney({ minor: Number(value), currency })
    else if (typeof value === 'object')
      seen[field] = value.by === 'id' ? value.externalId : `${value.kind ?? value.by} ${value.externalId}`
    else seen[field] = TIME_FIELDS.has(field) ? new Date(Number(value)).toISOString() : String(value)
  }
  for (const [name, value] of Object.entries(properties)) if (value !== null) seen[`properties.${name}`] = String(value)
  return seen
}

/** `paid 2024-05-02`, with its time where that is not midnight. */
const stayed = ({ state, since }: SourceStay): string =>
  `${state} ${new Date(since).toISOString().replace(/T00:00:00\.000Z$|:\d\d\.\d{3}Z$/, '').replace('T', ' ')}`

const inWords = (failure: Failure): string => `${failure.what} ${failure.why} ${failure.todo}`
