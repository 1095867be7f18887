import { z } from 'zod'
import { columnReportSchema } from '../../shared/model/column-report.ts'
import type { QuarantineRow, SourceStatus } from '../../shared/model/source.ts'
import { filesConfigSchema, ownMapping } from '../../shared/source/mapping.ts'
import { isConnected } from '../../shared/source/source-config.ts'
import { type Query, query, type ReadDb } from '../cache/db.ts'
import type { Json } from '../cache/journal.ts'

interface SourceRow {
  id: number
  slug: string
  kind: SourceStatus['kind']
  name: string
  config: string
  paused: number
  schedule_ms: number | null
  next_at: number | null
  retry_at: number | null
  failures: number
  error: string | null
}

export interface StreamRow {
  source_id: number
  name: string
  cursor: string | null
  rows: number
  newest_at: number | null
  synced_at: number | null
  error: string | null
  error_at: number | null
  backfill: string | null
  rows_per_second: number | null
  report: string | null
}

const sources: Query<SourceRow> = query('SELECT * FROM source ORDER BY id')
const streams: Query<StreamRow> = query('SELECT * FROM stream ORDER BY source_id, name')
const quarantined: Query<{ source_id: number; stream: string; n: number }> = query(
  'SELECT source_id, stream, n FROM quarantine_count WHERE n > 0',
)

export const streamRow = (sourceId: number, name: string): Query<StreamRow> =>
  query('SELECT * FROM stream WHERE source_id = ? AND name = ?', [sourceId, name])

type StreamStatus = SourceStatus['streams'][number]

/** Sources with their streams, how fresh they are, what is wrong with them and how many rows are in quarantine. `now`: workspace time. */
export function listSources(db: ReadDb, now: number): SourceStatus[] {
  const known = db.all(streams)
  const counts = db.all(quarantined)
  return db.all(sources).map(source => {
    const config = source.kind === 'files' ? filesConfigSchema.parse(JSON.parse(source.config)) : null
    const own = known.filter(row => row.source_id === source.id)
    const status = (name: string, path: string, record: string): StreamStatus => {
      const row = own.find(candidate => candidate.name === name)
      return {
        name,
        path,
        record,
        rows: row?.rows ?? 0,
        quarantined: counts.find(count => count.source_id === source.id && count.stream === name)?.n ?? 0,
        newestAt: row?.newest_at ?? null,
        syncedAt: row?.synced_at ?? null,
        error: row?.error ?? null,
        errorAt: row?.error_at ?? null,
        historyLeft: row?.backfill != null,
        readInPart: row !== undefined && row.cursor !== null && row.synced_at === null,
        rowsPerSecond: row?.rows_per_second ?? null,
        lagMs: row?.synced_at == null ? null : Math.max(0, now - row.synced_at),
        columns: row?.report ? z.array(columnReportSchema).parse(JSON.parse(row.report)) : [],
      }
    }
    const list = config
      ? config.streams.map(stream => status(stream.name, stream.path, ownMapping(stream.mapping).record))
      : (chosenStreams(source) ?? own.map(row => [row.name, isConnected(source.kind) ? '' : 'event'] as const)).map(
          ([name, record]) => status(name, '', record),
        )
    const { id, slug, kind, name } = source
    const sum = summary(list)
    return { id, slug, kind, name, config, ...sum, ...standing(source), error: source.error ?? sum.error }
  })
}

const recordSchema = z.object({ record: z.string() })
/** Among several records that a row becomes, the first is its own. */
const mappingRecord = z.union([
  recordSchema,
  z
    .tuple([recordSchema])
    .rest(recordSchema)
    .transform(([own]) => own),
])

const chosenSchema = z.object({
  streams: z.array(z.union([z.string(), z.object({ name: z.string(), mapping: mappingRecord })])),
})

/**
 * The streams that the settings of a connected source name, with what their records become where they say so; null where
 * they leave it to the source. A stream that is not chosen any more must not make its source look old.
 */
function chosenStreams({ kind, config }: SourceRow): (readonly [string, string])[] | null {
  const chosen = isConnected(kind) ? chosenSchema.safeParse(JSON.parse(config)).data : undefined
  if (!chosen) return null
  return chosen.streams.map(one => (typeof one === 'string' ? [one, ''] : [one.name, one.mapping.record]))
}

const standing = ({ kind, config, paused, schedule_ms, next_at, retry_at, failures }: SourceRow) => ({
  settings: isConnected(kind) ? (JSON.parse(config) as Json) : null,
  paused: paused === 1,
  scheduleMs: schedule_ms,
  nextAt: next_at,
  retryAt: retry_at,
  failures,
})

function summary(list: StreamStatus[]) {
  const newest = list.flatMap(stream => stream.newestAt ?? [])
  const synced = list.map(stream => stream.syncedAt)
  const complete = synced.filter(at => at !== null)
  return {
    streams: list,
    newestAt: newest.length > 0 ? Math.max(...newest) : null,
    // As old as its oldest part.
    syncedAt: list.length > 0 && complete.length === list.length ? Math.min(...complete) : null,
    quarantined: list.reduce((sum, stream) => sum + stream.quarantined, 0),
    error: list.find(stream => stream.error !== null)?.error ?? null,
  }
}

const quarantinePage = (
  sourceId: number | null,
  stream: string | null,
  offset: number,
  limit: number,
): Query<QuarantineRow> =>
  query(
    `SELECT id, source_id AS sourceId, stream, line, column_name AS "column", raw, reason, at FROM quarantine
     WHERE (?1 IS NULL OR source_id = ?1) AND (?2 IS NULL OR stream = ?2)
     ORDER BY source_id, stream, line, id LIMIT ?3 OFFSET ?4`,
    { 1: sourceId, 2: stream, 3: limit, 4: offset },
  )

/** Rows that did not fit, in the order of their files. */
export const listQuarantine = (
  db: ReadDb,
  page: { sourceId?: number | undefined; stream?: string | undefined; offset: number; limit: number },
): QuarantineRow[] => db.all(quarantinePage(page.sourceId ?? null, page.stream ?? null, page.offset, page.limit))
