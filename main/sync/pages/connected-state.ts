import type { ColumnReport } from '../../../shared/model/column-report.ts'
import { type Query, query, statement, type WriteDb } from '../../cache/db.ts'
import type { ConnectedStream, Page } from '../../record/page.ts'
import { STREAM_KIND } from '../upsert/upsert-sql.ts'

/** Where a stream of a connected source stands. `backfill` is null when there is no history left to read. */
export interface ConnectedRow {
  name: string
  cursor: string | null
  backfill: string | null
  synced_at: number | null
  report: string | null
}

/** How far the history behind the fresh data has come; `anchor` is the cursor of the first fresh page. */
export interface History {
  cursor: string | null
  anchor: string
}

export const connectedRow = (sourceId: number, name: string): Query<ConnectedRow> =>
  query('SELECT name, cursor, backfill, synced_at, report FROM stream WHERE source_id = ? AND name = ?', [
    sourceId,
    name,
  ])

export const historyOf = (row: ConnectedRow | undefined): History | null =>
  row?.backfill ? (JSON.parse(row.backfill) as History) : null

/** Streams of a source that still have history to read. */
export const withHistory = (sourceId: number): Query<{ name: string }> =>
  query('SELECT name FROM stream WHERE source_id = ? AND backfill IS NOT NULL', [sourceId])

/** What a page added to its stream. */
export interface Growth {
  /** Rows that came to the cache less those that left it. */
  rows: number
  newestAt: number | null
}

const GROW = `rows = max(0, stream.rows + excluded.rows),
  newest_at = CASE WHEN excluded.newest_at > ifnull(newest_at, excluded.newest_at - 1) THEN excluded.newest_at ELSE newest_at END`

const FRESH = `
INSERT INTO stream (source_id, name, cursor, backfill, rows, newest_at) VALUES (?, ?, ?, ?, ?, ?)
ON CONFLICT DO UPDATE SET backfill = CASE WHEN cursor IS NULL OR ? THEN excluded.backfill ELSE backfill END,
  cursor = excluded.cursor, ${GROW}`

/** With the last rows of a fresh page. The first page says where history ends, and so does one that begins again. */
export function advanceFresh(
  tx: WriteDb,
  sourceId: number,
  name: string,
  { cursor, anew = false }: Pick<Page, 'cursor' | 'anew'>,
  hasHistory: boolean,
  { rows, newestAt }: Growth,
): void {
  const history = hasHistory ? JSON.stringify({ cursor: null, anchor: cursor } satisfies History) : null
  tx.run(statement(FRESH, [sourceId, name, cursor, history, rows, newestAt, Number(anew)]))
}

const BACKFILL = `
INSERT INTO stream (source_id, name, backfill, rows, newest_at) VALUES (?, ?, ?, ?, ?)
ON CONFLICT DO UPDATE SET backfill = excluded.backfill, ${GROW}`

/** With the last rows of a page of history; null when that was all. */
export function advanceHistory(
  tx: WriteDb,
  sourceId: number,
  name: string,
  history: History | null,
  { rows, newestAt }: Growth,
): void {
  tx.run(statement(BACKFILL, [sourceId, name, history && JSON.stringify(history), rows, newestAt]))
}

const FINISH = `
INSERT INTO stream (source_id, name, synced_at, rows_per_second, lag) VALUES (?, ?, ?, ?, ?)
ON CONFLICT DO UPDATE SET synced_at = excluded.synced_at, lag = excluded.lag, error = NULL, error_at = NULL,
  rows_per_second = ifnull(excluded.rows_per_second, rows_per_second)`

/** The stream was read to its end. `now` is workspace time; the rate is null where too little came to tell. */
export function finishFresh(
  tx: WriteDb,
  sourceId: number,
  { name, brings = [], lag = null }: Pick<ConnectedStream, 'name' | 'brings'> & { lag?: number | null },
  now: number,
  rowsPerSecond: number | null,
): void {
  tx.run(statement(FINISH, [sourceId, name, now, rowsPerSecond, lag]))
  // What it is known to bring is supplied by it, also where nothing of that kind has come yet.
  for (const { record, kind } of brings) tx.run(statement(STREAM_KIND, [sourceId, name, record, kind]))
}

const TROUBLE = `
INSERT INTO stream (source_id, name, error, error_at) VALUES (?, ?, ?, ?)
ON CONFLICT DO UPDATE SET error = excluded.error, error_at = excluded.error_at`

/** What went wrong with a stream, in words, and when (workspace time). */
export const troubleStream = (tx: WriteDb, sourceId: number, name: string, error: string, now: number) =>
  tx.run(statement(TROUBLE, [sourceId, name, error, now]))

const REPORTED = `
INSERT INTO stream (source_id, name, report) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET report = excluded.report`

/** What readings made of each column. */
export const reportStream = (tx: WriteDb, sourceId: number, name: string, report: readonly ColumnReport[]) =>
  tx.run(statement(REPORTED, [sourceId, name, JSON.stringify(report)]))

const GROWN = `
INSERT INTO stream (source_id, name, rows, newest_at) VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET ${GROW}`

/** Rows of the middle of a page, or out of quarantine. */
export const growStream = (tx: WriteDb, sourceId: number, name: string, { rows, newestAt }: Growth) =>
  tx.run(statement(GROWN, [sourceId, name, rows, newestAt]))
