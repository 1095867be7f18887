import { z } from 'zod'
import { fail, ok, type Result } from '../../../shared/result.ts'
import { query, type ReadDb, statement, type WriteDb } from '../../cache/db.ts'
import { defineCommand } from '../../cache/journal.ts'
import { type Uid, uidOf } from '../../cache/uid.ts'
import { type RunRow, runById, type StepRow, stepsOf } from '../run/run-facts.ts'

interface Row {
  state: string
  interventionId: string
  step: number
  attempts: number
  /** For a fix that somebody has looked at. */
  verdict: string | null
}

const settledRow = (key: Uid<'outbox'>) =>
  query<Row>(
    `SELECT o.state, o.intervention_id AS interventionId, o.step, o.attempts, r.verdict
     FROM outbox o LEFT JOIN resolution r ON r.outbox_id = o.id WHERE o.key = ?`,
    [key],
  )

/** What a person's word has made of a row. */
const MADE = { sent: 'sent', send_again: 'waiting', cancel: 'cancelled' } as const

const unchanged = (why: string) => fail('conflict', 'The outbox was not changed.', why, 'Check the outbox again.')

/**
 * The way back of `outbox.settle`: nobody knows again whether the message arrived. Honest only while nothing has followed
 * from the word: it was not sent again, and its run has sent nothing since. A run that went on goes back to this step.
 */
export const unsettle = defineCommand({
  name: 'outbox.unsettle',
  args: z.object({
    id: uidOf('outbox'),
    as: z.enum(['sent', 'send_again', 'cancel']),
    attempts: z.int().min(0),
    why: z.string().nullable(),
  }),
  apply: (tx, { id, as, attempts, why }) => {
    const row = tx.get(settledRow(id))
    if (!row) return unchanged('There is no such message or fix.')
    if (row.attempts !== attempts) return unchanged('The message has been sent again since.')
    if (row.state !== MADE[as]) return unchanged(`The message or fix is now ${row.state}.`)
    if (row.verdict !== null) return unchanged('Somebody has already judged the fix.')
    const back = stepBack(tx, row)
    if (!back.ok) return back
    tx.run(
      statement("UPDATE outbox SET state = 'unsure', why = ?, sent_at = NULL, provider_id = NULL WHERE key = ?", [
        why,
        id,
      ]),
    )
    // It may have left, so the ledger must not say that it did not.
    tx.run(statement('DELETE FROM unsent WHERE intervention_id = ? AND step = ?', [row.interventionId, row.step]))
    return ok({ value: null, undo: null })
  },
})

/** Takes the run back to where it waited for this step's message. What it has asked of people since goes with it. */
function stepBack(tx: WriteDb, { interventionId, step }: Row): Result<null> {
  const run = tx.get(runById(interventionId))
  const steps = tx.all(stepsOf(interventionId))
  const own = steps.find(({ n }) => n === step)
  // A run that was stopped, or a row from before there were runs, waits for nothing.
  if (!run || !own || run.state === 'stopped' || own.state === 'open') return ok(null)
  const later = steps.filter(({ n }) => n > step)
  const followed = whatFollowed(tx, run, later)
  if (followed) return unchanged(followed)
  tx.run(statement('DELETE FROM step WHERE intervention_id = ? AND n > ?', [run.id, step]))
  tx.run(
    statement("UPDATE step SET state = 'open', ended_at = NULL WHERE intervention_id = ? AND n = ?", [run.id, step]),
  )
  tx.run(
    statement(
      `UPDATE intervention SET state = 'running', position = ?, wake_at = NULL, ended_at = NULL, ended_because = NULL
       WHERE id = ?`,
      [own.position + 1, run.id],
    ),
  )
  return ok(null)
}

function whatFollowed(db: ReadDb, { issueId }: RunRow, later: readonly StepRow[]): string | null {
  if (later.some(({ kind }) => kind === 'outreach' || kind === 'resolution'))
    return 'The playbook has gone on to the next message or fix.'
  if (later.some(({ kind, state }) => kind === 'task' && state !== 'open'))
    return 'The playbook has gone on, and a person has done its task.'
  const closed = db.get(query("SELECT 1 FROM issue WHERE id = ? AND state = 'closed'", [issueId]))
  return closed ? 'The issue is closed.' : null
}
