import { z } from 'zod'
import { type Batch, batchSchema, MOST_AT_ONCE, startManySchema } from '../../../shared/intervention/bulk.ts'
import { ms } from '../../../shared/model/values.ts'
import { fail, ok, unwrap } from '../../../shared/result.ts'
import { MINUTE } from '../../../shared/trigger/duration.ts'
import { query, type ReadDb, statement, type WriteDb } from '../../cache/db.ts'
import { defineCommand, translated } from '../../cache/journal.ts'
import { getSetting, putSetting } from '../../cache/settings.ts'
import { rowsOf, type Uid, uidOf } from '../../cache/uid.ts'
import { overrideRefusal } from '../guard/roles.ts'
import { getPlaybook } from '../playbook/playbooks.ts'
import { oneAtATime, ownWords, quietOverride, quietRefusal } from './bulk-words.ts'
import { takeBack } from './recall.ts'
import { startOne } from './start.ts'
import { keepRefusedStart } from './unsent-start.ts'

const manyArgs = startManySchema.extend({
  issueIds: z.array(uidOf('issue')).min(1).max(MOST_AT_ONCE),
  others: z
    .array(z.object({ playbookId: z.string(), issueIds: z.array(uidOf('issue')).min(1).max(MOST_AT_ONCE) }))
    .max(200)
    .optional(),
  wallNow: ms,
  undoMs: z.int().min(0),
})

// Nothing of a batch leaves while it is still being made: its messages wait this long at least, and are let go together
// when the last one is queued. After a crash the batch is taken up again, long before that time is over.
const HOLD = 30 * MINUTE

const keyOf = (batch: string): string => `batch:${batch}`

/** How far a batch has come; null where there is none of that id. */
export const batchOf = (db: ReadDb, id: string): Batch | null => getSetting(db, keyOf(id), batchSchema)
const keep = (tx: WriteDb, id: string, batch: Batch): void => putSetting(tx, keyOf(id), batch)

/** Batches that somebody must go on with, oldest first. */
export const unfinishedBatches = query<{ id: string }>(
  `SELECT substr(key, 7) AS id FROM setting WHERE key >= 'batch:' AND key < 'batch;'
     AND json_extract(value, '$.state') IN ('running', 'undoing') ORDER BY key`,
)

/**
 * Decides to start a playbook for many issues at once. The starting itself follows in small transactions (`startSome`),
 * so that nobody waits for thousands of messages; what each of them does depends on this decision alone.
 *
 *   running ─▶ done │ cancelled
 *      └──────────┴─────▶ undoing ─▶ undone
 */
export const startMany = defineCommand({
  name: 'intervention.startMany',
  args: manyArgs,
  apply: (tx, args, { id, actor }) => {
    const starts = startsOf(args)
    const overrides = quietOverride(args.inQuietHours)
    for (const playbookId of new Set(starts.map(one => one.playbookId))) {
      const stored = getPlaybook(tx, playbookId)
      if (!stored)
        return fail('not_found', 'Nothing was started.', `There is no playbook ${playbookId}.`, 'Choose another.')
      const refusal = quietRefusal(stored.playbook, overrides)
      if (refusal) return refusal
    }
    const refusal = overrideRefusal(tx, overrides, actor) ?? (args.others?.length ? oneAtATime(args) : null)
    if (refusal) return refusal
    const total = starts.length
    if (total > MOST_AT_ONCE)
      return fail('invalid', 'Nothing was started.', `More than ${MOST_AT_ONCE} issues were named.`, 'Select fewer.')
    keep(tx, id, { state: 'running', next: 0, total, started: 0, held: 0, heldOut: 0, refused: 0 })
    return ok({ value: { batchId: id }, undo: { command: 'intervention.recallMany', args: { batchId: id } } })
  },
})

/** Each issue once, with its playbook, in the order in which they are started. */
const startsOf = ({
  playbookId,
  issueIds,
  others,
}: Pick<z.infer<typeof manyArgs>, 'playbookId' | 'issueIds' | 'others'>) => {
  const playbookOf = new Map<Uid<'issue'>, string>()
  for (const group of [{ playbookId, issueIds }, ...(others ?? [])])
    for (const uid of group.issueIds) if (!playbookOf.has(uid)) playbookOf.set(uid, group.playbookId)
  return [...playbookOf].map(([uid, playbookId]) => ({ uid, playbookId }))
}

const decided = (id: string) =>
  query<{ args: string; actor: string; at: number; version: number }>(
    'SELECT args, actor, at, version FROM journal WHERE id = ?',
    [id],
  )

function decisionOf(db: ReadDb, id: string) {
  const row = db.get(decided(id))
  if (!row) throw new Error(`batch ${id} has no decision`)
  const args = manyArgs.parse(unwrap(translated(db, startMany, row.version, JSON.parse(row.args))))
  const { wallNow, undoMs, words, inQuietHours } = args
  return { wallNow, undoMs, words, inQuietHours, starts: startsOf(args), actor: row.actor, at: row.at }
}

