import type { z } from 'zod'
import type { OutcomeView } from '../../../shared/model/outcome.ts'
import type { REVIEW_FIGURES, reviewCohortSchema } from '../../../shared/model/review.ts'
import { THEIRS } from '../../cache/asked/tickets.ts'
import { type Param, query, type ReadDb } from '../../cache/db.ts'
import { LEFT_AT } from '../../cache/left.ts'
import { sizeBounds } from '../figures/groups.ts'
import { bounds } from './read-starts.ts'

type Figure = (typeof REVIEW_FIGURES)[number]

/** Which accounts: a figure of a period, and a page of them. */
export type CohortAsk = z.infer<typeof reviewCohortSchema> & { offset: number; limit: number }

const SENT = `i.arm = 'treatment' AND ${LEFT_AT} IS NOT NULL`
/** Something left, or was held out on purpose: only then can anything have followed from it. */
const HAS_OUTCOME = `(i.arm = 'control' OR ${LEFT_AT} IS NOT NULL)`
const CLOSED = 'c.window_ends_at <= $now'
/** A ticket in the window as assigned, whether or not anything was sent. */
const CONTACT = `${CLOSED} AND EXISTS (SELECT 1 FROM object o WHERE o.account_id = i.account_id
  AND o.kind = 'ticket' AND o.opened_at > i.exposed_at AND o.opened_at <= c.window_ends_at AND ${THEIRS})`
const FIRST = `NOT EXISTS (SELECT 1 FROM intervention e WHERE e.account_id = i.account_id AND e.exposed_at >= $from
  AND e.exposed_at < i.exposed_at AND e.recalled_at IS NULL)`
const LEFT_US = 'coalesce(a.churned_at, c.churned_at)'

/** Starts that may count for a figure of few, listed once, so that the others are passed over in the index `k` alone. */
const startsWith = (condition: string, index = '') =>
  `k.id IN (SELECT intervention_id FROM outcome ${index} WHERE ${condition})`
/** An account that had left before cannot leave because of a start, so the index over accounts and moments passes it over. */
const MAY_HAVE_LEFT = `k.id IN (SELECT v.id FROM account w CROSS JOIN intervention v INDEXED BY intervention_account
    ON v.account_id = w.id AND v.exposed_at >= $from AND v.exposed_at < min(w.churned_at, $to)
    WHERE w.churned_at IS NOT NULL
  UNION ALL SELECT intervention_id FROM outcome WHERE churned_at IS NOT NULL)`

/**
 * Who counts for a figure, in SQL, so that a page of accounts is found without reading all of them. A test holds each to
 * the number that the screen shows. An account of the control arm stays there as assigned, even where a person broke the
 * glass and wrote to it.
 */
const COUNTS: Record<Figure, string> = {
  sent: SENT,
  held_out: `i.arm = 'control'`,
  held_out_contacted: `i.arm = 'control' AND c.contacted_at IS NOT NULL`,
  begun: `i.arm = 'treatment'`,
  not_sent: `i.arm = 'treatment' AND ${LEFT_AT} IS NULL`,
  contacted: `${SENT} AND c.contacted_at IS NOT NULL`,
  metric_met: `${SENT} AND c.metric_met_at IS NOT NULL`,
  judged: `${startsWith('judged IS NOT NULL', 'INDEXED BY outcome_judged')} AND ${HAS_OUTCOME} AND c.judged IS NOT NULL`,
  awaiting: `${HAS_OUTCOME} AND c.judged IS NULL AND c.proposal IS NOT NULL`,
  treated: `i.arm = 'treatment' AND ${CLOSED}`,
  control: `i.arm = 'control' AND ${CLOSED}`,
  treated_contacts: `i.arm = 'treatment' AND ${CONTACT}`,
  control_contacts: `i.arm = 'control' AND ${CONTACT}`,
  open: startsWith('window_ends_at > $now'),
  left: `${MAY_HAVE_LEFT} AND ${LEFT_US} > i.exposed_at AND ${LEFT_US} <= $now AND ${FIRST}`,
  induced: `${startsWith('induced_at IS NOT NULL')} AND i.arm = 'treatment' AND c.induced_at IS NOT NULL`,
  resolved: `${SENT} AND s.closed_at IS NOT NULL`,
}

