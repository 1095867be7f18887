import type { QueueFilter } from '../../shared/model/queue.ts'
import { bandNumber } from '../../shared/priority.ts'
import type { Category, IssueState, Outcome } from '../../shared/vocabulary.ts'
import { type Param, query } from '../cache/db.ts'
import { type CountCell, type IssueIndex, VIEWS } from './rank.ts'

export interface IssueRow {
  id: number
  account_id: number
  account_name: string
  plan: string | null
  category: Category
  title: string
  detail: string | null
  state: IssueState
  band: number
  priority: number
  risk: number
  treatability: number
  value_minor: number
  currency: string
  urgency: number
  minutes: number
  risk_low: number | null
  risk_high: number | null
  no_rate: string | null
  due_at: number | null
  opened_at: number
  signal_count: number
  claimed_by: string | null
  snoozed_until: number | null
  returned: string | null
}

const COLUMNS = `i.id, i.account_id, a.name AS account_name, a.plan, i.category, i.title,
  coalesce(nullif(i.figure, ''), i.factors ->> '$[0].label') AS detail, nullif(i.value_basis, '') ->> '$.missing[0]' AS no_rate, i.state, i.band, i.priority,
  i.risk, i.treatability, i.value_minor, i.currency, i.urgency, i.minutes, i.risk_low, i.risk_high, i.due_at, i.opened_at, i.signal_count, i.claimed_by, i.snoozed_until, i.returned`

/** The conditions of a filter, without the text that is searched for. */
function conditions(filter: Pick<QueueFilter, 'view' | 'category' | 'band' | 'incident'>, actor: string) {
  const { state, claimed } = VIEWS[filter.view]
  // Written out, not bound: an index of some states is used only where the state is known beforehand.
  const where = [`i.state = '${state}'`]
  const params: Param[] = []
  if (filter.category !== undefined) {
    where.push('i.category = ?')
    params.push(filter.category)
  }
  if (filter.band !== undefined) {
    where.push('i.band = ?')
    params.push(bandNumber(filter.band))
  }
  if (filter.incident !== undefined) {
    where.push('i.id IN (SELECT issue_id FROM incident_issue WHERE incident_id = ? AND taken_out = 0)')
    params.push(filter.incident)
  }
  if (claimed === 'nobody') where.push('i.claimed_by IS NULL')
  if (claimed === 'mine') {
    where.push('i.claimed_by = ?')
    params.push(actor)
  }
  if (filter.view === 'confirm') where.push('i.to_confirm > 0')
  if (filter.view === 'undisturbed') where.push('i.treatability_high < 0')
  return { where: where.join(' AND '), params }
}

/**
 * One page of the queue, read from an index that is in its order: the highest priority first, of equal ones the older
 * issue. Ids differ, so the order is total and pages neither overlap nor leave a gap. Rows before the page are skipped in
 * the index alone; of `matching` rows (null where nobody has counted them) those in the second half are reached from the end.
 */
export function topOfQueue(
  filter: Pick<QueueFilter, 'view' | 'category' | 'band'>,
  index: IssueIndex,
  actor: string,
  { offset, limit, matching }: { offset: number; limit: number; matching: number | null },
) {
  const { where, params } = conditions(filter, actor)
  const back = matching !== null && offset > matching / 2
  const rows = back ? Math.max(0, Math.min(limit, matching - offset)) : limit
  return query<IssueRow>(
    `WITH page AS MATERIALIZED (SELECT i.id FROM issue i INDEXED BY ${index} WHERE ${where}
       ORDER BY ${back ? 'i.priority, i.id DESC' : 'i.priority DESC, i.id'} LIMIT ? OFFSET ?)
     SELECT ${COLUMNS} FROM page CROSS JOIN issue i ON i.id = page.id CROSS JOIN account a ON a.id = i.account_id
     ORDER BY i.priority DESC, i.id`,
    [...params, rows, back ? matching - offset - rows : offset],
  )
}

/** The issues of some accounts (a JSON array of ids) in order of priority. */
export function queueOfAccounts(
  filter: Pick<QueueFilter, 'view' | 'category' | 'band' | 'incident'>,
  accounts: string,
  actor: string,
  page: { offset: number; limit: number },
) {
  const { where, params } = conditions(filter, actor)
  return query<IssueRow>(
    `SELECT ${COLUMNS} FROM json_each(?) j CROSS JOIN issue i INDEXED BY issue_account ON i.account_id = j.value
       CROSS JOIN account a ON a.id = i.account_id
     WHERE ${where} ORDER BY i.priority DESC, i.id LIMIT ? OFFSET ?`,
    [accounts, ...params, page.limit, page.offset],
  )
}

