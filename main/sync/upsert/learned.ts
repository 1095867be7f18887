import { DAY } from '../../../shared/trigger/duration.ts'
import { query, statement, type WriteDb } from '../../cache/db.ts'

/** Whose rows are being learned, and when (workspace time, UTC ms). */
export interface LearnedFrom {
  sourceId: number
  stream: string
  now: number
}

const RECORDS = ['event', 'object', 'account'] as const

/** What a row said is replayed for so long at most. */
const KEPT = 400 * DAY

const lastIds = query<{ event: number; object: number; account: number }>(
  `SELECT (SELECT ifnull(max(id), 0) FROM event) AS event, (SELECT ifnull(max(id), 0) FROM object) AS object,
     (SELECT ifnull(max(id), 0) FROM account) AS account`,
)
const syncedAt = (sourceId: number, stream: string) =>
  query<{ synced_at: number | null }>('SELECT synced_at FROM stream WHERE source_id = ? AND name = ?', [
    sourceId,
    stream,
  ])
const lastRange = (record: string) =>
  query<{ from_id: number; at: number; first: number; source_id: number; stream: string }>(
    'SELECT from_id, at, first, source_id, stream FROM learned WHERE record = ? ORDER BY from_id DESC LIMIT 1',
    [record],
  )

/**
 * Runs a batch, or the removal of a row, at a moment of learning: what a row said before is kept by the database, and the
 * new rows are noted as one range of ids. Ten million rows of a first reading are a single range.
 */
export function whileLearning<T>(tx: WriteDb, from: LearnedFrom, work: () => T): T {
  const before = tx.get(lastIds) ?? { event: 0, object: 0, account: 0 }
  const isNew = (tx.get(syncedAt(from.sourceId, from.stream))?.synced_at ?? null) === null
  tx.run(
    statement('INSERT INTO learning VALUES (1, ?, ?, ?, ?)', [
      ...[from.now, before.event, before.object],
      isNew ? 0 : before.account,
    ]),
  )
  try {
    return work()
  } finally {
    tx.run(statement('DELETE FROM learning'))
    tx.run(statement('DELETE FROM past WHERE replaced_at < ?', [from.now - KEPT]))
    const after = tx.get(lastIds) ?? before
    for (const record of RECORDS)
      if (after[record] > before[record]) noteRange(tx, record, before[record] + 1, from, isNew)
  }
}

function noteRange(
  tx: WriteDb,
  record: (typeof RECORDS)[number],
  first: number,
  from: LearnedFrom,
  isNew: boolean,
): void {
  // The newest rows may have been taken away, and their ids are given out again.
  tx.run(statement('DELETE FROM learned WHERE record = ? AND from_id >= ?', [record, first]))
  const last = tx.get(lastRange(record))
  const same = last && last.source_id === from.sourceId && last.stream === from.stream && last.first === Number(isNew)
  if (same && (isNew || last.at === from.now)) return
  tx.run(
    statement('INSERT INTO learned (record, from_id, at, first, source_id, stream) VALUES (?, ?, ?, ?, ?, ?)', [
      ...[record, first, from.now, Number(isNew)],
      ...[from.sourceId, from.stream],
    ]),
  )
}
