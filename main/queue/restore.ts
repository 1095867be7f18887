import { fail, ok, type Result } from '../../shared/result.ts'
import type { IssueState } from '../../shared/vocabulary.ts'
import { query, type WriteDb } from '../cache/db.ts'
import { findIssue, type IssueNow, imageOf, putImage, type Restore } from './life.ts'

/**
 * Puts each issue back to what it was, unless it was changed since, and gives what would take that back. The version goes
 * back too, so that the decision before it can be undone in turn.
 */
export function restoreEach(tx: WriteDb, issues: Restore['issues']): Result<Restore['issues']> {
  const inverse: Restore['issues'] = []
  for (const { id, before, ...expected } of issues) {
    const found = findIssue(tx, id)
    if (!found.ok) return found
    const allowed = mayRestore(tx, found.value, expected, before.state)
    if (!allowed.ok) return allowed
    putImage(tx, found.value.id, before)
    inverse.push({ id, version: before.version, state: before.state, before: imageOf(found.value) })
  }
  return ok(inverse)
}

function mayRestore(
  tx: WriteDb,
  issue: IssueNow,
  expected: { version: number; state: IssueState },
  to: IssueState,
): Result<null> {
  const what = `The decision about ${issue.accountName} was not undone.`
  if (issue.version !== expected.version || issue.state !== expected.state)
    return fail('conflict', what, 'The issue has changed since.', 'Open the issue again.')
  const rival = query(
    `SELECT 1 FROM issue INDEXED BY issue_one_open WHERE account_id = ? AND category = ? AND state <> 'closed' AND id <> ?`,
    [issue.accountId, issue.category, issue.id],
  )
  if (to !== 'closed' && tx.get(rival))
    return fail('conflict', what, 'The problem returned and has a newer issue.', 'Work on the newer issue.')
  return ok(null)
}
