import { z } from 'zod'
import type { UnsentEnding } from '../../../shared/intervention/unsent.ts'
import type { Outgoing } from '../../../shared/outbox/outgoing.ts'
import { fail, ok, type Result } from '../../../shared/result.ts'
import type { OutboxState } from '../../../shared/vocabulary.ts'
import { query, type ReadDb, statement, type WriteDb } from '../../cache/db.ts'
import { type Applied, defineCommand } from '../../cache/journal.ts'
import { type Uid, uidOf } from '../../cache/uid.ts'
import { programOf } from '../playbook/run-program.ts'
import { cancelWaiting, endRun } from '../run/run-end.ts'
import { type RunRow, runById, stepsOf } from '../run/run-facts.ts'

const judgedAs = (id: string) =>
  query<{ judged: string | null }>('SELECT judged FROM outcome WHERE intervention_id = ?', [id])

const rowsOf = (id: string) =>
  query<{ state: OutboxState; kind: Outgoing['type'] }>(
    'SELECT state, kind FROM outbox WHERE intervention_id = ? ORDER BY id',
    [id],
  )

/** What a row says about whether its run can still be taken back without a trace. */
const LEFT: Record<Outgoing['type'], Partial<Record<OutboxState, string>>> = {
  message: {
    sending: 'The message is leaving right now.',
    sent: 'The message has already left.',
    unsure: 'The message may have left already.',
  },
  action: {
    sending: 'The fix is being made right now.',
    sent: 'The fix has already been made.',
    unsure: 'The fix may have been made already.',
  },
}

/**
 * Takes an intervention back. While nothing of it has left, it is as if it had never been: the only undo that is honest.
 * Once something has, or its outcome was judged, what waits is taken back and the run stops.
 */
export const recallIntervention = defineCommand({
  name: 'intervention.recall',
  // `version`: the issue's, as the start left it. Still so, the start is undone without a trace in it, and the decision
  // before can be taken back in turn.
  args: z.object({ interventionId: z.string(), version: z.int().optional() }),
  apply: (tx, { interventionId, version }, { at }) => takeBack(tx, interventionId, at, version),
})

/** The same, named by the message. */
export const recallMessage = defineCommand({
  name: 'outbox.recall',
  args: z.object({ id: uidOf('outbox') }),
  apply: (tx, { id }, { at }) => takeBack(tx, tx.get(interventionOf(id))?.of, at, undefined),
})

const interventionOf = (key: Uid<'outbox'>) =>
  query<{ of: string }>('SELECT intervention_id AS of FROM outbox WHERE key = ?', [key])

const unchanged = (why: string) => fail('conflict', 'Nothing was recalled.', why, 'Nothing needs to be done.')

/** What became of it, and why, for the ledger. */
interface Taken {
  ended: UnsentEnding
  why: string
}
const BY_PERSON: Taken = { ended: 'recalled', why: 'Recalled.' }

/** Takes back one intervention in a given transaction, for a caller that recalls many. */
export function takeBack(
  tx: WriteDb,
  id: string | undefined,
  at: number,
  version: number | undefined,
  how: Taken = BY_PERSON,
): Result<Applied<null>> {
  const run = id === undefined ? undefined : tx.get(runById(id))
  if (!run) return unchanged('There is no such message.')
  if (run.recalledAt !== null) return unchanged('The message was already recalled.')
  const judged = Boolean(tx.get(judgedAs(run.id))?.judged)
  const rows = tx.all(rowsOf(run.id))
  const states = rows.map(({ state }) => state)
  const left = rows.flatMap(({ state, kind }) => LEFT[kind][state] ?? [])[0]
  // Somebody has judged its outcome, which would be lost with it.
  if (left === undefined && !judged) return asIfNeverStarted(tx, run, at, version, states, how)
  if (!hasMoreToDo(tx, run, states)) return unchanged(left ?? 'The outcome was already judged.')
  endRun(tx, run, 'stopped', how.why, at, how.ended)
  return ok({ value: null, undo: null })
}

/** Whether anything of a run still waits or would come. */
function hasMoreToDo(db: ReadDb, run: RunRow, states: readonly OutboxState[]): boolean {
  if (run.state !== 'running') return false
  if (states.some(state => state === 'waiting' || state === 'held')) return true
  if (db.all(stepsOf(run.id)).some(({ kind, state }) => state === 'open' && (kind === 'task' || kind === 'wait')))
    return true
  return programOf(db, run)?.[run.position]?.op !== 'end'
}

function asIfNeverStarted(
  tx: WriteDb,
  run: RunRow,
  at: number,
  version: number | undefined,
  states: readonly OutboxState[],
  { ended, why }: Taken,
): Result<Applied<null>> {
  if (states.length > 0 && states.every(state => state === 'cancelled'))
    return unchanged('The message was already recalled.')
  cancelWaiting(tx, run.id, why, at, ended)
  tx.run(
    statement(
      `UPDATE intervention SET recalled_at = $at, state = 'stopped', ended_at = $at, ended_because = $why,
         wake_at = NULL WHERE id = $id`,
      { at, id: run.id, why },
    ),
  )
  // Nothing was done, so there is nothing to follow up.
  tx.run(statement('DELETE FROM outcome WHERE intervention_id = ?', [run.id]))
  tx.run(
    statement(
      `UPDATE issue SET state = ?, version = CASE version WHEN ? THEN version - 1 ELSE version + 1 END
       WHERE id = ? AND state = 'acting'`,
      [issueState(tx, run.issueId, at), version ?? -1, run.issueId],
    ),
  )
  return ok({ value: null, undo: null })
}

/** Where the issue goes back to: still acting if another playbook runs, out of the queue if it was snoozed. */
function issueState(db: ReadDb, issueId: number, now: number): string {
  const others = query<{ n: number }>(
    'SELECT count(*) AS n FROM intervention WHERE issue_id = ? AND recalled_at IS NULL',
    [issueId],
  )
  const snoozed = query(
    `SELECT 1 FROM issue WHERE id = ? AND (snoozed_until > ? OR snoozed_until IS NULL AND snoozed_from IS NOT NULL)`,
    [issueId, now],
  )
  if ((db.get(others)?.n ?? 0) > 0) return 'acting'
  return db.get(snoozed) ? 'snoozed' : 'open'
}
