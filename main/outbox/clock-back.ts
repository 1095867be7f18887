import { query, type ReadDb, statement, type WriteDb } from '../cache/db.ts'
import { putSetting } from '../cache/settings.ts'
import { TROUBLES, troublesOf } from './trouble.ts'

// An attempt that ended in the future: the machine's clock was ahead when the wait after it was reckoned.
// All three states, because the partial index is of them; what is leaving has left its wait behind.
const OF_ANOTHER_TIME = `state IN ('waiting', 'sending', 'unsure') AND not_before > $wall
  AND EXISTS (SELECT 1 FROM attempt WHERE outbox_id = outbox.id AND ended_at > $wall)`

const waitsOfAnotherTime = (wall: number) =>
  query<{ found: 1 }>(`SELECT 1 AS found FROM outbox INDEXED BY outbox_waiting WHERE ${OF_ANOTHER_TIME} LIMIT 1`, {
    wall,
  })

/** Whether something waits for a moment that a clock which was ahead has reckoned. */
export const waitsForWrongClock = (db: ReadDb, wall: number): boolean =>
  db.get(waitsOfAnotherTime(wall)) !== undefined || Object.values(troublesOf(db)).some(({ at }) => at > wall)

/**
 * The machine's clock was ahead and has been set right: what failed meanwhile waits until a moment that may be years
 * away. It is due now, `wall` in machine time.
 */
export function dueAfterWrongClock(tx: WriteDb, wall: number): void {
  tx.run(statement(`UPDATE outbox INDEXED BY outbox_waiting SET not_before = $wall WHERE ${OF_ANOTHER_TIME}`, { wall }))
  const troubles = Object.entries(troublesOf(tx))
  const right = troubles.filter(([, { at }]) => at <= wall)
  if (right.length < troubles.length) putSetting(tx, TROUBLES, Object.fromEntries(right))
}
