import { query, type ReadDb, statement, type WriteDb } from '../../cache/db.ts'
import { putPromise } from './promise-store.ts'

/** A promise as it was found in the text of a note. */
interface InNote {
  quote: string
  dueAt: number
}

/** Promises that were found in a note, answered or not. */
export const promisesOfNote = (note: string) =>
  query<InNote & { isProposed: number }>(
    `SELECT quote, due_at AS dueAt, state = 'proposed' AS isProposed FROM promise INDEXED BY promise_source
     WHERE source = ? AND said = 'note' ORDER BY id`,
    [note],
  )

/** Promises of a note that nobody has answered yet. */
export const proposedIn = (db: ReadDb, note: string): InNote[] =>
  db.all(promisesOfNote(note)).flatMap(({ quote, dueAt, isProposed }) => (isProposed === 1 ? { quote, dueAt } : []))

/**
 * Proposes what was found in a note in place of what was proposed before. A sentence that somebody has answered is not asked
 * about again. `decision` names the new rows, so that they are the same on every computer.
 */
export function proposeFromNote(
  tx: WriteDb,
  of: { note: string; decision: string; account: number; issue: number | null; owner: string; at: number },
  promises: readonly InNote[],
): void {
  const { note, decision, account, issue, owner, at } = of
  tx.run(statement("DELETE FROM promise WHERE said = 'note' AND source = ? AND state = 'proposed'", [note]))
  const answered = new Set(tx.all(promisesOfNote(note)).map(({ quote }) => quote))
  for (const [n, { quote, dueAt }] of promises.entries())
    if (!answered.has(quote))
      putPromise(tx, {
        ...{ uid: `${decision}#${n}`, account, issue, owner, said: 'note', source: note, quote, saidAt: at, dueAt },
        state: 'proposed',
      })
}