/** Starts the next few of a batch; those that are refused are written down with why. False when it is at its end. */
export function startSome(tx: WriteDb, id: string, count: number): boolean {
  const batch = batchOf(tx, id)
  if (batch?.state !== 'running' || batch.next >= batch.total) return false
  const { starts, wallNow, undoMs, actor, at, words, inQuietHours } = decisionOf(tx, id)
  const overrides = quietOverride(inQuietHours)
  const sum = { ...batch }
  const some = starts.slice(batch.next, batch.next + count)
  const rows = rowsOf(
    tx,
    'issue',
    some.map(({ uid }) => uid),
  )
  for (const [n, { uid, playbookId }] of some.entries()) {
    const issueId = rows.get(uid)
    if (issueId === undefined) {
      sum.refused++
      continue
    }
    const start = {
      ...{ issueId, playbookId, overrides, wallNow, undoMs: HOLD + undoMs },
      ...{ interventionId: `${id}.${batch.next + n}`, origin: 'bulk' as const, batchId: id, together: batch.total },
    }
    const written = words === undefined ? ok({}) : ownWords(tx, { ...start, words }, at)
    const started = written.ok ? startOne(tx, { ...start, ...written.value }, { actor, at }) : written
    if (!started.ok) {
      sum.refused++
      keepRefusedStart(tx, start, started.error.why, { actor, at })
    } else if (started.value.arm === 'control') sum.heldOut++
    else if (started.value.held) sum.held++
    else sum.started++
  }
  sum.next = Math.min(batch.next + count, batch.total)
  keep(tx, id, sum)
  return sum.next < sum.total
}

/** The batch is made, or broken off: its messages may leave once the time to take them back is over. */
export function finishBatch(tx: WriteDb, id: string, how: 'done' | 'cancelled', wall: number): void {
  const batch = batchOf(tx, id)
  if (batch?.state !== 'running') return
  keep(tx, id, { ...batch, state: how })
  const { wallNow, undoMs } = decisionOf(tx, id)
  tx.run(
    statement(
      `UPDATE outbox SET not_before = $from WHERE not_before = $held AND state IN ('waiting', 'held')
         AND intervention_id IN (SELECT id FROM intervention WHERE batch_id = $id)`,
      { from: wall + undoMs, held: wallNow + HOLD + undoMs, id },
    ),
  )
}

/**
 * The way back of `intervention.startMany`, for all that has not left. Nothing of it can leave from here on; the rest of
 * the way back follows in small transactions (`takeBackSome`).
 */
export const recallMany = defineCommand({
  name: 'intervention.recallMany',
  args: z.object({ batchId: z.string() }),
  apply: (tx, { batchId }) => {
    const batch = batchOf(tx, batchId)
    const isOver = batch?.state === 'undone' || batch?.state === 'undoing'
    if (!batch || isOver || (batch.state !== 'running' && !tx.get(nextBack(batchId, ''))))
      return fail(
        batch ? 'conflict' : 'not_found',
        'Nothing was recalled.',
        isOver ? 'The start was already recalled.' : 'Every message has already left.',
        'Nothing needs to be done.',
      )
    keep(tx, batchId, { ...batch, state: 'undoing' })
    tx.run(
      statement(
        `UPDATE outbox SET state = 'held' WHERE state = 'waiting'
           AND intervention_id IN (SELECT id FROM intervention WHERE batch_id = ?)`,
        [batchId],
      ),
    )
    return ok({ value: null, undo: null })
  },
})

/** Interventions of a batch that nothing has left of, or that would go on to more, and that were not looked at yet. */
const nextBack = (batchId: string, after: string) =>
  query<{ id: string }>(
    `SELECT i.id FROM intervention i WHERE i.batch_id = ? AND i.id > ? AND i.recalled_at IS NULL
       AND (NOT EXISTS (SELECT 1 FROM outbox o WHERE o.intervention_id = i.id AND o.state IN ('sending', 'sent', 'unsure'))
         OR EXISTS (SELECT 1 FROM outbox o WHERE o.intervention_id = i.id AND o.state IN ('waiting', 'held')))
     ORDER BY i.id LIMIT 50`,
    [batchId, after],
  )

/** Takes back the next few of a batch; gives the last one looked at, null when all were. */
export function takeBackSome(tx: WriteDb, id: string, after: string, at: number): string | null {
  const batch = batchOf(tx, id)
  if (batch?.state !== 'undoing') return null
  const rows = tx.all(nextBack(id, after)).slice(0, 20)
  for (const row of rows) takeBack(tx, row.id, at, undefined)
  const last = rows.at(-1)?.id ?? null
  if (last === null) keep(tx, id, { ...batch, state: 'undone' })
  return last
}

export const bulkCommands = [startMany, recallMany]
