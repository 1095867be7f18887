import type { DeskAbout } from '../../../shared/desk/about.ts'
import type { DeskSubject } from '../../../shared/desk/note.ts'
import { query, type ReadDb } from '../../cache/db.ts'
import { promisesOfAccount } from '../promise/promise-store.ts'
import { notesFrom, notesOfAccount } from '../together/note-store.ts'
import { watched } from '../together/watch.ts'

/** More notes of one account are read in its timeline. */
const MOST_NOTES = 200

const accountOfIssue = (issue: number) =>
  query<{ id: number }>('SELECT account_id AS id FROM issue WHERE id = ?', [issue])

/** Notes about an account with those about its issues, and what this person watches of it. */
export function deskAbout(db: ReadDb, of: DeskSubject, me: string): DeskAbout {
  const issue = 'issueId' in of ? of.issueId : null
  const account = 'issueId' in of ? db.get(accountOfIssue(of.issueId))?.id : of.accountId
  if (account === undefined) return { notes: [], promises: [], watching: { issue: false, account: false } }
  return {
    promises: db.all(promisesOfAccount(account)),
    notes: notesFrom(db, db.all(notesOfAccount(account, MOST_NOTES))),
    watching: {
      issue: issue !== null && watched(db, me, account, issue) !== undefined,
      account: watched(db, me, account, null) !== undefined,
    },
  }
}
