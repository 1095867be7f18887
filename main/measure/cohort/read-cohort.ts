import type { Period } from '../../../shared/period.ts'
import { DAY } from '../../../shared/trigger/duration.ts'
import { THEIRS } from '../../cache/asked/tickets.ts'
import { query, type ReadDb } from '../../cache/db.ts'
import type { CohortAccount, CohortData, CohortTickets } from './cohort.ts'
import { firstGhost, readStarts } from './read-starts.ts'

/** Days before an account's first start in which its contacts are counted, to take out what they explain. */
export const DAYS_BEFORE = 90

const accounts = query<CohortAccount>(
  `SELECT id, plan, country, CAST(properties ->> '$.seats' AS INTEGER) AS seats, signed_up_at AS signedUpAt,
     churned_at AS churnedAt, mrr_minor AS mrrMinor, currency
   FROM account WHERE merged_into IS NULL`,
)

/**
 * CROSS JOIN fixes the order: tickets are found through the index of each account, not by reading every object. They come
 * account by account, those of one account by their moments.
 */
const tickets = ({ from }: Period) =>
  query<{ accountId: number; openedAt: number; closedAt: number | null }>(
    `SELECT o.account_id AS accountId, o.opened_at AS openedAt, o.closed_at AS closedAt
     FROM account a CROSS JOIN object o INDEXED BY object_account
       ON o.account_id = a.id AND o.kind = 'ticket' AND o.opened_at >= $from
     WHERE a.merged_into IS NULL AND ${THEIRS} ORDER BY a.id, o.opened_at`,
    { from: from ?? 0 },
  )

function readTickets(db: ReadDb, period: Period): CohortTickets {
  const rows = db.all(tickets(period))
  const found = {
    accountId: new Float64Array(rows.length),
    openedAt: new Float64Array(rows.length),
    closedAt: new Float64Array(rows.length),
  }
  for (const [at, { accountId, openedAt, closedAt }] of rows.entries()) {
    found.accountId[at] = accountId
    found.openedAt[at] = openedAt
    found.closedAt[at] = closedAt ?? Number.NaN
  }
  return found
}

/** Reads what was started in a period, every account, and their tickets from a while before the period on. */
export function readCohort(db: ReadDb, period: Period): CohortData {
  return {
    starts: readStarts(db, period),
    accounts: new Map(db.all(accounts).map(account => [account.id, account])),
    tickets: readTickets(db, period.from === undefined ? period : { ...period, from: period.from - DAYS_BEFORE * DAY }),
    ghosts: firstGhost(db) !== null,
  }
}
