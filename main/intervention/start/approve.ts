import { z } from 'zod'
import { approvalNeedSchema } from '../../../shared/intervention/approval.ts'
import { ms } from '../../../shared/model/values.ts'
import { type Outgoing, thingOf } from '../../../shared/outbox/outgoing.ts'
import { fail, ok, type Result } from '../../../shared/result.ts'
import type { OutboxState } from '../../../shared/vocabulary.ts'
import { query, type ReadDb, statement, type WriteDb } from '../../cache/db.ts'
import { type Decision, defineCommand } from '../../cache/journal.ts'
import { type Uid, uidOf } from '../../cache/uid.ts'
import { isAlone, mayLead } from '../guard/roles.ts'
import { cancelWaiting } from '../run/run-end.ts'
import { takeBack } from './recall.ts'

interface Asked {
  outboxId: number
  key: Uid<'outbox'>
  kind: Outgoing['type']
  state: OutboxState
  needs: string
  askedBy: string
  interventionId: string
  playbookId: string
  version: number
}

const askedFor = (keys: string) =>
  query<Asked>(
    `SELECT o.id AS outboxId, o.key, o.kind, o.state, p.reasons AS needs, p.asked_by AS askedBy, i.id AS interventionId,
       i.playbook_id AS playbookId, i.playbook_version AS version
     FROM json_each(?) k CROSS JOIN outbox o ON o.key = k.value JOIN approval p ON p.outbox_id = o.id
       JOIN intervention i ON i.id = o.intervention_id ORDER BY o.id`,
    [keys],
  )

const what = 'No approval was given or declined.'
const ids = z.array(uidOf('outbox')).min(1).max(5_000)
const note = z.string().trim().max(2_000).default('')

/** The requests named, if this person may answer them all. Who asked may not, unless there is nobody else. */
function answerable(db: ReadDb, wanted: readonly Uid<'outbox'>[], actor: string): Result<Asked[]> {
  if (!mayLead(db, actor))
    return fail('refused', what, 'Only a lead or an admin may release messages and fixes.', 'Ask one of them.')
  const rows = db.all(askedFor(JSON.stringify([...new Set(wanted)])))
  if (rows.length < new Set(wanted).size)
    return fail('not_found', what, 'Some of these are no longer waiting for approval.', 'Check the outbox again.')
  const over = rows.find(({ state }) => state !== 'held')
  if (over)
    return fail(
      'conflict',
      what,
      `The ${thingOf(over.kind)} ${over.outboxId} is ${over.state}, not held.`,
      'Open the outbox again.',
    )
  if (!isAlone(db, actor) && rows.some(({ askedBy }) => askedBy === actor))
    return fail('refused', what, 'You asked for this approval, so you cannot give it.', 'Ask a second person.')
  return ok(rows)
}

const answer = (
  id: number,
  said: 'approved' | 'declined' | null,
  by: string | null,
  at: number | null,
  words: string | null,
) =>
  statement('UPDATE approval SET answer = ?, answered_by = ?, answered_at = ?, note = ? WHERE outbox_id = ?', [
    said,
    by,
    at,
    words,
    id,
  ])

/** Playbooks whose version is used for the first time in these messages, with the version approved until now. */
function firstUses(db: ReadDb, rows: readonly Asked[]): Map<string, { before: number; version: number }> {
  const uses = new Map<string, { before: number; version: number }>()
  for (const { needs, playbookId, version } of rows) {
    const asks = z.array(approvalNeedSchema).parse(JSON.parse(needs))
    if (!asks.some(({ reason }) => reason === 'first_use')) continue
    const known = uses.get(playbookId)
    const stored = query<{ version: number }>('SELECT approved_version AS version FROM playbook WHERE id = ?', [
      playbookId,
    ])
    const before = known?.before ?? db.get(stored)?.version ?? 0
    uses.set(playbookId, { before, version: Math.max(known?.version ?? 0, version) })
  }
  return uses
}

