import type { Verdict } from '../../shared/model.ts'
import type { UnsentEnding, UnsentReason, UnsentStage } from '../../shared/unsent.ts'
import { statement, type WriteDb } from '../cache/db.ts'

/** Keeps every answer of a preflight. A clock that stands still may answer twice in one moment; the later one counts. */
export function keepVerdicts(
  tx: WriteDb,
  interventionId: string,
  stage: UnsentStage,
  verdicts: readonly Verdict[],
  at: number,
): void {
  for (const { check, status, fact, until, overridden } of verdicts)
    tx.run(
      statement(
        `INSERT OR REPLACE INTO verdict (intervention_id, at, stage, check_name, status, fact, until, overridden)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
        [interventionId, at, stage, check, status, fact, until, overridden],
      ),
    )
}

/** A message that was planned and does not leave. */
export interface UnsentRow {
  at: number
  stage: UnsentStage
  ended: UnsentEnding
  interventionId: string | null
  step: number
  issueId: number
  accountId: number
  playbookId: string
  channel: string
  recipient: string | null
  actor: string
  because: readonly UnsentReason[]
}

/** What stands in the way, as the ledger keeps it. */
export const reasonsOf = (verdicts: readonly Verdict[]): UnsentReason[] =>
  verdicts.map(({ check, fact, until }) => ({ check, fact, until }))

/** A reason that is no check: a missing field, a person's word. */
export const saying = (fact: string): UnsentReason[] => [{ check: null, fact, until: null }]

/** Writes down why a message does not leave. One row for each message: what was said of it before is replaced. */
export function keepUnsent(tx: WriteDb, row: UnsentRow): void {
  if (row.interventionId !== null)
    tx.run(
      statement('DELETE FROM unsent WHERE account_id = ? AND intervention_id = ? AND step = ?', [
        row.accountId,
        row.interventionId,
        row.step,
      ]),
    )
  tx.run(
    statement(
      `INSERT INTO unsent (at, stage, ended, intervention_id, step, issue_id, account_id, playbook_id, channel, recipient,
         actor, because) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      [
        row.at,
        row.stage,
        row.ended,
        row.interventionId,
        row.step,
        row.issueId,
        row.accountId,
        row.playbookId,
        row.channel,
        row.recipient,
        row.actor,
        JSON.stringify(row.because),
      ],
    ),
  )
}

const REASON = "json_array(json_object('check', NULL, 'fact', $why, 'until', NULL))"

/** Writes down that what waits of a run is taken back, before it is. */
export function keepCancelled(tx: WriteDb, run: string, ended: UnsentEnding, why: string, at: number): void {
  tx.run(
    statement(
      `INSERT INTO unsent (at, stage, ended, intervention_id, step, issue_id, account_id, playbook_id, channel, recipient,
         actor, because)
       SELECT $at, 'wait', $ended, i.id, o.step, o.issue_id, o.account_id, i.playbook_id, o.channel, o.recipient,
         i.started_by, ${REASON}
       FROM outbox o JOIN intervention i ON i.id = o.intervention_id
       WHERE o.intervention_id = $run AND o.kind = 'message' AND o.state IN ('waiting', 'held')`,
      { run, ended, why, at },
    ),
  )
}
