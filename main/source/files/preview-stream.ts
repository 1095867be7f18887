import type { Preview } from '../../../shared/model/source.ts'
import { formatMoney } from '../../../shared/money.ts'
import { FailureError, ok, type Result } from '../../../shared/result.ts'
import { type FileStream, type Mapping, type Mappings, mappingsOf } from '../../../shared/source/mapping.ts'
import { TIME_FIELDS } from '../../record/build-record.ts'
import { Tally } from '../../record/cells/tally.ts'
import { compileMapping } from '../../record/convert.ts'
import type { Mapped } from '../../record/mapping/compile-record.ts'
import { columnsOf } from '../../record/mapping/fields.ts'
import { firstRows, mayBeOtherwise, type RowChunk, type RowsAsk, whatElse } from '../../record/read-rows.ts'
import type { ObjectRecord, OwnerRef, SourceStay, SyncRecord } from '../../record/record.ts'
import { filesOf } from '../../record/stream-files.ts'
import { assumedCells, unreadCells } from '../unread-cells.ts'

/** The first rows of a stream as its mapping reads them: mapped values by field, or why a row will not fit. */
export async function previewStream(stream: FileStream, limit: number, baseDir: string): Promise<Result<Preview>> {
  try {
    const { path, mapping, list, encoding, header } = stream
    const head = await headOf(path, baseDir, limit, { columns: columnsOf(mapping), list, encoding, header })
    const tally = new Tally()
    const isDelimited = head.format === 'csv'
    const compiled = compileMapping(stream.mapping, head.columns, stream.name, { isDelimited, tally })
    if (!compiled.ok) return compiled
    const rows = head.rows.flatMap((row): Preview['rows'] => {
      const { line, text, problem } = row
      if (problem !== undefined)
        return [{ line, raw: { [`line ${line}`]: text.slice(0, 500) }, record: null, mapped: {}, error: problem }]
      const raw = byColumn(head.columns, row.cells)
      tally.line = line
      const converted = compiled.value(row)
      if (!converted.ok) return [{ line, raw, record: null, mapped: {}, error: inColumn(converted.misfit) }]
      return seenOf(converted.mapped, mapping).map(seen => ({ line, raw, ...seen }))
    })
    const misfits = new Set(rows.filter(({ error }) => error !== null).map(({ line }) => line))
    return ok({ rows, unread: unreadCells(tally.columns, misfits), assumed: assumedCells(tally.columns) })
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
    if (!mayBeOtherwise(error)) throw error
    const other = await whatElse(path, error, ask)
    if (other instanceof FailureError) throw other
    return rowsOf(path, limit, { ...ask, ...other })
  }
}

const byColumn = (columns: readonly string[], cells: readonly string[]): Record<string, string> =>
  Object.fromEntries(columns.map((column, index) => [column, cells[index] ?? '']))

type Seen = Pick<Preview['rows'][number], 'record' | 'mapped' | 'error'>

/** What a row becomes, for the eye; a row that no mapping takes is shown as such. */
function seenOf(mapped: readonly Mapped[], mappings: Mappings): Seen[] {
  const dated = mappingsOf(mappings).map(datedIn)
  const seen = mapped.flatMap((one, by): Seen[] => {
    if (one.is === 'record') return [{ record: one.record.record, mapped: shown(one.record, dated[by]), error: null }]
    if (one.is === 'misfit') return [{ record: null, mapped: {}, error: inColumn(one) }]
    if (one.is === 'nothing') return []
    return [
      { record: one.gone.record, mapped: { externalId: one.gone.externalId, gone: one.gone.change }, error: null },
    ]
  })
  return seen.length > 0 ? seen : [{ record: null, mapped: {}, error: null }]
}

const NONE: ReadonlySet<string> = new Set()

/** The properties that a mapping reads as dates. */
const datedIn = ({ properties }: Mapping): ReadonlySet<string> =>
  new Set(
    Object.entries(properties).flatMap(([name, ref]) =>
      typeof ref === 'object' && 'type' in ref && ref.type === 'date' ? [name] : [],
    ),
  )

const inColumn = ({ column, reason }: { column: string | null; reason: string }): string =>
  column === null ? reason : `${column}: ${reason}`

/** A record for the eye: dates as ISO, money with its currency, no blanks. `dated`: properties that are moments. */
export function shown(record: SyncRecord, dated: ReadonlySet<string> = NONE): Record<string, string> {
  const { record: _kind, properties, propertiesJson: _json, ...fields } = record
  const currency = 'currency' in fields ? fields.currency : null
  const seen: Record<string, string> = {}
  for (const [field, value] of Object.entries(fields)) {
    if (value === null || value === undefined || field === 'currency') continue
    const money = /^(mrr|amount)Minor$/.exec(field)?.[1]
    if (money !== undefined) seen[money] = amountOf(Number(value), currency)
    else if (field === 'stays') seen[field] = ((fields as ObjectRecord).stays ?? []).map(stayed).join(' → ')
    else if (typeof value === 'object') seen[field] = ownerWords(value as OwnerRef)
    else seen[field] = TIME_FIELDS.has(field) ? new Date(Number(value)).toISOString() : String(value)
  }
  for (const [name, value] of Object.entries(properties))
    if (value !== null)
      seen[`properties.${name}`] = dated.has(name) ? new Date(Number(value)).toISOString() : String(value)
  return seen
}

const amountOf = (minor: number, currency: string | null): string =>
  currency === null ? `${minor} without a currency` : formatMoney({ minor, currency })

const ownerWords = (owner: OwnerRef): string =>
  owner.by === 'id' ? owner.externalId : `${owner.by === 'object' ? owner.kind : 'contact'} ${owner.externalId}`

/** `paid 2024-05-02`, with its time where that is not midnight. */
const stayed = ({ state, since }: SourceStay): string =>
  `${state} ${new Date(since)
    .toISOString()
    .replace(/T00:00:00\.000Z$|:\d\d\.\d{3}Z$/, '')
    .replace('T', ' ')}`
