import { type ColumnReport, withoutCells } from '../../../shared/model/column-report.ts'
import type { FileStream } from '../../../shared/source/mapping.ts'
import { statement, type WriteDb } from '../../cache/db.ts'
import { hasErasedPeople } from '../../cache/erased/people.ts'
import type { StreamRow } from '../store.ts'

/** How far reading of one file has come. It goes on from `line` if the file is still the same. */
export interface FileState {
  version: string
  /** Last line that is committed; null after a whole pass. */
  line: number | null
  /** Rows of it that fitted. */
  rows: number
  /** Its rows in quarantine, by id; null where they are too many to list. */
  set: number[] | null
  /** Its rows in quarantine as another version of it was read, until a whole pass has said which of them it still has. */
  before?: number[]
}

/** The cursor of a stream of files: how far each of them was read, by which mapping. */
interface Cursor {
  mapping: string
  files: Record<string, FileState>
}

export const writeCursor = (stream: FileStream, files: ReadonlyMap<string, FileState>): string =>
  JSON.stringify({ mapping: readBy(stream), files: Object.fromEntries(files) } satisfies Cursor)

/** How far each file was read; nothing where the mapping has changed since, because then all counts again. */
export function fileStates(row: StreamRow | undefined, stream: FileStream): Map<string, FileState> {
  if (!row?.cursor) return new Map()
  const cursor = JSON.parse(row.cursor) as Partial<Cursor>
  return cursor.mapping === readBy(stream) ? new Map(Object.entries(cursor.files ?? {})) : new Map()
}

const readBy = ({ mapping, list, encoding, header, quotes }: FileStream): string => {
  if (quotes !== undefined) return JSON.stringify([mapping, list, encoding, header, quotes])
  if (encoding !== undefined || header !== undefined) return JSON.stringify([mapping, list, encoding, header])
  return JSON.stringify(list === undefined ? mapping : [mapping, list])
}

const ADVANCE = `
INSERT INTO stream (source_id, name, cursor, rows, newest_at) VALUES (?, ?, ?, ?, ?)
ON CONFLICT DO UPDATE SET cursor = excluded.cursor, rows = max(rows, excluded.rows),
  newest_at = CASE WHEN excluded.newest_at > ifnull(newest_at, excluded.newest_at - 1) THEN excluded.newest_at ELSE newest_at END`

const FINISH = `
INSERT INTO stream (source_id, name, cursor, rows, newest_at, synced_at, report) VALUES (?, ?, ?, ?, ?, ?, ?)
ON CONFLICT DO UPDATE SET cursor = excluded.cursor, rows = excluded.rows, newest_at = excluded.newest_at,
  synced_at = excluded.synced_at, report = ifnull(excluded.report, report), error = NULL`

export interface Standing {
  cursor: string | null
  /** Rows that fit, of the pass so far. */
  rows: number
  newestAt: number | null
}

/** In the transaction of a batch: how far its stream has come. */
export const advanceStream = (tx: WriteDb, sourceId: number, name: string, { cursor, rows, newestAt }: Standing) =>
  tx.run(statement(ADVANCE, [sourceId, name, cursor, rows, newestAt]))

/**
 * After a whole pass. `now` is UTC ms. Without a report, as where nothing was read, the last one is kept. It shows no cells as
 * examples where the source still has people who were erased.
 */
export const finishStream = (
  tx: WriteDb,
  sourceId: number,
  name: string,
  { cursor, rows, newestAt }: Standing,
  now: number,
  report: readonly ColumnReport[] = [],
) => {
  const shown = hasErasedPeople(tx, sourceId) ? report.map(withoutCells) : report
  const text = shown.length > 0 ? JSON.stringify(shown) : null
  tx.run(statement(FINISH, [sourceId, name, cursor, rows, newestAt, now, text]))
}

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
