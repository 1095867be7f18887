import type { AccountIssue, AccountPage, RecordLine } from '../../../shared/desk/account-page.ts'
import { query, type ReadDb } from '../../cache/db.ts'

const MOST_ISSUES = 100
const MOST_RECORDS = 100

const sourcesOf = (account: number) =>
  query<AccountPage['sources'][number]>(
    `SELECT s.name, k.external_id AS externalId FROM account_key k JOIN source s ON s.id = k.source_id
     WHERE k.account_id = ? ORDER BY s.name COLLATE NOCASE, k.external_id`,
    [account],
  )

/** Those that are not over first, then the newest; of several interventions the last that was not recalled. */
const issuesOf = (account: number) =>
  query<AccountIssue>(
    `SELECT i.id, i.title, i.category, i.state, i.risk, i.opened_at AS openedAt, i.closed_at AS closedAt,
       i.closed_because AS closedBecause, p.definition ->> '$.name' AS playbook, v.exposed_at AS startedAt,
       coalesce(o.judged, o.proposal) AS outcome
     FROM issue i INDEXED BY issue_account
       LEFT JOIN intervention v ON v.id = (SELECT id FROM intervention WHERE issue_id = i.id AND recalled_at IS NULL
         ORDER BY exposed_at DESC, id DESC LIMIT 1)
       LEFT JOIN playbook p ON p.id = v.playbook_id LEFT JOIN outcome o ON o.intervention_id = v.id
     WHERE i.account_id = ? ORDER BY i.state = 'closed', i.opened_at DESC, i.id DESC LIMIT ${MOST_ISSUES}`,
    [account],
  )

const isOpen = '(o.closed_at IS NULL OR o.closed_at > @now)'
const recordsOf = (account: number, now: number) =>
  query<RecordLine>(
    `SELECT o.id, o.kind, o.external_id AS externalId, o.state, o.opened_at AS openedAt, o.closed_at AS closedAt,
       o.due_at AS dueAt, o.amount_minor AS amountMinor, o.currency, s.name AS source
     FROM object o INDEXED BY object_account LEFT JOIN source s ON s.id = o.source_id
     WHERE o.account_id = @account AND (o.opened_at IS NULL OR o.opened_at <= @now)
     ORDER BY NOT ${isOpen}, o.opened_at DESC, o.id DESC LIMIT ${MOST_RECORDS}`,
    { account, now },
  )
const kindsOf = (account: number, now: number) =>
  query<AccountPage['kinds'][number]>(
    `SELECT o.kind, sum(${isOpen}) AS open, count(*) AS "all" FROM object o INDEXED BY object_account
     WHERE o.account_id = @account AND (o.opened_at IS NULL OR o.opened_at <= @now) GROUP BY o.kind ORDER BY o.kind`,
    { account, now },
  )

/** What the page of an account shows beside the account itself, as it is at `now`. */
export const accountPage = (db: ReadDb, account: number, now: number): AccountPage => ({
  sources: db.all(sourcesOf(account)),
  issues: db.all(issuesOf(account)),
  records: db.all(recordsOf(account, now)),
  kinds: db.all(kindsOf(account, now)),
})
