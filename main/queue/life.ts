import { z } from 'zod'
import { fail, ok, type Result } from '../../shared/result.ts'
import { ISSUE_STATES, type IssueState } from '../../shared/vocabulary.ts'
import { query, type ReadDb, statement, type WriteDb } from '../cache/db.ts'
import type { Applied } from '../cache/journal.ts'
import { gone, type Uid, uidOf } from '../cache/uid.ts'

/** What people's decisions change about an issue. `version` counts those changes. */
export const imageSchema = z.strictObject({
  state: z.enum(ISSUE_STATES),
  claimedBy: z.string().nullable(),
  snoozedUntil: z.int().nullable(),
  closedAt: z.int().nullable(),
  closedBecause: z.string().nullable(),
  /** JSON, as the columns hold it; decisions of older versions know neither. */
  snoozedFrom: z.string().nullable().default(null),
  returned: z.string().nullable().default(null),
  version: z.int().min(0),
})
export type Image = z.infer<typeof imageSchema>

/** An issue with its account's name, for words. */
export interface IssueNow extends Image {
  id: number
  uid: Uid<'issue'>
  accountId: number
  category: string
  accountName: string
  risk: number
  band: number
  valueMinor: number
  currency: string
}

const issueNow = (uid: Uid<'issue'>) =>
  query<IssueNow>(
    `SELECT i.id, i.uid, i.account_id AS accountId, i.category, a.name AS accountName, i.state, i.claimed_by AS claimedBy,
       i.snoozed_until AS snoozedUntil, i.closed_at AS closedAt, i.closed_because AS closedBecause, i.version,
       i.snoozed_from AS snoozedFrom, i.returned, i.risk, i.band, i.value_minor AS valueMinor, i.currency
     FROM issue i JOIN account a ON a.id = i.account_id WHERE i.uid = ?`,
    [uid],
  )

/** Reads an issue, or says that there is none. */
export function findIssue(db: ReadDb, uid: Uid<'issue'>): Result<IssueNow> {
  const found = db.get(issueNow(uid))
  return found ? ok(found) : gone('issue', uid)
}

export const imageOf = (issue: IssueNow): Image => {
  const { state, claimedBy, snoozedUntil, closedAt, closedBecause, snoozedFrom, returned, version } = issue
  return { state, claimedBy, snoozedUntil, closedAt, closedBecause, snoozedFrom, returned, version }
}

export function putImage(tx: WriteDb, id: number, image: Image): void {
  tx.run(
    statement(
      `UPDATE issue SET state = ?, claimed_by = ?, snoozed_until = ?, closed_at = ?, closed_because = ?,
         snoozed_from = ?, returned = ?, version = ? WHERE id = ?`,
      [
        ...[image.state, image.claimedBy, image.snoozedUntil, image.closedAt, image.closedBecause],
        ...[image.snoozedFrom, image.returned, image.version, id],
      ],
    ),
  )
}

const STATE_WORDS: Record<IssueState, string> = {
  open: 'in the queue',
  snoozed: 'snoozed',
  acting: 'being worked on by a playbook',
  closed: 'already closed',
}

/** Refuses a decision about an issue that is not in one of the states where it makes sense. */
export function mustBe(issue: IssueNow, states: readonly IssueState[], verb: string, todo: string): Result<null> {
  if (states.includes(issue.state)) return ok(null)
  return fail(
    'refused',
    `The issue of ${issue.accountName} was not ${verb}.`,
    `The issue is ${STATE_WORDS[issue.state]}.`,
    todo,
  )
}

/** What to restore, and the version and state at which that is still right: starting a playbook moves the state only. */
export const restoreSchema = z.strictObject({
  issues: z
    .array(
      z.strictObject({
        id: uidOf('issue'),
        version: z.int().min(0),
        state: z.enum(ISSUE_STATES),
        before: imageSchema,
      }),
    )
    .min(1),
})
export type Restore = z.infer<typeof restoreSchema>

/**
 * Applies one change to each issue; the first that is refused refuses all of them. The inverse carries what each issue
 * was before, and the version that it has now.
 */
export function changeEach(
  tx: WriteDb,
  ids: readonly Uid<'issue'>[],
  change: (issue: IssueNow) => Result<Partial<Omit<Image, 'version'>>>,
): Result<Applied<null>> {
  const restore: Restore = { issues: [] }
  for (const uid of new Set(ids)) {
    const issue = findIssue(tx, uid)
    if (!issue.ok) return issue
    const changed = change(issue.value)
    if (!changed.ok) return changed
    const before = imageOf(issue.value)
    // What a person decides about it now outweighs why it returned.
    const after = { ...before, returned: null, ...changed.value, version: before.version + 1 }
    putImage(tx, issue.value.id, after)
    restore.issues.push({ id: uid, version: after.version, state: after.state, before })
  }
  return ok({ value: null, undo: { command: 'issue.restore', args: { issues: restore.issues } } })
}
