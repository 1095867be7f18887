import { query } from '../../cache/db.ts'
import { SECOND_THOUGHTS } from './run-facts.ts'

/** Steps with their row in the outbox. */
export const ENDED_STEPS = `FROM step s JOIN outbox o ON o.intervention_id = s.intervention_id AND o.step = s.n
  LEFT JOIN resolution r ON r.outbox_id = o.id`
/** Their message or fix has come to an end. A fix that left is not over before somebody has looked whether it worked. */
export const IS_OVER = `AND s.state = 'open' AND (o.state IN ('refused', 'cancelled')
  OR (o.state = 'sent' AND (o.kind = 'message' OR r.verdict IS NOT NULL)))`

/** How many runs on an open issue were begun later than `now`: the clock was set back since, and they stay. */
export const runsBegunLater = (now: number) =>
  query<{ n: number }>(
    `SELECT count(*) AS n FROM intervention v INDEXED BY intervention_exposed JOIN issue i ON i.id = v.issue_id
     WHERE v.exposed_at > ? AND v.recalled_at IS NULL AND i.state = 'acting'`,
    [now],
  )

/** Runs whose wait is over at `now`. */
export const runsDue = (now: number) =>
  query<{ id: string }>(
    `SELECT id FROM intervention INDEXED BY intervention_running WHERE state = 'running' AND wake_at <= ?
     ORDER BY wake_at, id`,
    [now],
  )

/**
 * Runs that may move at `now`: whose wait is over, whose message or fix has come to an end, whose tasks are all done,
 * whose issue is closed.
 */
export const runsToLookAt = (now: number) =>
  query<{ id: string }>(
    `SELECT id FROM intervention INDEXED BY intervention_running WHERE state = 'running' AND wake_at <= $now
     UNION
     SELECT v.id FROM intervention v INDEXED BY intervention_running JOIN issue i ON i.id = v.issue_id
       WHERE v.state = 'running' AND i.state = 'closed' AND ifnull(i.closed_at, 0) <= $now - ${SECOND_THOUGHTS}
     UNION
     SELECT v.id FROM intervention v INDEXED BY intervention_running
       WHERE v.state = 'running' AND v.wake_at IS NULL AND (
         NOT EXISTS (SELECT 1 FROM step s WHERE s.intervention_id = v.id AND s.state = 'open')
         OR EXISTS (SELECT 1 ${ENDED_STEPS} WHERE s.intervention_id = v.id ${IS_OVER}))`,
    { now },
  )
