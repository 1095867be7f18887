import type { FileStream } from '../../shared/mapping.ts'
import { statement, type WriteDb } from '../cache/db.ts'
import type { StreamRow } from './store.ts'

/** How far a pass over a file has come. It goes on from `line` if file and mapping are still the same. */
interface Cursor {
  version: string
  mapping: string
  /** Last line that is committed; null after a whole pass: the next one starts from the top. */
  line: number | null
}

export const writeCursor = (version: string, stream: FileStream, line: number | null): string =>
  JSON.stringify({ version, mapping: JSON.stringify(stream.mapping), line } satisfies Cursor)

/** The line after which to go on; 0 is from the top. */
export function resumeLine(row: StreamRow | undefined, version: string, stream: FileStream): number {
  if (!row?.cursor) return 0
  const cursor = JSON.parse(row.cursor) as Cursor
  const same = cursor.version === version && cursor.mapping === JSON.stringify(stream.mapping)
  return same ? (cursor.line ?? 0) : 0
}

const ADVANCE = `
INSERT INTO stream (source_id, name, cursor, rows, newest_at) VALUES (?, ?, ?, ?, ?)
ON CONFLICT DO UPDATE SET cursor = excluded.cursor, rows = max(rows, excluded.rows),
  newest_at = CASE WHEN excluded.newest_at > ifnull(newest_at, excluded.newest_at - 1) THEN excluded.newest_at ELSE newest_at END`

const FINISH = `
INSERT INTO stream (source_id, name, cursor, rows, newest_at, synced_at) VALUES (?, ?, ?, ?, ?, ?)
ON CONFLICT DO UPDATE SET cursor = excluded.cursor, rows = excluded.rows, newest_at = excluded.newest_at,
  synced_at = excluded.synced_at, error = NULL`

export interface Standing {
  cursor: string | null
  /** Rows that fit, of the pass so far. */
  rows: number
  newestAt: number | null
}

/** In the transaction of a batch: how far its stream has come. */
export const advanceStream = (tx: WriteDb, sourceId: number, name: string, { cursor, rows, newestAt }: Standing) =>
  tx.run(statement(ADVANCE, [sourceId, name, cursor, rows, newestAt]))

/** After a whole pass. `now` is UTC ms. */
export const finishStream = (
  tx: WriteDb,
  sourceId: number,
  name: string,
  { cursor, rows, newestAt }: Standing,
  now: number,
) => tx.run(statement(FINISH, [sourceId, name, cursor, rows, newestAt, now]))

/** What went wrong, for the list of sources. */
export const failStream = (tx: WriteDb, sourceId: number, name: string, error: string) =>
  tx.run(
    statement(
      'INSERT INTO stream (source_id, name, error) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET error = excluded.error',
      [sourceId, name, error],
    ),
  )

/** Rows out of quarantine belong to the stream now. */
export const addRows = (tx: WriteDb, sourceId: number, name: string, rows: number) =>
  tx.run(statement('UPDATE stream SET rows = rows + ? WHERE source_id = ? AND name = ?', [rows, sourceId, name]))
