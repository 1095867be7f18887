import type { Note } from '../../../shared/desk/note.ts'
import { type Query, query, type ReadDb, statement, type WriteDb } from '../../cache/db.ts'
import type { Uid } from '../../cache/uid.ts'

/** A note as its commands see it. */
export interface StoredNote {
  id: number
  account: number
  issue: number | null
  author: string
  at: number
  editedAt: number | null
  withdrawnAt: number | null
  text: string
}

const noteByUid = (uid: string) =>
  query<StoredNote>(
    `SELECT id, account_id AS account, issue_id AS issue, author, at, edited_at AS editedAt, withdrawn_at AS withdrawnAt, text FROM note WHERE uid = ?`,
    [uid],
  )

export const storedNote = (db: ReadDb, uid: Uid<'note'>): StoredNote | undefined => db.get(noteByUid(uid))

const mentionsOf = (notes: string) =>
  query<{ noteId: number; actor: string }>(
    'SELECT note_id AS noteId, actor FROM json_each(?) j CROSS JOIN mention m ON m.note_id = j.value ORDER BY actor',
    [notes],
  )

/** Whom a note mentions. */
export const mentionedBy = (db: ReadDb, note: number): string[] =>
  db.all(mentionsOf(JSON.stringify([note]))).map(({ actor }) => actor)

/** What a new note says, and about what. */
export interface NewNote {
  uid: string
  account: number
  issue: number | null
  author: string
  at: number
  text: string
  mentions: readonly string[]
}

/** Keeps a new note with its mentions. */
export function putNote(tx: WriteDb, { uid, account, issue, author, at, text, mentions }: NewNote): void {
  const { lastId } = tx.run(
    statement('INSERT INTO note (uid, account_id, issue_id, author, at, text) VALUES (?, ?, ?, ?, ?, ?)', [
      ...[uid, account, issue, author, at, text],
    ]),
  )
  putMentions(tx, lastId, mentions)
}

/** Sets whom a note mentions. Who has seen the note stays one who has. */
export function putMentions(tx: WriteDb, note: number, mentions: readonly string[]): void {
  const list = JSON.stringify(mentions)
  tx.run(
    statement('DELETE FROM mention WHERE note_id = ? AND actor NOT IN (SELECT value FROM json_each(?))', [note, list]),
  )
  tx.run(statement('INSERT OR IGNORE INTO mention (note_id, actor) SELECT ?, value FROM json_each(?)', [note, list]))
}

type NoteRow = Omit<Note, 'mentions'>
const NOTE = `SELECT n.id, n.account_id AS accountId, n.issue_id AS issueId, i.title AS issueTitle, n.author, n.at,
  n.edited_at AS editedAt, n.text`

/** Notes of an account (with those of its issues), the newest first. */
export const notesOfAccount = (account: number, limit: number): Query<NoteRow> =>
  query(
    `${NOTE} FROM note n INDEXED BY note_account LEFT JOIN issue i ON i.id = n.issue_id
     WHERE n.account_id = ? AND n.withdrawn_at IS NULL ORDER BY n.at DESC, n.id DESC LIMIT ?`,
    [account, limit],
  )

/** Notes with whom they mention. */
export function notesFrom(db: ReadDb, rows: readonly NoteRow[]): Note[] {
  const mentioned = Map.groupBy(db.all(mentionsOf(JSON.stringify(rows.map(({ id }) => id)))), ({ noteId }) => noteId)
  return rows.map(row => ({ ...row, mentions: (mentioned.get(row.id) ?? []).map(({ actor }) => actor) }))
}
