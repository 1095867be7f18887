import { type Return, snoozedFromSchema, type Worse, worseThan } from '../../../shared/desk/snooze.ts'
import type { IssueState } from '../../../shared/vocabulary.ts'
import { statement, type WriteDb } from '../../cache/db.ts'
import { age, type Life } from './age.ts'

/** The columns of an issue that say where it stands in its life. */
export interface LifeRow {
  id: number
  state: IssueState
  snoozed_until: number | null
  snoozed_from: string | null
  closed_at: number | null
  closed_because: string | null
  opened_at: number
}

/** Why an issue returns that got no worse. */
const RETURNED_BY_DATE: Worse = { why: 'date', from: null, to: null }

/**
 * Brings an issue's state up to date at `now`, and gives what it is then. `worse`: in what it is worse than when it was
 * snoozed, null where it is not. An issue that returns to the queue keeps why.
 */
export function liveOn(tx: WriteDb, row: LifeRow, facts: { live: number; worse: Worse | null }, now: number): Life {
  const before: Life = {
    state: row.state,
    snoozedUntil: row.snoozed_until,
    closedAt: row.closed_at,
    closedBecause: row.closed_because,
  }
  const after = age(before, { live: facts.live, worse: facts.worse !== null }, now)
  if (after !== before) tx.run(setLife(row.id, after))
  if (before.state === 'snoozed' && after.state === 'open')
    tx.run(keepReturn(row, { by: snoozedBy(row), at: now, ...(facts.worse ?? RETURNED_BY_DATE) }))
  // The clock was turned back since; what is there has begun.
  if (row.opened_at > now && after.state !== 'closed')
    tx.run(statement('UPDATE issue SET opened_at = ? WHERE id = ?', [now, row.id]))
  return after
}

/** In what a snoozed issue is worse than it was; one that was snoozed by an older version knows new signals only. */
export function worseNow(
  { snoozed_from: from }: Pick<LifeRow, 'snoozed_from'>,
  now: Parameters<typeof worseThan>[1] | null,
  hasNewSignal: boolean,
): Worse | null {
  if (hasNewSignal) return { why: 'signal', from: null, to: null }
  return from === null || now === null ? null : worseThan(snoozedFromSchema.parse(JSON.parse(from)), now)
}

const snoozedBy = ({ snoozed_from: from }: LifeRow): string | null =>
  from === null ? null : snoozedFromSchema.parse(JSON.parse(from)).by

const keepReturn = ({ id }: LifeRow, returned: Return) =>
  statement('UPDATE issue SET snoozed_from = NULL, returned = ? WHERE id = ?', [JSON.stringify(returned), id])

/** A change of state moves the version on, so that an undo made from what was before is refused. */
const setLife = (id: number, life: Life) =>
  statement(
    `UPDATE issue SET state = ?, snoozed_until = ?, closed_at = ?, closed_because = ?, version = version + 1
     WHERE id = ?`,
    [life.state, life.snoozedUntil, life.closedAt, life.closedBecause, id],
  )
