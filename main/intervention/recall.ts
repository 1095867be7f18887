import { z } from 'zod'
import { fail, ok, type Result } from '../../shared/result.ts'
import type { OutboxState } from '../../shared/vocabulary.ts'
import { query, type ReadDb, statement, type WriteDb } from '../cache/db.ts'
import { type Applied, defineCommand } from '../cache/journal.ts'

interface Started {
  id: string
  issueId: number
  recalledAt: number | null
  judged: string | null
  outboxId: number | null
  state: OutboxState | null
}

const started = (id: string) =>
  query<Started>(
    `SELECT i.id, i.issue_id AS issueId, i.recalled_at AS recalledAt, c.judged, o.id AS outboxId, o.state
     FROM intervention i LEFT JOIN outbox o ON o.intervention_id = i.id LEFT JOIN outcome c ON c.intervention_id = i.id
     WHERE i.id = ?`,
    [id],
  )

const WHY_NOT: Record<OutboxState, string> = {
  held: '',
  waiting: '',
  sending: 'The message is leaving right now.',
  sent: 'The message has already left.',
  refused: '',
  unsure: 'The message may have left already.',
  cancelled: 'The message was already taken back.',
}

/** Takes an intervention back while its message has certainly not left: the only undo that is honest. */
export const recallIntervention = defineCommand({
  name: 'intervention.recall',
  // `version`: the issue's, as the start left it. Still so, the start is undone without a trace in it, and the decision
  // before can be taken back in turn.
  args: z.object({ interventionId: z.string(), version: z.int().optional() }),
  apply: (tx, { interventionId, version }, { at }) => takeBack(tx, interventionId, at, version),
})

/** The same, named by the message. */
export const recall = defineCommand({
  name: 'outbox.recall',
  args: z.object({ id: z.int() }),
  apply: (tx, { id }, { at }) => takeBack(tx, tx.get(interventionOf(id))?.of, at, undefined),
})

const interventionOf = (outboxId: number) =>
  query<{ of: string }>('SELECT intervention_id AS of FROM outbox WHERE id = ?', [outboxId])

function takeBack(tx: WriteDb, id: string | undefined, at: number, version: number | undefined): Result<Applied<null>> {
  const row = id === undefined ? undefined : tx.get(started(id))
  const why = whyNot(row)
  if (!row || why)
    return fail('conflict', 'Nothing was taken back.', why ?? 'There is no such message.', 'Nothing needs to be done.')
  tx.run(statement('UPDATE intervention SET recalled_at = ? WHERE id = ?', [at, row.id]))
  if (row.outboxId !== null)
    tx.run(statement("UPDATE outbox SET state = 'cancelled', why = 'Taken back.' WHERE id = ?", [row.outboxId]))
  // Nothing was done, so there is nothing to follow up.
  tx.run(statement('DELETE FROM outcome WHERE intervention_id = ?', [row.id]))
  tx.run(
    statement(
      `UPDATE issue SET state = ?, version = CASE version WHEN ? THEN version - 1 ELSE version + 1 END
       WHERE id = ? AND state = 'acting'`,
      [issueState(tx, row.issueId, at), version ?? -1, row.issueId],
    ),
  )
  return ok({ value: null, undo: null })
}

function whyNot(row: Started | undefined): string | null {
  if (!row) return 'There is no such message.'
  if (row.recalledAt !== null) return 'It was already taken back.'
  if (row.judged !== null) return 'Its outcome was already judged.'
  return (row.state && WHY_NOT[row.state]) || null
}

/** Where the issue goes back to: still acting if another playbook runs, out of the queue if it was snoozed. */
function issueState(db: ReadDb, issueId: number, now: number): string {
  const others = query<{ n: number }>(
    'SELECT count(*) AS n FROM intervention WHERE issue_id = ? AND recalled_at IS NULL',
    [issueId],
  )
  const snoozed = query('SELECT 1 FROM issue WHERE id = ? AND snoozed_until > ?', [issueId, now])
  if ((db.get(others)?.n ?? 0) > 0) return 'acting'
  return db.get(snoozed) ? 'snoozed' : 'open'
}
