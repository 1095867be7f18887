import { query, type ReadDb } from '../../cache/db.ts'

const toSettle = (now: number) =>
  query<{ id: number }>(
    `SELECT i.account_id AS id FROM issue_due d INDEXED BY issue_due_at CROSS JOIN issue i ON i.id = d.issue_id WHERE d.at <= ?
     UNION SELECT account_id FROM signal INDEXED BY signal_unfolded WHERE issue_id IS NULL`,
    [now],
  )

/** Accounts of which an issue is due to be looked at by a moment, or about to be opened. */
export const accountsToSettle = (db: ReadDb, now: number): number[] => db.all(toSettle(now)).map(({ id }) => id)

const withIssues = (after: number, limit: number) =>
  query<{ id: number }>(
    `SELECT DISTINCT account_id AS id FROM issue INDEXED BY issue_one_open
     WHERE state <> 'closed' AND account_id > ? ORDER BY account_id LIMIT ?`,
    [after, limit],
  )

/** Accounts with an issue that is not over, by id, behind one of them; null: all that are left. */
export const accountsWithIssues = (db: ReadDb, after: number, limit: number | null): number[] =>
  db.all(withIssues(after, limit ?? -1)).map(({ id }) => id)
