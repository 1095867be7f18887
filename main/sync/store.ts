import { filesConfigSchema } from '../../shared/mapping.ts'
import type { QuarantineRow, SourceStatus } from '../../shared/model.ts'
import { type Query, query, type ReadDb } from '../cache/db.ts'

interface SourceRow {
  id: number
  slug: string
  kind: SourceStatus['kind']
  name: string
  config: string
}

export interface StreamRow {
  source_id: number
  name: string
  cursor: string | null
  rows: number
  newest_at: number | null
  synced_at: number | null
  error: string | null
}

const sources: Query<SourceRow> = query('SELECT id, slug, kind, name, config FROM source ORDER BY id')
const streams: Query<StreamRow> = query('SELECT * FROM stream ORDER BY source_id, name')
const quarantined: Query<{ source_id: number; stream: string; n: number }> = query(
  'SELECT source_id, stream, count(*) AS n FROM quarantine GROUP BY source_id, stream',
)

export const streamRow = (sourceId: number, name: string): Query<StreamRow> =>
  query('SELECT * FROM stream WHERE source_id = ? AND name = ?', [sourceId, name])

type StreamStatus = SourceStatus['streams'][number]

/** Sources with their streams, how fresh they are, what is wrong with them and how many rows are in quarantine. */
export function listSources(db: ReadDb): SourceStatus[] {
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
      }
    }
    const list = config
      ? config.streams.map(stream => status(stream.name, stream.path, stream.mapping.record))
      : own.map(row => status(row.name, '', 'event'))
    return { id: source.id, slug: source.slug, kind: source.kind, name: source.name, config, ...summary(list) }
  })
}

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

const quarantinePage = (sourceId: number | null, offset: number, limit: number): Query<QuarantineRow> =>
  query(
    `SELECT id, source_id AS sourceId, stream, line, column_name AS "column", raw, reason, at FROM quarantine
     WHERE (?1 IS NULL OR source_id = ?1) ORDER BY source_id, stream, line, id LIMIT ?2 OFFSET ?3`,
    { 1: sourceId, 2: limit, 3: offset },
  )

/** Rows that did not fit, in the order of their files. */
export const listQuarantine = (
  db: ReadDb,
  page: { sourceId?: number | undefined; offset: number; limit: number },
): QuarantineRow[] => db.all(quarantinePage(page.sourceId ?? null, page.offset, page.limit))
