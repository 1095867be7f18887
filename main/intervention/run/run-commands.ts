import { z } from 'zod'
import { fail, ok, type Result } from '../../../shared/result.ts'
import { query, type ReadDb, statement, type WriteDb } from '../../cache/db.ts'
import { defineCommand } from '../../cache/journal.ts'
import { uidOf } from '../../cache/uid.ts'
import { endRun } from './run-end.ts'
import { type RunRow, runById, stepsOf } from './run-facts.ts'

const stepAt = { interventionId: z.string(), n: z.int().min(0) }
const unchanged = (why: string, todo = 'Open the run again.'): Result<never> =>
  fail('conflict', 'Nothing was changed.', why, todo)

interface TaskRow {
  kind: string
  state: string
  detail: string
}

const taskRow = (id: string, n: number) =>
  query<TaskRow>('SELECT kind, state, detail FROM step WHERE intervention_id = ? AND n = ?', [id, n])

function findTask(db: ReadDb, id: string, n: number): TaskRow | null {
  const row = db.get(taskRow(id, n))
  return row?.kind === 'task' ? row : null
}

/** A person has done a task, or says why not. The run goes on the next time that it is looked at. */
export const finishTask = defineCommand({
  name: 'intervention.taskDone',
  args: z.object({ ...stepAt, as: z.enum(['done', 'skipped']), note: z.string().max(2000).default('') }),
  apply: (tx, { interventionId, n, as, note }, { at, actor }) => {
    const task = findTask(tx, interventionId, n)
    if (!task) return unchanged('There is no such task.')
    if (task.state !== 'open') return unchanged('The task is not open any more.')
    const said = JSON.stringify({ note, by: actor })
    setTask(tx, interventionId, n, as === 'done' ? 'done' : 'stopped', at, said)
    return ok({ value: null, undo: { command: 'intervention.taskReopen', args: { interventionId, n } } })
  },
})

function setTask(tx: WriteDb, id: string, n: number, state: string, endedAt: number | null, patch: string): void {
  tx.run(
    statement(
      `UPDATE step SET state = ?, ended_at = ?, detail = json_patch(detail, ?) WHERE intervention_id = ? AND n = ?`,
      [state, endedAt, patch, id, n],
    ),
  )
}

/** The way back. A run that ended because its last task was done waits for it again. */
export const reopenTask = defineCommand({
  name: 'intervention.taskReopen',
  args: z.object(stepAt),
  apply: (tx, { interventionId, n }) => {
    const run = tx.get(runById(interventionId))
    const task = findTask(tx, interventionId, n)
    if (!run || !task) return unchanged('There is no such task.')
    if (task.state === 'open') return unchanged('The task is open.')
    if (run.state === 'stopped') return unchanged('The run has been stopped.')
    if (issueIsClosed(tx, run)) return unchanged('The issue is closed.')
    const { note = '', by: _, ...rest } = JSON.parse(task.detail) as { note?: string; by?: string }
    const as = task.state === 'done' ? ('done' as const) : ('skipped' as const)
    tx.run(
      statement(`UPDATE step SET state = 'open', ended_at = NULL, detail = ? WHERE intervention_id = ? AND n = ?`, [
        JSON.stringify(rest),
        interventionId,
        n,
      ]),
    )
    if (run.state === 'done')
      tx.run(
        statement("UPDATE intervention SET state = 'running', ended_at = NULL, ended_because = NULL WHERE id = ?", [
          interventionId,
        ]),
      )
    return ok({ value: null, undo: { command: 'intervention.taskDone', args: { interventionId, n, as, note } } })
  },
})

const issueIsClosed = (db: ReadDb, { issueId }: RunRow): boolean =>
  db.get(query("SELECT 1 FROM issue WHERE id = ? AND state = 'closed'", [issueId])) !== undefined

const imageSchema = z.object({
  position: z.int(),
  wakeAt: z.int().nullable(),
  /** Steps that were open, and rows of the outbox that waited, with their states. */
  steps: z.array(z.int()),
  outbox: z.array(z.object({ id: uidOf('outbox'), state: z.enum(['waiting', 'held']), why: z.string().nullable() })),
})
type Image = z.infer<typeof imageSchema>

const waiting = (id: string) =>
  query<Image['outbox'][number]>(
    "SELECT key AS id, state, why FROM outbox WHERE intervention_id = ? AND state IN ('waiting', 'held') ORDER BY outbox.id",
    [id],
  )

const imageOf = (db: ReadDb, run: RunRow): Image => ({
  position: run.position,
  wakeAt: run.wakeAt,
  steps: db.all(stepsOf(run.id)).flatMap(({ n, state }) => (state === 'open' ? [n] : [])),
  outbox: db.all(waiting(run.id)),
})

/** Stops a run: what waits is taken back, what has left stays as it is and its outcome is followed up. */
export const stopRun = defineCommand({
  name: 'intervention.stop',
  args: z.object({ interventionId: z.string(), reason: z.string().trim().max(2000).default('') }),
  apply: (tx, { interventionId, reason }, { at, actor }) => {
    const run = tx.get(runById(interventionId))
    if (run?.state !== 'running')
      return unchanged(run ? 'The run has already ended.' : 'There is no such run.', 'Nothing needs to be done.')
    const before = imageOf(tx, run)
    endRun(tx, run, 'stopped', `Stopped by ${actor}${reason === '' ? '.' : `: ${reason}`}`, at)
    return ok({ value: null, undo: { command: 'intervention.resume', args: { interventionId, before } } })
  },
})

/** The way back of a stop: the run goes on where it was, what had waited waits again. */
export const resumeRun = defineCommand({
  name: 'intervention.resume',
  args: z.object({ interventionId: z.string(), before: imageSchema }),
  apply: (tx, { interventionId, before }) => {
    const run = tx.get(runById(interventionId))
    if (run?.state !== 'stopped' || run.recalledAt !== null) return unchanged('The run was not stopped.')
    if (issueIsClosed(tx, run)) return unchanged('The issue is closed.')
    tx.run(
      statement(
        `UPDATE intervention SET state = 'running', position = ?, wake_at = ?, ended_at = NULL, ended_because = NULL
         WHERE id = ?`,
        [before.position, before.wakeAt, interventionId],
      ),
    )
    for (const n of before.steps)
      tx.run(
        statement(
          "UPDATE step SET state = 'open', ended_at = NULL WHERE intervention_id = ? AND n = ? AND state = 'stopped'",
          [interventionId, n],
        ),
      )
    for (const { id, state, why } of before.outbox)
      tx.run(statement("UPDATE outbox SET state = ?, why = ? WHERE key = ? AND state = 'cancelled'", [state, why, id]))
    // It may leave after all, so the ledger must not say that it did not.
    tx.run(statement("DELETE FROM unsent WHERE intervention_id = ? AND ended = 'stopped'", [interventionId]))
    return ok({ value: null, undo: { command: 'intervention.stop', args: { interventionId, reason: '' } } })
  },
})

/** Decisions about runs under way. */
export const runCommands = [finishTask, reopenTask, stopRun, resumeRun]
