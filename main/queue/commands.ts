import { z } from 'zod'
import type { SnoozedFrom } from '../../shared/desk/snooze.ts'
import { dismissalSchema } from '../../shared/model/issue.ts'
import { moment } from '../../shared/model/values.ts'
import { fail, ok } from '../../shared/result.ts'
import { defineCommand } from '../cache/journal.ts'
import { uidOf } from '../cache/uid.ts'
import { viewCommands } from './desk/views.ts'
import { changeEach, mustBe, restoreSchema } from './life.ts'
import { settlePromise } from './promise/promises.ts'
import { restoreEach } from './restore.ts'
import { assignIssues, handBack } from './together/assign.ts'
import { noteCommands } from './together/notes.ts'
import { setOwner } from './together/owner.ts'
import { watchCommands } from './together/watch.ts'

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

/** Out of the queue until a moment in the workspace's future, or until it gets worse; `until` null: until it gets worse alone. */
export const snooze = defineCommand({
  name: 'issue.snooze',
  args: z.strictObject({ ids, until: moment.nullable() }),
  apply: (tx, args, { at, actor }) => {
    if (args.until !== null && args.until <= at)
      return fail('invalid', 'Nothing was snoozed.', 'The chosen time has passed.', 'Choose a later time.')
    return changeEach(tx, args.ids, issue => {
      const allowed = mustBe(issue, ['open', 'snoozed'], 'snoozed', 'Wait for the outcome of the playbook.')
      if (!allowed.ok) return allowed
      const { risk, band, valueMinor, currency } = issue
      const from: SnoozedFrom = { by: actor, at, risk, band, valueMinor, currency }
      return ok({ state: 'snoozed', snoozedUntil: args.until, snoozedFrom: JSON.stringify(from) })
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
      return allowed.ok ? ok({ state: 'open', snoozedUntil: null, snoozedFrom: null }) : allowed
    }),
})

const closed = (at: number, because: string) =>
  ({ state: 'closed', snoozedUntil: null, snoozedFrom: null, closedAt: at, closedBecause: because }) as const

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

/** The inverse of all of them, and its own. */
export const restore = defineCommand({
  name: 'issue.restore',
  args: restoreSchema,
  apply: (tx, { issues }) => {
    const restored = restoreEach(tx, issues)
    if (!restored.ok) return restored
    return ok({ value: null, undo: { command: 'issue.restore', args: { issues: restored.value } } })
  },
})

export const queueCommands = [
  ...[claim, release, snooze, unsnooze, dismiss, resolve, restore, assignIssues, handBack],
  ...noteCommands,
  settlePromise,
  ...watchCommands,
  setOwner,
  ...viewCommands,
]
