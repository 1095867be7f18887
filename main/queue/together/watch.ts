import { z } from 'zod'
import { fail, ok, type Result } from '../../../shared/result.ts'
import { query, type ReadDb, statement, type WriteDb } from '../../cache/db.ts'
import { defineCommand, type Json } from '../../cache/journal.ts'
import { type Uid, uidOf } from '../../cache/uid.ts'
import { findIssue } from '../life.ts'
import { storedNote } from './note-store.ts'
import { about, namedSubject, subjectRows } from './notes.ts'

interface Watched {
  id: number
  seenAt: number
}
const watchOf = (actor: string, account: number, issue: number | null) =>
  query<Watched>(
    issue === null
      ? 'SELECT id, seen_at AS seenAt FROM watch WHERE actor = ? AND account_id = ? AND issue_id IS NULL'
      : 'SELECT id, seen_at AS seenAt FROM watch WHERE actor = ? AND issue_id = ?',
    [actor, issue ?? account],
  )

/** What a person watches of an issue or of an account as a whole; undefined where they do not. */
export const watched = (db: ReadDb, actor: string, account: number, issue: number | null): Watched | undefined =>
  db.get(watchOf(actor, account, issue))

const seenAt = z.int().min(0)

/** Begins to watch an issue or an account: what changes there is on this person's day. */
export const beginWatching = defineCommand({
  name: 'desk.watch',
  args: z.strictObject({ ...about, seenAt: seenAt.optional() }),
  apply: (tx, { seenAt, ...of }, { actor, at }) => {
    const rows = subjectRows(tx, of)
    if (!rows.ok) return rows
    const { account, issue } = rows.value
    if (watched(tx, actor, account, issue))
      return fail('refused', 'Nothing was changed.', 'You already watch this.', 'Press the key again to unwatch.')
    tx.run(
      statement('INSERT INTO watch (actor, account_id, issue_id, seen_at) VALUES (?, ?, ?, ?)', [
        ...[actor, account, issue, seenAt ?? at],
      ]),
    )
    return ok({ value: null, undo: { command: 'desk.unwatch', args: namedSubject(of) } })
  },
})

const notWatched = fail('refused', 'Nothing was changed.', 'You do not watch this.', 'Nothing needs to be done.')

/** Ends watching an issue or an account. */
export const endWatching = defineCommand({
  name: 'desk.unwatch',
  args: z.strictObject(about),
  apply: (tx, of, { actor }) => {
    const rows = subjectRows(tx, of)
    if (!rows.ok) return rows
    const found = watched(tx, actor, rows.value.account, rows.value.issue)
    if (!found) return notWatched
    tx.run(statement('DELETE FROM watch WHERE id = ?', [found.id]))
    return ok({ value: null, undo: { command: 'desk.watch', args: { ...namedSubject(of), seenAt: found.seenAt } } })
  },
})

const seenArgs = z.strictObject({
  notes: z.array(z.strictObject({ note: uidOf('note'), seenAt: seenAt.nullable().optional() })).max(500),
  watched: z.array(z.strictObject({ ...about, seenAt: seenAt.optional() })).max(500),
  /** Issues that returned; `returned` is why, as the row holds it, where seeing it is undone. */
  returned: z
    .array(z.strictObject({ issue: uidOf('issue'), returned: z.string().optional() }))
    .max(500)
    .default([]),
})
type Seen = z.infer<typeof seenArgs>

const mentionSeen = (note: number, actor: string) =>
  query<{ seenAt: number | null }>('SELECT seen_at AS seenAt FROM mention WHERE note_id = ? AND actor = ?', [
    note,
    actor,
  ])

function seeNote(tx: WriteDb, uid: Uid<'note'>, actor: string, to: number | null): Json[] {
  const note = storedNote(tx, uid)
  const before = note && tx.get(mentionSeen(note.id, actor))
  if (!note || !before) return []
  tx.run(statement('UPDATE mention SET seen_at = ? WHERE note_id = ? AND actor = ?', [to, note.id, actor]))
  return [{ note: uid, seenAt: before.seenAt }]
}

function seeWatched(
  tx: WriteDb,
  { seenAt: _, ...of }: Seen['watched'][number],
  actor: string,
  to: number,
): Result<Json[]> {
  const rows = subjectRows(tx, of)
  if (!rows.ok) return rows
  const found = watched(tx, actor, rows.value.account, rows.value.issue)
  if (!found) return ok([])
  tx.run(statement('UPDATE watch SET seen_at = ? WHERE id = ?', [to, found.id]))
  return ok([{ ...namedSubject(of), seenAt: found.seenAt }])
}

/** Marks mentions and watched things as seen; with the moments of before it is its own inverse. */
export const see = defineCommand({
  name: 'desk.see',
  args: seenArgs,
  apply: (tx, args, { actor, at }) => {
    const before: { notes: Json[]; watched: Json[]; returned: Json[] } = { notes: [], watched: [], returned: [] }
    for (const { note, seenAt } of args.notes)
      before.notes.push(...seeNote(tx, note, actor, seenAt === undefined ? at : seenAt))
    for (const one of args.watched) {
      const seen = seeWatched(tx, one, actor, one.seenAt ?? at)
      if (!seen.ok) return seen
      before.watched.push(...seen.value)
    }
    for (const { issue, returned } of args.returned) {
      const found = findIssue(tx, issue)
      if (!found.ok) return found
      tx.run(statement('UPDATE issue SET returned = ? WHERE id = ?', [returned ?? null, found.value.id]))
      const why = found.value.returned
      before.returned.push({ issue, ...(why === null ? {} : { returned: why }) })
    }
    return ok({ value: null, undo: { command: 'desk.see', args: before } })
  },
})

export const watchCommands = [beginWatching, endWatching, see]
