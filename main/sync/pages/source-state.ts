import { type Query, query, statement, type WriteDb } from '../../cache/db.ts'

/** A source as the schedule sees it. Machine time, UTC ms. */
export interface SourceRow {
  id: number
  slug: string
  name: string
  kind: string
  config: string
  paused: number
  schedule_ms: number | null
  next_at: number | null
  retry_at: number | null
  failures: number
  /** A stream of it has history left to read. */
  history: number
  /** The helpdesk goes first: tickets say who is in trouble already. */
  tickets: number
}

const SOURCE = `SELECT id, slug, name, kind, config, paused, schedule_ms, next_at, retry_at, failures,
  EXISTS (SELECT 1 FROM stream WHERE source_id = source.id AND backfill IS NOT NULL) AS history,
  EXISTS (SELECT 1 FROM object WHERE source_id = source.id AND kind = 'ticket') AS tickets
FROM source`

export const allSources: Query<SourceRow> = query(`${SOURCE} ORDER BY id`)
export const sourceById = (id: number): Query<SourceRow> => query(`${SOURCE} WHERE id = ?`, [id])

export const settingsOf = (id: number): Query<{ config: string }> =>
  query('SELECT config FROM source WHERE id = ?', [id])

/** The source was read to its end; `nextAt` null leaves it to a person. `retryAt`: one of its streams asked for patience. */
export const sourceWentWell = (tx: WriteDb, id: number, nextAt: number | null, retryAt: number | null = null) =>
  tx.run(
    statement('UPDATE source SET failures = 0, retry_at = ?, error = NULL, next_at = ? WHERE id = ?', [
      retryAt,
      nextAt,
      id,
    ]),
  )

/** Some history was read: the server is well, the schedule stays. */
export const sourceIsWell = (tx: WriteDb, id: number) =>
  tx.run(
    statement(
      'UPDATE source SET failures = 0, retry_at = NULL, error = NULL WHERE id = ? AND (failures > 0 OR error IS NOT NULL)',
      [id],
    ),
  )

export const sourceFailed = (tx: WriteDb, id: number, error: string, retryAt: number) =>
  tx.run(
    statement('UPDATE source SET failures = failures + 1, retry_at = ?, error = ? WHERE id = ?', [retryAt, error, id]),
  )
