import type { Period } from '../../../shared/period.ts'
import { DAY } from '../../../shared/trigger/duration.ts'
import { query, type ReadDb } from '../../cache/db.ts'
import { THEIRS } from '../../cache/tickets.ts'
import type { CohortAccount, CohortData, CohortRow, CohortTicket } from './cohort.ts'

/** Days before an account's first start in which its contacts are counted, to take out what they explain. */
export const DAYS_BEFORE = 90

/** Both bounds of a period as numbers. */
export const bounds = ({ from = 0, to = Number.MAX_SAFE_INTEGER }: Period) => ({ from, to })

/** From when on ghost sends are logged; null where none is. Starts of before have no like in the control arm. */
const firstGhost = query<{ at: number | null }>('SELECT min(assigned_at) AS at FROM exposure WHERE ghost = 1')

/**
 * The one place that knows where assignments and exposures are kept. Recalled starts are left out of both arms. Nobody
 * releases a ghost, so what a second person had to release is compared in neither arm.
 */
const rows = (period: Period, ghostsSince: number) =>
  query<CohortRow>(
    `SELECT i.account_id AS accountId, e.trigger_id AS triggerId, e.playbook_id AS playbookId, s.category,
       e.actor AS startedBy, e.arm = 'treatment' AS treated, e.assigned_at AS assignedAt, e.exposed_at AS exposedAt,
       (e.exposed_at IS NOT NULL AND e.approval = 0 AND e.assigned_at >= $ghosts) AS comparable,
       c.window_ends_at AS windowEndsAt, c.contacted_at AS contactedAt, c.induced_at AS inducedAt,
       c.metric_met_at AS metricMetAt, c.churned_at AS churnedAt, c.proposal, c.judged, s.opened_at AS issueOpenedAt,
       s.closed_at AS issueClosedAt, s.minutes
     FROM exposure e INDEXED BY exposure_assigned CROSS JOIN intervention i ON i.id = e.intervention_id
       CROSS JOIN outcome c ON c.intervention_id = i.id CROSS JOIN issue s ON s.id = i.issue_id
     WHERE e.assigned_at >= $from AND e.assigned_at < $to AND i.recalled_at IS NULL`,
    { ...bounds(period), ghosts: ghostsSince },
  )

const accounts = query<CohortAccount>(
  `SELECT id, plan, country, CAST(properties ->> '$.seats' AS INTEGER) AS seats, signed_up_at AS signedUpAt,
     churned_at AS churnedAt, mrr_minor AS mrrMinor, currency
   FROM account WHERE merged_into IS NULL`,
)

/** CROSS JOIN fixes the order: tickets are found through the index of each account, not by reading every object. */
const tickets = ({ from }: Period) =>
  query<CohortTicket>(
    `SELECT o.account_id AS accountId, o.opened_at AS openedAt, o.closed_at AS closedAt
     FROM account a CROSS JOIN object o INDEXED BY object_account
       ON o.account_id = a.id AND o.kind = 'ticket' AND o.opened_at >= $from
     WHERE a.merged_into IS NULL AND ${THEIRS}`,
    { from: from ?? 0 },
  )

/** Reads what was started in a period, every account, and their tickets from a while before the period on. */
export function readCohort(db: ReadDb, period: Period): CohortData {
  const ghostsSince = db.get(firstGhost)?.at ?? null
  return {
    rows: db.all(rows(period, ghostsSince ?? Number.MAX_SAFE_INTEGER)),
    accounts: new Map(db.all(accounts).map(account => [account.id, account])),
    tickets: db.all(tickets(period.from === undefined ? period : { ...period, from: period.from - DAYS_BEFORE * DAY })),
    ghosts: ghostsSince !== null,
  }
}
