import { z } from 'zod'
import { LONGEST_NOTE } from '../../../shared/desk/note.ts'
import { fail, ok, type Result } from '../../../shared/result.ts'
import { query, type ReadDb, statement } from '../../cache/db.ts'
import { defineCommand } from '../../cache/journal.ts'
import { gone, rowOf, type Uid, uidOf } from '../../cache/uid.ts'
import { findIssue } from '../life.ts'
import { proposedIn, proposeFromNote } from '../promise/note-promises.ts'
import { mentionedBy, putMentions, putNote, type StoredNote, storedNote } from './note-store.ts'

/** Text and mentions of a note. Whom a text mentions is settled before the decision, by who is known then. */
const written = {
  text: z.string().min(1).max(LONGEST_NOTE),
  mentions: z.array(z.string().min(1)).max(100),
}
/** Promises that the text makes, as they were found when it was written. */
const promises = z
  .array(z.strictObject({ quote: z.string(), dueAt: z.int().min(0) }))
  .max(100)
  .default([])
const uid = uidOf('note')

const todayOf = (account: number) =>
  query<{ id: number }>('SELECT coalesce(merged_into, id) AS id FROM account WHERE id = ?', [account])

/** What a decision is about: an issue, or an account as a whole. */
interface Subject {
  issue?: Uid<'issue'> | undefined
  account?: Uid<'account'> | undefined
}

/** The account and the issue that a decision is about, as rows. */
export function subjectRows(
  db: ReadDb,
  { issue, account }: Subject,
): Result<{ account: number; issue: number | null }> {
  if (issue !== undefined) {
    const found = findIssue(db, issue)
    return found.ok ? ok({ account: found.value.accountId, issue: found.value.id }) : found
  }
  if (account === undefined)
    return fail('invalid', 'Nothing was done.', 'The call names neither an issue nor an account.', 'Name one of them.')
  const row = rowOf(db, 'account', account)
  return row.ok ? ok({ account: db.get(todayOf(row.value))?.id ?? row.value, issue: null }) : row
}

/** The same arguments for the decision that is the inverse. */
export const namedSubject = ({ issue, account }: Subject): Record<string, string> => ({
  ...(issue === undefined ? {} : { issue }),
  ...(account === undefined ? {} : { account }),
})

/** The argument of a decision that is about an issue, or about an account as a whole. */
export const about = { issue: uidOf('issue').optional(), account: uidOf('account').optional() }

/** Keeps a note about an issue or an account. */
export const writeNote = defineCommand({
  name: 'note.write',
  args: z.strictObject({ ...about, ...written, promises }),
  apply: (tx, { text, mentions, promises, ...of }, { id, actor, at }) => {
    const rows = subjectRows(tx, of)
    if (!rows.ok) return rows
    putNote(tx, { uid: id, ...rows.value, author: actor, at, text, mentions })
    proposeFromNote(tx, { note: id, decision: id, ...rows.value, owner: actor, at }, promises)
    return ok({ value: null, undo: { command: 'note.withdraw', args: { note: id } } })
  },
})

/** The note, if it is this person's to change. */
function ownNote(db: ReadDb, note: Uid<'note'>, actor: string, verb: string): Result<StoredNote> {
  const found = storedNote(db, note)
  if (!found) return gone('note', note)
  if (found.author === actor) return ok(found)
  return fail(
    'refused',
    `The note was not ${verb}.`,
    `${found.author} wrote this note.`,
    'Ask them, or write a note of your own.',
  )
}

const withdrawn = fail(
  'conflict',
  'The note was not changed.',
  'The note has been withdrawn.',
  'Undo the withdrawal first.',
)

/** Changes what a note says; its author alone may. */
export const editNote = defineCommand({
  name: 'note.edit',
  args: z.strictObject({ note: uid, ...written, promises }),
  apply: (tx, { note, text, mentions, promises }, { id, actor, at }) => {
    const found = ownNote(tx, note, actor, 'changed')
    if (!found.ok) return found
    if (found.value.withdrawnAt !== null) return withdrawn
    const before = {
      ...{ note, text: found.value.text, mentions: mentionedBy(tx, found.value.id) },
      promises: proposedIn(tx, note).map(one => ({ ...one })),
    }
    tx.run(statement('UPDATE note SET text = ?, edited_at = ? WHERE id = ?', [text, at, found.value.id]))
    putMentions(tx, found.value.id, mentions)
    const { account, issue } = found.value
    proposeFromNote(tx, { note, decision: id, account, issue, owner: actor, at }, promises)
    return ok({ value: null, undo: { command: 'note.edit', args: before } })
  },
})

/** Takes a note out of sight; its author alone may. */
export const withdrawNote = defineCommand({
  name: 'note.withdraw',
  args: z.strictObject({ note: uid }),
  apply: (tx, { note }, { actor, at }) => {
    const found = ownNote(tx, note, actor, 'withdrawn')
    if (!found.ok) return found
    if (found.value.withdrawnAt !== null) return withdrawn
    tx.run(statement('UPDATE note SET withdrawn_at = ? WHERE id = ?', [at, found.value.id]))
    return ok({ value: null, undo: { command: 'note.restore', args: { note } } })
  },
})

/** Shows a withdrawn note again. */
const restoreNote = defineCommand({
  name: 'note.restore',
  args: z.strictObject({ note: uid }),
  apply: (tx, { note }, { actor }) => {
    const found = ownNote(tx, note, actor, 'restored')
    if (!found.ok) return found
    tx.run(statement('UPDATE note SET withdrawn_at = NULL WHERE id = ?', [found.value.id]))
    return ok({ value: null, undo: { command: 'note.withdraw', args: { note } } })
  },
})

export const noteCommands = [writeNote, editNote, withdrawNote, restoreNote]
