import type { ReadDb } from '../../cache/db.ts'
import { type ContactRow, contactById } from '../guard/contact-rows.ts'
import { type IssueRow, issueById } from '../guard/issue-rows.ts'
import { fieldsOf } from '../message/message-fields.ts'
import type { MessageFields } from '../playbook/fields.ts'
import type { RunRow } from './run-facts.ts'

/** The issue that a run is about. */
export function issueOf(db: ReadDb, run: RunRow): IssueRow {
  const issue = db.get(issueById(run.issueId))
  if (!issue) throw new Error(`the issue of run ${run.id} is gone`)
  return issue
}

/** Whom a run writes to; null where there is nobody, or no longer. */
export const contactOf = (db: ReadDb, { contactId }: RunRow): ContactRow | null =>
  (contactId !== null && db.get(contactById(contactId))) || null

/** Everything that the templates of a run may name. */
export const fieldsOfRun = (db: ReadDb, run: RunRow, now: number): MessageFields =>
  fieldsOf(db, issueOf(db, run), contactOf(db, run), run.playbookId, now)
