import { type AccountHealth, accountHealth, type IssueLife } from '../../../shared/predict/health.ts'
import { query, type ReadDb } from '../../cache/db.ts'

/** The newest issues and scores of an account that its health is computed from. */
const MOST_ISSUES = 200
const MOST_SCORES = 200

interface IssueRow extends Omit<IssueLife, 'risks'> {
  openedAt: number
  risk: number
}

const issuesOf = (account: number) =>
  query<IssueRow>(
    `SELECT id, title, category, opened_at AS openedAt, risk, iif(state = 'closed', ifnull(closed_at, opened_at), NULL) AS closedAt
     FROM issue INDEXED BY issue_account WHERE account_id = ? ORDER BY opened_at DESC, id DESC LIMIT ${MOST_ISSUES}`,
    [account],
  )
const standingsOf = (issues: string) =>
  query<{ issue: number; at: number; risk: number }>(
    `SELECT s.issue_id AS issue, s.at, s.risk FROM json_each(?) j CROSS JOIN issue_score s ON s.issue_id = j.value
     ORDER BY s.issue_id, s.at`,
    [issues],
  )
const scoresOf = (account: number) =>
  query<{ at: number; risk: number }>(
    `SELECT s.at, s.risk FROM score s INDEXED BY score_account
     WHERE s.account_id = @account AND EXISTS (SELECT 1 FROM account_risk WHERE account_id = @account)
     ORDER BY s.at DESC, s.id DESC LIMIT ${MOST_SCORES}`,
    { account },
  )

/** The health of an account and how it went, from what was kept of its issues and scores. */
export function healthOfAccount(db: ReadDb, account: number, now: number): AccountHealth {
  const issues = db.all(issuesOf(account))
  const kept = Map.groupBy(db.all(standingsOf(JSON.stringify(issues.map(({ id }) => id)))), ({ issue }) => issue)
  const lives = issues.map(({ openedAt, risk, ...issue }): IssueLife => {
    // What is too old is no longer kept: the issue then counts with its last risk from its beginning.
    const [first, ...rest] = kept.get(issue.id) ?? [{ at: openedAt, risk }]
    return { ...issue, risks: first ? [{ at: openedAt, risk: first.risk }, ...rest] : [] }
  })
  return accountHealth(lives, db.all(scoresOf(account)).reverse(), now)
}
