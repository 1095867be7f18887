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

/** Starts that may count for a figure of few, listed once, so that the others are passed over without a look at them. */
const startsWith = (condition: string) => `i.id IN (SELECT intervention_id FROM outcome WHERE ${condition})`
const MAY_HAVE_LEFT = `(i.account_id IN (SELECT id FROM account WHERE churned_at IS NOT NULL)
  OR ${startsWith('churned_at IS NOT NULL')})`

/**
 * Who counts for a figure, in SQL, so that a page of accounts is found without reading all of them. A test holds each to
 * the number that the screen shows. An account of the control arm stays there as assigned, even where a person broke the
 * glass and wrote to it.
 */
const COUNTS: Record<Figure, string> = {
  sent: SENT,
  held_out: `i.arm = 'control'`,
  not_sent: `i.arm = 'treatment' AND ${LEFT_AT} IS NULL`,
  contacted: `${SENT} AND c.contacted_at IS NOT NULL`,
  metric_met: `${SENT} AND c.metric_met_at IS NOT NULL`,
  judged: `${startsWith('judged IS NOT NULL')} AND ${HAS_OUTCOME} AND c.judged IS NOT NULL`,
  awaiting: `${HAS_OUTCOME} AND c.judged IS NULL AND c.proposal IS NOT NULL`,
  treated: `i.arm = 'treatment' AND ${CLOSED}`,
  control: `i.arm = 'control' AND ${CLOSED}`,
  treated_contacts: `i.arm = 'treatment' AND ${CONTACT}`,
  control_contacts: `i.arm = 'control' AND ${CONTACT}`,
  open: 'c.window_ends_at > $now',
  left: `${MAY_HAVE_LEFT} AND ${LEFT_US} > i.exposed_at AND ${LEFT_US} <= $now AND ${FIRST}`,
  induced: `${startsWith('induced_at IS NOT NULL')} AND i.arm = 'treatment' AND c.induced_at IS NOT NULL`,
  resolved: `${SENT} AND s.closed_at IS NOT NULL`,
}

/** The conditions of the group that was asked for. Accounts of a segment are listed once, as above. */
function groupConditions(wanted: CohortAsk): { where: string[]; params: Record<string, Param> } {
  const { triggerId, playbookId, category, plan, country, specialist, size } = wanted
  const of = (conditions: [string, string | undefined, string][]) =>
    conditions.flatMap(([name, value, column]) => (value === undefined ? [] : [{ name, value, column }]))
  const starts = of([
    ['triggerId', triggerId, 'i.trigger_id'],
    ['playbookId', playbookId, 'i.playbook_id'],
    ['specialist', specialist, 'i.started_by'],
    ['category', category, 's.category'],
  ])
  const accounts = of([
    ['plan', plan, 'plan'],
    ['country', country, 'country'],
  ])
  const seats = size === undefined ? null : sizeBounds(Number(size))
  const equals = ({ name, column }: { name: string; column: string }) => `${column} = $${name}`
  const segment = [
    ...accounts.map(equals),
    ...(seats ? [`CAST(properties ->> '$.seats' AS INTEGER) BETWEEN $least AND $most`] : []),
  ]
  return {
    where: [
      ...starts.map(equals),
      ...(segment.length > 0 ? [`i.account_id IN (SELECT id FROM account WHERE ${segment.join(' AND ')})`] : []),
    ],
    params: { ...Object.fromEntries([...starts, ...accounts].map(({ name, value }) => [name, value])), ...seats },
  }
}

/** The accounts behind a figure as a query. CROSS JOIN fixes the order: newest first, and no further than the page. */
function drillQuery(wanted: CohortAsk, now: number) {
  const { where, params } = groupConditions(wanted)
  const figure = COUNTS[wanted.figure]
  const named = { ...bounds(wanted), ...params, offset: wanted.offset, limit: wanted.limit }
  const conditions = [...where, figure].join(' AND ')
  return query<OutcomeView>(
    `SELECT i.id AS interventionId, i.issue_id AS issueId, i.account_id AS accountId, a.name AS accountName,
       s.category, i.trigger_id AS triggerId, i.playbook_id AS playbookId, i.arm, i.exposed_at AS exposedAt,
       ${LEFT_AT} AS sentAt, c.window_ends_at AS windowEndsAt, c.contacted_at AS contactedAt,
       c.metric_met_at AS metricMetAt, c.churned_at AS churnedAt, c.proposal, c.judged, c.judged_by AS judgedBy,
       c.judged_at AS judgedAt
     FROM intervention i INDEXED BY intervention_exposed CROSS JOIN outcome c ON c.intervention_id = i.id
       CROSS JOIN issue s ON s.id = i.issue_id CROSS JOIN account a ON a.id = i.account_id
     WHERE i.exposed_at >= $from AND i.exposed_at < $to AND i.recalled_at IS NULL AND ${conditions}
     ORDER BY i.exposed_at DESC, i.id LIMIT $limit OFFSET $offset`,
    // SQLite refuses a parameter that the statement does not name.
    figure.includes('$now') ? { ...named, now } : named,
  )
}

/** The accounts behind a figure, newest first. */
export const reviewCohort = (db: ReadDb, wanted: CohortAsk, now: number): OutcomeView[] =>
  db.all(drillQuery(wanted, now))
