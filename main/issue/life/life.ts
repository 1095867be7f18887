import type { IssueState } from '../../../shared/vocabulary.ts'
import { statement, type WriteDb } from '../../cache/db.ts'
import { age, type Life } from './age.ts'

/** The columns of an issue that say where it stands in its life. */
export interface LifeRow {
  id: number
  state: IssueState
  snoozed_until: number | null
  closed_at: number | null
  closed_because: string | null
  opened_at: number
}

/** Brings an issue's state up to date at `now`, and gives what it is then. */
export function liveOn(tx: WriteDb, row: LifeRow, facts: { live: number; worse: boolean }, now: number): Life {
  const before: Life = {
    state: row.state,
    snoozedUntil: row.snoozed_until,
    closedAt: row.closed_at,
    closedBecause: row.closed_because,
  }
  const after = age(before, facts, now)
  if (after !== before) tx.run(setLife(row.id, after))
  // The clock was turned back since; what is there has begun.
  if (row.opened_at > now && after.state !== 'closed')
    tx.run(statement('UPDATE issue SET opened_at = ? WHERE id = ?', [now, row.id]))
  return after
}

/** A change of state moves the version on, so that an undo made from what was before is refused. */
const setLife = (id: number, life: Life) =>
  statement(
    `UPDATE issue SET state = ?, snoozed_until = ?, closed_at = ?, closed_because = ?, version = version + 1
     WHERE id = ?`,
    [life.state, life.snoozedUntil, life.closedAt, life.closedBecause, id],
  )