/** Conditions on a column, for those that were asked for. */
const equal = (asked: [name: string, column: string, value: string | undefined][]) => ({
  where: asked.flatMap(([name, column, value]) => (value === undefined ? [] : [`${column} = $${name}`])),
  params: Object.fromEntries(asked.flatMap(([name, , value]) => (value === undefined ? [] : [[name, value]]))),
})

/**
 * The conditions of the group that was asked for. Its starts are listed once, by reading their table in its own order:
 * looking each start of the period up costs more.
 */
function groupConditions(wanted: CohortAsk): { where: string[]; params: Record<string, Param> } {
  const { triggerId, playbookId, category, plan, country, specialist, size } = wanted
  const starts = equal([
    ['triggerId', 'trigger_id', triggerId],
    ['playbookId', 'playbook_id', playbookId],
    ['specialist', 'started_by', specialist],
  ])
  const accounts = equal([
    ['plan', 'plan', plan],
    ['country', 'country', country],
  ])
  const issues = equal([['category', 's.category', category]])
  const seats = size === undefined ? null : sizeBounds(Number(size))
  const segment = [
    ...accounts.where,
    ...(seats ? [`CAST(properties ->> '$.seats' AS INTEGER) BETWEEN $least AND $most`] : []),
  ]
  const own = [
    ...starts.where,
    ...(segment.length > 0 ? [`account_id IN (SELECT id FROM account WHERE ${segment.join(' AND ')})`] : []),
  ]
  // A plus keeps SQLite from the index over moments.
  const listed = `k.id IN (SELECT id FROM intervention
    WHERE +exposed_at >= $from AND +exposed_at < $to AND ${own.join(' AND ')})`
  return {
    where: [...(own.length > 0 ? [listed] : []), ...issues.where],
    params: { ...starts.params, ...accounts.params, ...issues.params, ...seats },
  }
}

/**
 * The accounts behind a figure as a query. CROSS JOIN fixes the order: newest first, and no further than the page. Issues come
 * last, because few figures ask anything of them. `k` is the index over the moments of starts, which holds their ids too; `i` is the start itself.
 */
function drillQuery(wanted: CohortAsk, now: number) {
  const { where, params } = groupConditions(wanted)
  const figure = COUNTS[wanted.figure]
  const named = { ...bounds(wanted), ...params, offset: wanted.offset, limit: wanted.limit }
  // The figure first: where few starts may count for it, the group need not be listed at all once none is left.
  const conditions = [figure, ...where].join(' AND ')
  return query<OutcomeView>(
    `SELECT i.id AS interventionId, i.issue_id AS issueId, i.account_id AS accountId, a.name AS accountName,
       s.category, i.trigger_id AS triggerId, i.playbook_id AS playbookId, i.arm, i.exposed_at AS exposedAt,
       ${LEFT_AT} AS sentAt, c.window_ends_at AS windowEndsAt, c.contacted_at AS contactedAt,
       c.metric_met_at AS metricMetAt, c.churned_at AS churnedAt, c.proposal, c.judged, c.judged_by AS judgedBy,
       c.judged_at AS judgedAt
     FROM intervention k INDEXED BY intervention_exposed CROSS JOIN intervention i ON i.id = k.id
       CROSS JOIN outcome c ON c.intervention_id = i.id
       CROSS JOIN account a ON a.id = i.account_id CROSS JOIN issue s ON s.id = i.issue_id
     WHERE k.exposed_at >= $from AND k.exposed_at < $to AND i.recalled_at IS NULL AND ${conditions}
     ORDER BY k.exposed_at DESC, k.id LIMIT $limit OFFSET $offset`,
    // SQLite refuses a parameter that the statement does not name.
    figure.includes('$now') ? { ...named, now } : named,
  )
}

/** The accounts behind a figure, newest first. */
export const reviewCohort = (db: ReadDb, wanted: CohortAsk, now: number): OutcomeView[] =>
  db.all(drillQuery(wanted, now))
