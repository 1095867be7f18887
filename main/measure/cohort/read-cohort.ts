import type { Period } from '../../../shared/period.ts'
import { DAY } from '../../../shared/trigger/duration.ts'
import type { Category, Outcome } from '../../../shared/vocabulary.ts'
import { THEIRS } from '../../cache/asked/tickets.ts'
import { query, type ReadDb } from '../../cache/db.ts'
import type { CohortAccount, CohortData, CohortRow, CohortTicket, StartKind } from './cohort.ts'

/** Days before an account's first start in which its contacts are counted, to take out what they explain. */
export const DAYS_BEFORE = 90

/** Both bounds of a period as numbers. */
export const bounds = ({ from = 0, to = Number.MAX_SAFE_INTEGER }: Period) => ({ from, to })

/** From when on ghost sends are logged; null where none is. Starts of before have no like in the control arm. */
const firstGhost = query<{ at: number | null }>('SELECT min(assigned_at) AS at FROM exposure WHERE ghost = 1')

/** A start as the database gives it: its words in one column, because each further column costs more than taking them apart. */
type ReadRow = Omit<CohortRow, 'kind'> & { words: string }

/** Separates words that may hold anything but a control character. */
const SEPARATOR = 'char(31)'

/**
 * The one place that knows where assignments and exposures are kept. Recalled starts are left out of both arms. Nobody
 * releases a ghost, so what a second person had to release is compared in neither arm.
 */
const rows = (period: Period, ghostsSince: number) =>
  query<ReadRow>(
    `SELECT i.account_id AS accountId, ${[
      'e.trigger_id',
      'e.playbook_id',
      's.category',
      'e.actor',
      `ifnull(c.proposal, '')`,
      `ifnull(c.judged, '')`,
    ].join(` || ${SEPARATOR} || `)} AS words,
       e.arm = 'treatment' AS treated, e.assigned_at AS assignedAt, e.exposed_at AS exposedAt,
       (e.exposed_at IS NOT NULL AND e.approval = 0 AND e.assigned_at >= $ghosts) AS comparable,
       c.window_ends_at AS windowEndsAt, c.contacted_at AS contactedAt, c.induced_at AS inducedAt,
       c.metric_met_at AS metricMetAt, c.churned_at AS churnedAt,
       (SELECT sum(o.kind = 'message') FROM outbox o WHERE o.intervention_id = i.id AND o.state = 'sent') AS messages,
       s.id AS issueId, s.opened_at AS issueOpenedAt, s.closed_at AS issueClosedAt, s.minutes
     FROM exposure e INDEXED BY exposure_assigned CROSS JOIN intervention i ON i.id = e.intervention_id
       CROSS JOIN outcome c ON c.intervention_id = i.id CROSS JOIN issue s ON s.id = i.issue_id
     WHERE e.assigned_at >= $from AND e.assigned_at < $to AND i.recalled_at IS NULL`,
    { ...bounds(period), ghosts: ghostsSince },
  )

/** Starts with their words taken apart, each combination once. */
function withKinds(read: readonly ReadRow[]): CohortRow[] {
  const kinds = new Map<string, StartKind>()
  const kindBehind = (words: string): StartKind => {
    const known = kinds.get(words)
    if (known) return known
    const kind = kindOf(words)
    kinds.set(words, kind)
    return kind
  }
  // Field by field: objects of one shape are read several times as fast as copies that leave a field out.
  return read.map(row => ({
    accountId: row.accountId,
    kind: kindBehind(row.words),
    treated: row.treated,
    assignedAt: row.assignedAt,
    exposedAt: row.exposedAt,
    comparable: row.comparable,
    windowEndsAt: row.windowEndsAt,
    contactedAt: row.contactedAt,
    inducedAt: row.inducedAt,
    metricMetAt: row.metricMetAt,
    churnedAt: row.churnedAt,
    messages: row.messages,
    issueId: row.issueId,
    issueOpenedAt: row.issueOpenedAt,
    issueClosedAt: row.issueClosedAt,
    minutes: row.minutes,
  }))
}

function kindOf(words: string): StartKind {
  const [triggerId = '', playbookId = '', category = '', startedBy = '', proposal, judged] = words.split('\u001f')
  return {
    ...{ triggerId, playbookId, category: category as Category, startedBy },
    proposal: (proposal || null) as Outcome | null,
    judged: (judged || null) as Outcome | null,
  }
}

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

/** Reads what was started in a period. */
export const readStarts = (db: ReadDb, period: Period): CohortRow[] =>
  withKinds(db.all(rows(period, db.get(firstGhost)?.at ?? Number.MAX_SAFE_INTEGER)))

/** Reads what was started in a period, every account, and their tickets from a while before the period on. */
export function readCohort(db: ReadDb, period: Period): CohortData {
  return {
    rows: readStarts(db, period),
    accounts: new Map(db.all(accounts).map(account => [account.id, account])),
    tickets: db.all(tickets(period.from === undefined ? period : { ...period, from: period.from - DAYS_BEFORE * DAY })),
    ghosts: (db.get(firstGhost)?.at ?? null) !== null,
  }
}
