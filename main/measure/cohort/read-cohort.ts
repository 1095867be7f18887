import type { Period } from '../../../shared/period.ts'
import { DAY } from '../../../shared/trigger/duration.ts'
import { THEIRS } from '../../cache/asked/tickets.ts'
import { query, type ReadDb } from '../../cache/db.ts'
import type { CohortAccount, CohortData, CohortTickets } from './cohort.ts'
import { bounds, firstGhost, readStarts } from './read-starts.ts'

/** Days before an account's first start in which its contacts are counted, to take out what they explain. */
export const DAYS_BEFORE = 90

/** A million accounts would take seconds to read and hundreds of MB to keep, where a thousand were written to. */
const accounts = (period: Period, of: CohortAccounts) =>
  query<CohortAccount>(
    `SELECT id, plan, country, CAST(properties ->> '$.seats' AS INTEGER) AS seats, signed_up_at AS signedUpAt,
     churned_at AS churnedAt, mrr_minor AS mrrMinor, currency
   FROM account WHERE merged_into IS NULL ${
     of === 'all' ? '' : `AND id IN (SELECT account_id FROM exposure WHERE assigned_at >= $from AND assigned_at < $to)`
   }`,
    of === 'all' ? [] : bounds(period),
  )

/**
 * CROSS JOIN fixes the order: tickets are found through the index of each account, not by reading every object. They come
 * account by account, those of one account by their moments.
 */
const tickets = ({ from }: Period) =>
  query<{ accountId: number; openedAt: number } & Record<'closedAt' | 'signedUpAt' | 'churnedAt', number | null>>(
    `SELECT o.account_id AS accountId, o.opened_at AS openedAt, o.closed_at AS closedAt,
       a.signed_up_at AS signedUpAt, a.churned_at AS churnedAt
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
    signedUpAt: new Float64Array(rows.length),
    churnedAt: new Float64Array(rows.length),
  }
  for (const [at, { accountId, openedAt, closedAt, signedUpAt, churnedAt }] of rows.entries()) {
    found.accountId[at] = accountId
    found.openedAt[at] = openedAt
    found.closedAt[at] = closedAt ?? Number.NaN
    found.signedUpAt[at] = signedUpAt ?? Number.NaN
    found.churnedAt[at] = churnedAt ?? Number.NaN
  }
  return found
}

/** Which accounts are read: those with a start in the period, or every one, as the fingerprint of a report needs them. */
type CohortAccounts = 'started' | 'all'

/** Reads what was started in a period, its accounts, and tickets of all accounts from a while before the period on. */
export function readCohort(db: ReadDb, period: Period, of: CohortAccounts = 'started'): CohortData {
  return {
    starts: readStarts(db, period),
    accounts: new Map(db.all(accounts(period, of)).map(account => [account.id, account])),
    tickets: readTickets(db, period.from === undefined ? period : { ...period, from: period.from - DAYS_BEFORE * DAY }),
    ghosts: firstGhost(db) !== null,
  }
}
