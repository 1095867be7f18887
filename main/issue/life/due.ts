import { query } from '../../cache/db.ts'
import { QUIET } from '../incident/incident.ts'

/**
 * When the first issue is to be looked at (UTC ms; 0: at once), a signal waits to be folded, or an incident has gone
 * quiet; null where none ever is. One step in an index each.
 */
export const issueDueAt = query<{ at: number | null }>(
  `SELECT min(at) AS at FROM (SELECT (SELECT min(at) FROM issue_due WHERE at >= 0) AS at
     UNION ALL SELECT 0 WHERE EXISTS (SELECT 1 FROM signal WHERE issue_id IS NULL)
     UNION ALL SELECT min(last_at) + ${QUIET} FROM incident WHERE state = 'open')`,
)

/** The issues that are to be looked at by a moment. */
export const dueIssues = (now: number) =>
  query<{ id: number }>('SELECT issue_id AS id FROM issue_due INDEXED BY issue_due_at WHERE at <= ? ORDER BY 1', [now])

/** The issues whose value is what the account in the middle pays. */
export const typicalIssues = query<{ id: number }>(
  `SELECT id FROM issue INDEXED BY issue_typical
   WHERE state <> 'closed' AND substr(value_basis, 1, 15) = '{"by":"typical"' ORDER BY id`,
)
