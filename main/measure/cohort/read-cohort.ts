import type { Period } from '../../../shared/period.ts'
import { DAY } from '../../../shared/trigger/duration.ts'
import { query, type ReadDb } from '../../cache/db.ts'
import { LEFT_AT } from '../../cache/left.ts'
import { THEIRS } from '../../cache/tickets.ts'
import type { CohortAccount, CohortData, CohortRow, CohortTicket } from './cohort.ts'

/** Days before an account's first start in which its contacts are counted, to take out what they explain. */
export const DAYS_BEFORE = 90

/** Both bounds of a period as numbers. */
export const bounds = ({ from = 0, to = Number.MAX_SAFE_INTEGER }: Period) => ({ from, to })

/**
 * The one place that knows where assignments and exposures are kept. Recalled starts are left out of both arms.
 */
const rows = (period: Period) =>
  query<CohortRow>(
    `SELECT i.account_id AS accountId, i.trigger_id AS triggerId, i.playbook_id AS playbookId, s.category,
       i.started_by AS startedBy, i.arm = 'treatment' AS treated, i.exposed_at AS assignedAt, ${LEFT_AT} AS exposedAt,
       0 AS comparable, c.window_ends_at AS windowEndsAt, c.contacted_at AS contactedAt,
       c.metric_met_at AS metricMetAt, c.churned_at AS churnedAt, c.proposal, c.judged, s.opened_at AS issueOpenedAt,
       s.closed_at AS issueClosedAt, s.minutes
     FROM intervention i INDEXED BY intervention_exposed JOIN outcome c ON c.intervention_id = i.id
       JOIN issue s ON s.id = i.issue_id
     WHERE i.exposed_at >= $from AND i.exposed_at < $to AND i.recalled_at IS NULL`,
    bounds(period),
  )

const accounts = query<CohortAccount>(
  `SELECT id, plan, country, CAST(properties ->> '$.seats' AS INTEGER) AS seats, signed_up_at AS signedUpAt,
     churned_at AS churnedAt, mrr_minor AS mrrMinor, currency
   FROM account WHERE merged_into IS NULL`,
)

/** CROSS JOIN fixes the order: tickets are found through the index of each account, not by reading every object. */
const tickets = (period: Period) =>
  query<CohortTicket>(
    `SELECT o.account_id AS accountId, o.opened_at AS openedAt, o.closed_at AS closedAt
     FROM account a CROSS JOIN object o INDEXED BY object_account
       ON o.account_id = a.id AND o.kind = 'ticket' AND o.opened_at >= $from AND o.opened_at < $to
     WHERE a.merged_into IS NULL AND ${THEIRS}`,
    bounds(period),
  )

/** Reads what was started in a period, every account, and their tickets from a while before the period on. */
export const readCohort = (db: ReadDb, period: Period): CohortData => ({
  rows: db.all(rows(period)),
  accounts: new Map(db.all(accounts).map(account => [account.id, account])),
  tickets: db.all(tickets(period.from === undefined ? period : { ...period, from: period.from - DAYS_BEFORE * DAY })),
  ghosts: false,
})