const setApproved = (tx: WriteDb, playbook: string, version: number) =>
  tx.run(statement('UPDATE playbook SET approved_version = ? WHERE id = ?', [version, playbook]))

/**
 * Releases messages that wait for a second person. They stand in line again, with time to take this back. Who releases
 * the first use of a playbook's version has read it: it asks nobody again.
 */
export const approve = defineCommand({
  name: 'outbox.approve',
  args: z.object({ ids, note, wallNow: ms, undoMs: z.int().min(0) }),
  apply: (tx, { ids: wanted, note: words, wallNow, undoMs }, { actor, at }) => {
    const rows = answerable(tx, wanted, actor)
    if (!rows.ok) return rows
    for (const { outboxId } of rows.value) {
      tx.run(answer(outboxId, 'approved', actor, at, words || null))
      tx.run(
        statement("UPDATE outbox SET state = 'waiting', why = NULL, not_before = max(not_before, ?) WHERE id = ?", [
          wallNow + undoMs,
          outboxId,
        ]),
      )
    }
    const approvedBefore: Record<string, number> = {}
    for (const [playbook, { before, version }] of firstUses(tx, rows.value)) {
      approvedBefore[playbook] = before
      setApproved(tx, playbook, Math.max(before, version))
    }
    const args = { ids: rows.value.map(({ key }) => key), approvedBefore }
    return ok({ value: { answered: rows.value.length }, undo: { command: 'outbox.hold', args } })
  },
})

/** The way back of `outbox.approve`, while none of the messages has left. */
export const hold = defineCommand({
  name: 'outbox.hold',
  args: z.object({ ids, approvedBefore: z.record(z.string(), z.int().min(0)).default({}) }),
  apply: (tx, { ids: wanted, approvedBefore }) => {
    const rows = tx.all(askedFor(JSON.stringify(wanted)))
    const left = rows.find(({ state }) => state !== 'waiting')
    if (left)
      return fail(
        'conflict',
        'Nothing was held.',
        `The ${thingOf(left.kind)} ${left.outboxId} is ${left.state}.`,
        'Open the outbox again.',
      )
    for (const { outboxId } of rows) {
      tx.run(answer(outboxId, null, null, null, null))
      tx.run(statement("UPDATE outbox SET state = 'held', why = ? WHERE id = ?", ['Held again.', outboxId]))
    }
    for (const [playbook, version] of Object.entries(approvedBefore)) setApproved(tx, playbook, version)
    return ok({ value: null, undo: null })
  },
})

/** Turns messages down that wait for a second person: they never leave, and what would have followed them stops. */
export const decline = defineCommand({
  name: 'outbox.decline',
  args: z.object({ ids, note }),
  apply: (tx, { ids: wanted, note: words }, decision) => {
    const rows = answerable(tx, wanted, decision.actor)
    if (!rows.ok) return rows
    for (const row of rows.value) declineOne(tx, row, words, decision)
    return ok({ value: { answered: rows.value.length }, undo: null })
  },
})

function declineOne(
  tx: WriteDb,
  { outboxId, kind, interventionId }: Asked,
  words: string,
  { actor, at }: Decision,
): void {
  tx.run(answer(outboxId, 'declined', actor, at, words || null))
  const why = `${actor} declined it${words ? `: ${words}` : '.'}`
  // Without the fix the playbook goes on to its next step, such as a message; without the message it ends.
  const taken = kind === 'message' && takeBack(tx, interventionId, at, undefined, { ended: 'declined', why }).ok
  if (taken) return
  // A run that is over has nothing more to take back; what was held of it still must not vanish without a reason.
  if (kind === 'message') cancelWaiting(tx, interventionId, why, at, 'declined')
  else tx.run(statement("UPDATE outbox SET state = 'cancelled', why = ? WHERE id = ?", [why, outboxId]))
}

export const approvalCommands = [approve, hold, decline]
