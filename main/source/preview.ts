import type { UnreadCell } from '../../shared/model/source.ts'
import { FailureError } from '../../shared/result.ts'
import { isPlausible } from '../../shared/source/cell-format.ts'
import type { SourcePreview } from '../../shared/source/manifest-view.ts'
import { TIME_FIELDS } from '../record/build-record.ts'
import { Tally } from '../record/cells/tally.ts'
import type { Connected, ConnectedStream } from '../record/page.ts'
import type { SyncRecord } from '../record/record.ts'
import { shown } from './files/preview-stream.ts'
import { assumedCells, unreadCells } from './unread-cells.ts'

type StreamPreview = SourcePreview[number]

/** Pages that are looked through for a first record; a stretch of time may be empty. */
const PAGES = 3

/** The first records of each stream as they would come, without keeping anything. A stream in trouble says so itself. */
export async function previewConnected(source: Connected, limit: number, signal: AbortSignal): Promise<SourcePreview> {
  const previews: SourcePreview = []
  for (const stream of source.streams) previews.push(await previewStream(stream, limit, signal))
  return previews
}

async function previewStream(stream: ConnectedStream, limit: number, signal: AbortSignal): Promise<StreamPreview> {
  const rows: StreamPreview['rows'] = []
  const unread: UnreadCell[] = []
  const doubtful: StreamPreview['doubtful'] = []
  const dated = datedIn(stream)
  const tally = new Tally()
  const pages = stream.pages({ cursor: null, part: 'fresh', most: limit, signal, say: () => {} })
  try {
    let seen = 0
    for await (const { records, misfits, met } of pages) {
      for (const { record, line, raw } of records) {
        rows.push({ line, record: record.record, mapped: shown(record, dated), error: null, raw })
        doubtful.push(...doubtfulIn(record))
      }
      for (const { reason, line, raw } of misfits) rows.push({ line, record: null, mapped: {}, error: reason, raw })
      for (const { line, raw } of met?.leftOutFirst ?? [])
        rows.push({ line, record: null, mapped: {}, error: null, raw })
      tally.merge(met?.tally ?? [])
      unread.push(...unreadCells(met?.tally ?? [], new Set(misfits.map(({ line }) => line))))
      if (rows.length > 0 || ++seen >= PAGES) break
    }
    // What does not fit is what a person looks for, so it comes first; then what the conditions leave out.
    rows.sort((a, b) => rankOf(a) - rankOf(b) || a.line - b.line)
    return {
      stream: stream.name,
      problem: null,
      unread,
      assumed: assumedCells(tally.columns),
      doubtful: doubtful.slice(0, MOST_DOUBTFUL),
      rows: rows.slice(0, limit),
    }
  } catch (error) {
    if (!(error instanceof FailureError)) throw error
    const { what, why, todo } = error.failure
    const problem = `${what} ${why} ${todo}`.trim()
    return { stream: stream.name, problem, unread: [], assumed: [], doubtful: [], rows: [] }
  }
}

/** The properties that are read as dates. */
const datedIn = ({ reads }: ConnectedStream): ReadonlySet<string> =>
  new Set(
    (reads?.uses ?? []).flatMap(({ target, ref }) =>
      ref?.type === 'date' && target.startsWith(PROPERTY) ? [target.slice(PROPERTY.length)] : [],
    ),
  )
const PROPERTY = 'properties.'

const MOST_DOUBTFUL = 5

/** Moments that are hardly true: what a counter of another unit or a mistyped year gives. */
const doubtfulIn = (record: SyncRecord): StreamPreview['doubtful'] =>
  Object.entries(record).flatMap(([field, value]) =>
    TIME_FIELDS.has(field) && typeof value === 'number' && !isPlausible(value)
      ? [{ field, at: new Date(value).toISOString() }]
      : [],
  )

const rankOf = ({ error, record }: StreamPreview['rows'][number]): number =>
  error !== null ? 0 : record === null ? 1 : 2
