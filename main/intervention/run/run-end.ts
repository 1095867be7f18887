import type { UnsentEnding } from '../../../shared/intervention/unsent.ts'
import { query, statement, type WriteDb } from '../../cache/db.ts'
import { keepCancelled, keepTurnedDown } from '../guard/ledger.ts'
import type { RunEnd } from './advance.ts'
import type { RunRow, StepState } from './run-facts.ts'
import { ENDED_STEPS, IS_OVER } from './runs.ts'

interface Settled {
  n: number
  state: StepState
  why: string | null
}

/** Steps whose message or fix has come to an end since they were last looked at. */
const settled = (id: string) =>
  query<Settled>(
    `SELECT s.n, CASE o.state WHEN 'sent' THEN 'done' WHEN 'refused' THEN 'refused' ELSE 'stopped' END AS state, o.why
     ${ENDED_STEPS} WHERE s.intervention_id = ? ${IS_OVER}`,
    [id],
  )

/** Closes the steps that are over: a wait, a message or fix that came to an end. True where there were any. */
export function settleSteps(tx: WriteDb, run: RunRow, now: number): boolean {
  const over = tx.all(settled(run.id))
  for (const { n, state, why } of over) {
    if (state !== 'done') keepTurnedDown(tx, run.id, n, now)
    tx.run(
      statement(
        `UPDATE step SET state = ?, ended_at = ?, detail = json_patch(detail, ?) WHERE intervention_id = ? AND n = ?`,
        [state, now, JSON.stringify(why === null ? {} : { why }), run.id, n],
      ),
    )
  }
  const waited = tx.run(
    statement(
      `UPDATE step SET state = 'done', ended_at = ? WHERE intervention_id = ? AND kind = 'wait' AND state = 'open'
         AND json_extract(detail, '$.until') <= ?`,
      [now, run.id, now],
    ),
  )
  return over.length + waited.changes > 0
}

/** Ends a run and takes back what still waits: messages, fixes, tasks. What is in flight settles without help. */
export function endRun(
  tx: WriteDb,
  run: Pick<RunRow, 'id' | 'issueId'>,
  how: RunEnd,
  why: string,
  now: number,
  unsent: UnsentEnding = 'stopped',
): void {
  cancelWaiting(tx, run.id, why, now, unsent)
  tx.run(
    statement('UPDATE intervention SET state = ?, ended_at = ?, ended_because = ?, wake_at = NULL WHERE id = ?', [
      how === 'stopped' ? 'stopped' : 'done',
      now,
      why,
      run.id,
    ]),
  )
  if (how !== 'fixed') return
  tx.run(
    statement(
      `UPDATE issue SET state = 'closed', closed_at = ?, closed_because = 'fixed', version = version + 1
       WHERE id = ? AND state <> 'closed'`,
      [now, run.issueId],
    ),
  )
}

/** Ends a run that cannot be taken on, so that its issue says so and the other runs move. */
export const stopBroken = (tx: WriteDb, id: string, bug: string, now: number): void =>
  endRun(tx, { id, issueId: 0 }, 'stopped', `The run met an unexpected error (${bug}). Start a playbook again.`, now)

/** Takes back everything of a run that has certainly not left, and writes down why its messages did not. */
export function cancelWaiting(tx: WriteDb, id: string, why: string, now: number, unsent: UnsentEnding): void {
  keepCancelled(tx, id, unsent, why, now)
  tx.run(
    statement(
      "UPDATE outbox SET state = 'cancelled', why = ? WHERE intervention_id = ? AND state IN ('waiting', 'held')",
      [why, id],
    ),
  )
  tx.run(
    statement(
      `UPDATE step SET state = 'stopped', ended_at = ? WHERE intervention_id = ? AND state = 'open'
         AND NOT EXISTS (SELECT 1 FROM outbox o WHERE o.intervention_id = step.intervention_id AND o.step = step.n
           AND o.state IN ('sending', 'unsure', 'sent'))`,
      [now, id],
    ),
  )
}
