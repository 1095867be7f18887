import { query, statement, type WriteDb } from '../cache/db.ts'

/** What moved with an account: its signals, and of these the ones that had to be cleared because the other had the same. */
export interface MovedSignals {
  signals: number[]
  cleared: number[]
}

const ofAccount = (account: number) =>
  query<{ id: number }>('SELECT id FROM signal WHERE account_id = ? ORDER BY id', [account])
const twice = (from: number, to: number) =>
  query<{ id: number }>(
    `SELECT s.id FROM signal s WHERE s.account_id = ? AND s.cleared_at IS NULL AND EXISTS
       (SELECT 1 FROM signal o WHERE o.account_id = ? AND o.trigger_id = s.trigger_id AND o.cleared_at IS NULL
          AND o.evidence ->> '$.object.id' IS s.evidence ->> '$.object.id')`,
    [from, to],
  )

/** Moves an account's signals to another; evaluation then decides what still holds there. */
export function moveSignals(tx: WriteDb, from: number, to: number, now: number): MovedSignals {
  const signals = tx.all(ofAccount(from)).map(({ id }) => id)
  const cleared = tx.all(twice(from, to)).map(({ id }) => id)
  tx.run(
    statement('UPDATE signal SET cleared_at = ? WHERE id IN (SELECT value FROM json_each(?))', [
      now,
      JSON.stringify(cleared),
    ]),
  )
  assign(tx, signals, to)
  tx.run(statement('DELETE FROM due WHERE account_id = ?', [from]))
  return { signals, cleared }
}

/** The way back. */
export function moveSignalsBack(tx: WriteDb, to: number, { signals, cleared }: MovedSignals): void {
  assign(tx, signals, to)
  tx.run(
    statement('UPDATE signal SET cleared_at = NULL WHERE id IN (SELECT value FROM json_each(?))', [
      JSON.stringify(cleared),
    ]),
  )
}

const assign = (tx: WriteDb, ids: readonly number[], to: number) =>
  tx.run(
    statement('UPDATE signal SET account_id = ? WHERE id IN (SELECT value FROM json_each(?))', [
      to,
      JSON.stringify(ids),
    ]),
  )
