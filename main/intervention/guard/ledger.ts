import { z } from 'zod'
import type { Preflight, UnsentEnding, UnsentReason, UnsentStage } from '../../../shared/intervention/unsent.ts'
import { type Verdict, verdictSchema } from '../../../shared/model/intervention.ts'
import { query, type ReadDb, statement, type WriteDb } from '../../cache/db.ts'

/** Keeps every answer of a preflight. A clock that stands still may answer twice in one moment; the later one counts. */
export function keepVerdicts(
  tx: WriteDb,
  interventionId: string,
  stage: UnsentStage,
  verdicts: readonly Verdict[],
  at: number,
): void {
  tx.run(
    statement('INSERT OR REPLACE INTO verdict (intervention_id, at, stage, answers) VALUES (?, ?, ?, ?)', [
      interventionId,
      at,
      stage,
      JSON.stringify(verdicts),
    ]),
  )
}

const preflights = (interventionId: string) =>
  query<{ at: number; stage: UnsentStage; answers: string }>(
    'SELECT at, stage, answers FROM verdict WHERE intervention_id = ? ORDER BY at DESC, stage DESC LIMIT 100',
    [interventionId],
  )

const answers = z.array(verdictSchema)

/** What was answered about an intervention's messages each time they were looked at, the last time first. */
export const preflightsOf = (db: ReadDb, interventionId: string): Preflight[] =>
  db.all(preflights(interventionId)).map(row => ({ ...row, answers: answers.parse(JSON.parse(row.answers)) }))

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

// For a message in the outbox, beside which `$run` names its run.
const UNSENT_COLUMNS = `at, stage, ended, intervention_id, step, issue_id, account_id, playbook_id, channel, recipient, actor,
  because`
const OF_OUTBOX = `i.id, o.step, o.issue_id, o.account_id, i.playbook_id, o.channel, o.recipient, i.started_by`
const MESSAGES = `FROM outbox o JOIN intervention i ON i.id = o.intervention_id
  WHERE o.intervention_id = $run AND o.kind = 'message'`
const reason = (fact: string): string => `json_array(json_object('check', NULL, 'fact', ${fact}, 'until', NULL))`

/** Writes down that what waits of a run is taken back, before it is. */
export function keepCancelled(tx: WriteDb, run: string, ended: UnsentEnding, why: string, at: number): void {
  tx.run(
    statement(
      `INSERT INTO unsent (${UNSENT_COLUMNS}) SELECT $at, 'wait', $ended, ${OF_OUTBOX}, ${reason('$why')} ${MESSAGES}
         AND o.state IN ('waiting', 'held')`,
      { run, ended, why, at },
    ),
  )
}

/** Writes down that the provider turned a message down, or a person gave it up, unless it is known already why. */
export function keepTurnedDown(tx: WriteDb, run: string, step: number, at: number): void {
  tx.run(
    statement(
      `INSERT INTO unsent (${UNSENT_COLUMNS}) SELECT $at, 'send', CASE o.state WHEN 'refused' THEN 'refused' ELSE 'recalled' END, ${OF_OUTBOX}, ${reason("ifnull(o.why, '')")} ${MESSAGES}
         AND o.step = $step AND o.state IN ('refused', 'cancelled') AND NOT EXISTS (SELECT 1 FROM unsent u
           WHERE u.account_id = o.account_id AND u.intervention_id = o.intervention_id AND u.step = o.step)`,
      { run, step, at },
    ),
  )
}
