import { z } from 'zod'
import { LONGEST_NOTE } from '../../../shared/desk/note.ts'
import { ok } from '../../../shared/result.ts'
import { statement } from '../../cache/db.ts'
import { defineCommand } from '../../cache/journal.ts'
import { uidOf } from '../../cache/uid.ts'
import { changeEach, findIssue, mustBe, restoreSchema } from '../life.ts'
import { restoreEach } from '../restore.ts'
import { putNote } from './note-store.ts'

/**
 * Hands issues over to a colleague, even those that another one has, with a note where there is something to say. The note mentions the
 * colleague, so that it is on their day.
 */
export const assignIssues = defineCommand({
  name: 'issue.assign',
  args: z.strictObject({
    ids: z.array(uidOf('issue')).min(1).max(500),
    colleague: z.string().trim().min(1).max(200),
    text: z.string().max(LONGEST_NOTE).default(''),
    mentions: z.array(z.string().min(1)).max(100).default([]),
  }),
  apply: (tx, { ids, colleague, text, mentions }, { id, actor, at }) => {
    const changed = changeEach(tx, ids, issue => {
      const allowed = mustBe(issue, ['open', 'snoozed', 'acting'], 'handed over', 'Nothing needs to be done.')
      return allowed.ok ? ok({ claimedBy: colleague }) : allowed
    })
    if (!changed.ok) return changed
    const notes: string[] = []
    for (const [n, uid] of text.trim() === '' ? [] : [...new Set(ids)].entries()) {
      const issue = findIssue(tx, uid)
      if (!issue.ok) return issue
      const note = n === 0 ? id : `${id}.${n}`
      putNote(tx, {
        ...{ uid: note, account: issue.value.accountId, issue: issue.value.id, author: actor, at, text: text.trim() },
        mentions: [...new Set([colleague, ...mentions])],
      })
      notes.push(note)
    }
    const before = restoreSchema.parse(changed.value.undo?.args).issues
    return ok({ value: null, undo: { command: 'issue.handBack', args: { issues: before, notes, shown: false } } })
  },
})

/** The inverse of handing over, and its own: puts the issues back, and hides or shows the notes that went with them. */
export const handBack = defineCommand({
  name: 'issue.handBack',
  args: restoreSchema.extend({ notes: z.array(uidOf('note')), shown: z.boolean() }),
  apply: (tx, { issues, notes, shown }, { at }) => {
    const restored = restoreEach(tx, issues)
    if (!restored.ok) return restored
    for (const note of notes)
      tx.run(statement('UPDATE note SET withdrawn_at = ? WHERE uid = ?', [shown ? null : at, note]))
    return ok({
      value: null,
      undo: { command: 'issue.handBack', args: { issues: restored.value, notes, shown: !shown } },
    })
  },
})
