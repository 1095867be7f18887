import { query, type ReadDb } from '../../cache/db.ts'
import { QUIET } from '../incident/incident.ts'

/** A signal without an issue, an issue whose band changes or whose snooze ends, an incident gone quiet: an index look-up each. */
export const anythingDue = (now: number) =>
  query<{ due: 1 }>(
    `SELECT 1 AS due WHERE EXISTS (SELECT 1 FROM signal WHERE issue_id IS NULL)
       OR EXISTS (SELECT 1 FROM issue WHERE state <> 'closed' AND band_until IS NOT NULL AND band_until <= ?)
       OR EXISTS (SELECT 1 FROM issue INDEXED BY issue_snoozed WHERE state = 'snoozed' AND snoozed_until <= ?)
       OR EXISTS (SELECT 1 FROM incident WHERE state = 'open' AND last_at <= ?)`,
    [now, now, now - QUIET],
  )

/** Whether time alone has changed an issue, or a signal waits to be folded. */
export const issuesDue = (db: ReadDb, now: number): boolean => db.get(anythingDue(now)) !== undefined
