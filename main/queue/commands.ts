import { z } from 'zod'
import { dismissalSchema } from '../../shared/model/issue.ts'
import { moment } from '../../shared/model/values.ts'
import { fail, ok, type Result } from '../../shared/result.ts'
import type { IssueState } from '../../shared/vocabulary.ts'
import { query, type WriteDb } from '../cache/db.ts'
import { defineCommand } from '../cache/journal.ts'
import { uidOf } from '../cache/uid.ts'
import { viewCommands } from './desk/views.ts'
import { changeEach, findIssue, type IssueNow, imageOf, mustBe, putImage, type Restore, restoreSchema } from './life.ts'

const ids = z.array(uidOf('issue')).min(1).max(500)
const note = z.string().max(2000).default('')
const UNFINISHED = ['open', 'snoozed', 'acting'] as const

const NOTHING_TO_DO = 'Nothing needs to be done.'

/** Takes issues; one that somebody else has taken stays theirs. */
export const claim = defineCommand({
  name: 'issue.claim',
  args: z.strictObject({ ids }),
  apply: (tx, args, { actor }) =>
    changeEach(tx, args.ids, issue => {
      const allowed = mustBe(issue, UNFINISHED, 'claimed', NOTHING_TO_DO)
      if (!allowed.ok) return allowed
      if (issue.claimedBy === null || issue.claimedBy === actor) return ok({ claimedBy: actor })
      return fail(
        'conflict',
        `The issue of ${issue.accountName} was not claimed.`,
        `${issue.claimedBy} has claimed this issue.`,
        'Ask them to release the issue, or choose another.',
      )
    }),
})

/** Gives issues back to everybody. */
export const release = defineCommand({
  name: 'issue.release',
  args: z.strictObject({ ids }),
  apply: (tx, args) =>
    changeEach(tx, args.ids, issue => {
      const allowed = mustBe(issue, UNFINISHED, 'released', NOTHING_TO_DO)
      if (!allowed.ok) return allowed
      if (issue.claimedBy !== null) return ok({ claimedBy: null })
      return fail(
        'refused',
        `The issue of ${issue.accountName} was not released.`,
        'Nobody has claimed this issue.',
        NOTHING_TO_DO,
      )
    }),
})

/** Out of the queue until a moment in the workspace's future, or until it gets worse. */
export const snooze = defineCommand({
  name: 'issue.snooze',
  args: z.strictObject({ ids, until: moment }),
  apply: (tx, args, { at }) => {
    if (args.until <= at)
      return fail('invalid', 'Nothing was snoozed.', 'The chosen time has passed.', 'Choose a later time.')
    return changeEach(tx, args.ids, issue => {
      const allowed = mustBe(issue, ['open', 'snoozed'], 'snoozed', 'Wait for the outcome of the playbook.')
      return allowed.ok ? ok({ state: 'snoozed', snoozedUntil: args.until }) : allowed
    })
  },
})

/** Back into the queue before the date. */
export const unsnooze = defineCommand({
  name: 'issue.unsnooze',
  args: z.strictObject({ ids }),
  apply: (tx, args) =>
    changeEach(tx, args.ids, issue => {
      const allowed = mustBe(issue, ['snoozed'], 'brought back', NOTHING_TO_DO)
      return allowed.ok ? ok({ state: 'open', snoozedUntil: null }) : allowed
    }),
})

const closed = (at: number, because: string) =>
  ({ state: 'closed', snoozedUntil: null, closedAt: at, closedBecause: because }) as const

/** Closes without acting. The reason becomes `closed_because`; the note stays in the journal. */
export const dismiss = defineCommand({
  name: 'issue.dismiss',
  args: z.strictObject({ ids, reason: dismissalSchema, note }),
  apply: (tx, args, { at }) =>
    changeEach(tx, args.ids, issue => {
      const todo = issue.state === 'acting' ? 'Recall the message first, or confirm its outcome.' : NOTHING_TO_DO
      const allowed = mustBe(issue, ['open', 'snoozed'], 'dismissed', todo)
      return allowed.ok ? ok(closed(at, args.reason)) : allowed
    }),
})

/** Closes as solved by a person, also while something is under way. */
export const resolve = defineCommand({
  name: 'issue.resolve',
  args: z.strictObject({ ids, note }),
  apply: (tx, args, { at }) =>
    changeEach(tx, args.ids, issue => {
      const allowed = mustBe(issue, UNFINISHED, 'resolved', NOTHING_TO_DO)
      return allowed.ok ? ok(closed(at, 'resolved')) : allowed
    }),
})

/**
 * The inverse of all of them: puts each issue back to what it was, unless it was changed since. The version goes back
 * too, so that the decision before it can be taken back in turn.
 */
export const restore = defineCommand({
  name: 'issue.restore',
  args: restoreSchema,
  apply: (tx, { issues }) => {
    const inverse: Restore['issues'] = []
    for (const { id, before, ...expected } of issues) {
      const found = findIssue(tx, id)
      if (!found.ok) return found
      const allowed = mayRestore(tx, found.value, expected, before.state)
      if (!allowed.ok) return allowed
      putImage(tx, found.value.id, before)
      inverse.push({ id, version: before.version, state: before.state, before: imageOf(found.value) })
    }
    return ok({ value: null, undo: { command: 'issue.restore', args: { issues: inverse } } })
  },
})

function mayRestore(
  tx: WriteDb,
  issue: IssueNow,
  expected: { version: number; state: IssueState },
  to: IssueState,
): Result<null> {
  const what = `The decision about ${issue.accountName} was not undone.`
  if (issue.version !== expected.version || issue.state !== expected.state)
    return fail('conflict', what, 'The issue has changed since.', 'Open the issue again.')
  const rival = query(
    `SELECT 1 FROM issue INDEXED BY issue_one_open WHERE account_id = ? AND category = ? AND state <> 'closed' AND id <> ?`,
    [issue.accountId, issue.category, issue.id],
  )
  if (to !== 'closed' && tx.get(rival))
    return fail('conflict', what, 'The problem returned and has a newer issue.', 'Work on the newer issue.')
  return ok(null)
}

export const queueCommands = [claim, release, snooze, unsnooze, dismiss, resolve, restore, ...viewCommands]