/** One page of the issues of an incident, in order of priority: sorted, because there are few beside all others. */
export function queueOfIncident(
  filter: Pick<QueueFilter, 'view' | 'category' | 'band'>,
  incident: number,
  actor: string,
  page: { offset: number; limit: number },
) {
  const { where, params } = conditions(filter, actor)
  return query<IssueRow>(
    `SELECT ${COLUMNS} FROM incident_issue m CROSS JOIN issue i ON i.id = m.issue_id
       CROSS JOIN account a ON a.id = i.account_id
     WHERE m.incident_id = ? AND m.taken_out = 0 AND ${where} ORDER BY i.priority DESC, i.id LIMIT ? OFFSET ?`,
    [incident, ...params, page.limit, page.offset],
  )
}

/** The counters of an incident's issues, which nobody keeps. */
export const countCellsOfIncident = (incident: number) =>
  query<CountCell>(
    `SELECT i.state, i.category, i.band, ifnull(i.claimed_by, '') AS claimedBy, count(*) AS n
     FROM incident_issue m CROSS JOIN issue i ON i.id = m.issue_id
     WHERE m.incident_id = ? AND m.taken_out = 0 GROUP BY 1, 2, 3, 4`,
    [incident],
  )

/** Those of an incident's issues that wait for a person's judgement. */
export const confirmCellsOfIncident = (incident: number) =>
  query<{ category: Category; band: number; n: number }>(
    `SELECT i.category, i.band, count(*) AS n FROM incident_issue m CROSS JOIN issue i ON i.id = m.issue_id
     WHERE m.incident_id = ? AND m.taken_out = 0 AND i.state = 'acting' AND i.to_confirm > 0 GROUP BY 1, 2`,
    [incident],
  )

/** Some issues as rows of the queue, whatever their state. */
export const issueRows = (ids: string) =>
  query<IssueRow>(
    `SELECT ${COLUMNS} FROM json_each(?) j CROSS JOIN issue i ON i.id = j.value JOIN account a ON a.id = i.account_id`,
    [ids],
  )

/** The interventions of some issues that were not taken back, oldest first, with the outcome as it looks so far. */
export const interventionsOf = (issues: string) =>
  query<{ issueId: number; id: string; proposal: Outcome | null }>(
    `SELECT v.issue_id AS issueId, v.id, CASE WHEN o.judged IS NULL OR o.reopened_at IS NOT NULL THEN o.proposal END AS proposal
     FROM json_each(?) j CROSS JOIN intervention v INDEXED BY intervention_issue ON v.issue_id = j.value
       LEFT JOIN outcome o ON o.intervention_id = v.id
     WHERE v.recalled_at IS NULL ORDER BY v.exposed_at`,
    [issues],
  )

/** The open incidents of some issues with how many accounts each has, the largest one last. */
export const incidentsOf = (issues: string) =>
  query<{ issueId: number; id: number; accounts: number }>(
    `SELECT m.issue_id AS issueId, m.incident_id AS id, z.accounts
     FROM json_each(?) j CROSS JOIN incident_issue m INDEXED BY incident_issue_issue ON m.issue_id = j.value
       CROSS JOIN incident n ON n.id = m.incident_id CROSS JOIN incident_size z ON z.incident_id = n.id
     WHERE m.taken_out = 0 AND n.state = 'open' ORDER BY z.accounts`,
    [issues],
  )

export const countCells = query<CountCell>(
  'SELECT state, category, band, claimed_by AS claimedBy, n FROM issue_count WHERE n > 0',
)

/** How many issues wait for a person's judgement, by category and band; reads only those, from an index. */
export const confirmCells = query<{ category: Category; band: number; n: number }>(
  `SELECT category, band, count(*) AS n FROM issue INDEXED BY issue_to_confirm_count
   WHERE state = 'acting' AND to_confirm > 0 GROUP BY category, band`,
)

/** How many open issues are known to get worse by acting, by category and band; reads only those, from an index. */
export const undisturbedCells = query<{ category: Category; band: number; n: number }>(
  `SELECT category, band, count(*) AS n FROM issue INDEXED BY issue_undisturbed_count
   WHERE state = 'open' AND treatability_high < 0 GROUP BY category, band`,
)

/** The same of an incident's issues. */
export const undisturbedCellsOfIncident = (incident: number) =>
  query<{ category: Category; band: number; n: number }>(
    `SELECT i.category, i.band, count(*) AS n FROM incident_issue m CROSS JOIN issue i ON i.id = m.issue_id
     WHERE m.incident_id = ? AND m.taken_out = 0 AND i.state = 'open' AND i.treatability_high < 0 GROUP BY 1, 2`,
    [incident],
  )

/** Accounts that are found by words (an expression of FTS5). */
export const accountsMatching = (match: string, limit: number) =>
  query<{ id: number; name: string }>(
    `SELECT a.id, a.name FROM words_account t CROSS JOIN account a ON a.id = t.rowid
     WHERE t.words_account MATCH ? AND a.merged_into IS NULL LIMIT ?`,
    [match, limit],
  )
