import type { Period } from '../../../shared/period.ts'
import type { Category } from '../../../shared/vocabulary.ts'
import { type Query, query, type ReadDb } from '../../cache/db.ts'
import type { CohortRow, StartKind } from './cohort.ts'

/** Both bounds of a period as numbers. */
export const bounds = ({ from = 0, to = Number.MAX_SAFE_INTEGER }: Period) => ({ from, to })

/** From when on ghost sends are logged; null where none is. Starts of before have no like in the control arm. */
export const firstGhost = (db: ReadDb): number | null =>
  db.get(query<{ at: number | null }>('SELECT min(assigned_at) AS at FROM exposure WHERE ghost = 1'))?.at ?? null

/** A row of `exposure`. */
interface Assigned
  extends Pick<CohortRow, 'accountId' | 'issueId' | 'treated' | 'assignedAt' | 'exposedAt'>,
    Pick<StartKind, 'triggerId' | 'playbookId' | 'startedBy'> {
  id: string
  approval: 0 | 1
}

/** A row of `outcome`. */
interface Followed
  extends Pick<CohortRow, 'windowEndsAt' | 'contactedAt' | 'inducedAt' | 'metricMetAt' | 'churnedAt'>,
    Pick<StartKind, 'proposal' | 'judged'> {
  id: string
}

/** A row of `issue`. */
interface ActedOn extends Pick<CohortRow, 'issueOpenedAt' | 'issueClosedAt' | 'minutes'> {
  id: number
  category: Category
}

/**
 * The one place that knows where assignments and exposures are kept. Each table is read in its own order, and the rows are
 * put together below: looking 100,000 starts up in three other tables takes SQLite five times as long.
 */
function tablesIn(period: Period) {
  const isAll = period.from === undefined && period.to === undefined
  const params = isAll ? [] : bounds(period)
  const assigned = isAll ? '' : 'WHERE assigned_at >= $from AND assigned_at < $to'
  const within = (column: string, key: string) =>
    isAll ? '' : `${column} IN (SELECT ${key} FROM exposure ${assigned})`
  const where = (condition: string) => (condition === '' ? '' : `WHERE ${condition}`)
  const and = (condition: string) => (condition === '' ? '' : `AND ${condition}`)
  const ask = <Row>(sql: string): Query<Row> => query<Row>(sql, params)
  return {
    assigned: ask<Assigned>(
      `SELECT intervention_id AS id, account_id AS accountId, issue_id AS issueId, trigger_id AS triggerId,
         playbook_id AS playbookId, actor AS startedBy, arm = 'treatment' AS treated, assigned_at AS assignedAt,
         exposed_at AS exposedAt, approval
       FROM exposure ${assigned} ORDER BY intervention_id`,
    ),
    followed: ask<Followed>(
      `SELECT intervention_id AS id, window_ends_at AS windowEndsAt, contacted_at AS contactedAt,
         induced_at AS inducedAt, metric_met_at AS metricMetAt, churned_at AS churnedAt, proposal, judged
       FROM outcome ${where(within('intervention_id', 'intervention_id'))} ORDER BY intervention_id`,
    ),
    actedOn: ask<ActedOn>(
      `SELECT id, category, opened_at AS issueOpenedAt, closed_at AS issueClosedAt, minutes
       FROM issue ${where(within('id', 'issue_id'))}`,
    ),
    left: ask<{ id: string; messages: number }>(
      `SELECT intervention_id AS id, sum(kind = 'message') AS messages FROM outbox INDEXED BY outbox_left
       WHERE state = 'sent' ${and(within('intervention_id', 'intervention_id'))} GROUP BY intervention_id`,
    ),
    recalled: ask<{ id: string }>(
      `SELECT id FROM intervention WHERE recalled_at IS NOT NULL ${and(within('id', 'intervention_id'))}`,
    ),
  }
}

/** Separates words that may hold anything but a control character. */
const SEPARATOR = '\u001f'

const byId = <Id, Row extends { id: Id }>(rows: readonly Row[]): Map<Id, Row> => new Map(rows.map(row => [row.id, row]))

/** Finds rows that are asked for in their own order: the next one is nearly always the right one, so few need a map. */
function inStep<Row extends { id: string }>(rows: readonly Row[]): (id: string) => Row | undefined {
  let next = 0
  let others: Map<string, Row> | undefined
  return id => {
    const row = rows[next]
    if (row?.id === id) {
      next++
      return row
    }
    others ??= byId(rows)
    return others.get(id)
  }
}

/**
 * What was started in a period, in the order of assignment. Recalled starts are left out of both arms. Nobody releases a
 * ghost, so what a second person had to release is compared in neither arm.
 */
export function readStarts(db: ReadDb, period: Period): CohortRow[] {
  const tables = tablesIn(period)
  const ghostsSince = firstGhost(db) ?? Number.MAX_SAFE_INTEGER
  const recalled = byId(db.all(tables.recalled))
  const outcomeOf = inStep(db.all(tables.followed))
  const actedOn = byId(db.all(tables.actedOn))
  const left = byId(db.all(tables.left))
  const kindOf = eachKindOnce()
  const starts: CohortRow[] = []
  for (const assigned of db.all(tables.assigned)) {
    const outcome = outcomeOf(assigned.id)
    const issue = actedOn.get(assigned.issueId)
    if (!outcome || !issue || recalled.has(assigned.id)) continue
    const { accountId, treated, assignedAt, exposedAt } = assigned
    const isComparable = exposedAt !== null && assigned.approval === 0 && assignedAt >= ghostsSince
    // Field by field: objects of one shape are read several times as fast as copies that leave a field out.
    starts.push({
      accountId,
      kind: kindOf(assigned, outcome, issue),
      treated,
      assignedAt,
      exposedAt,
      comparable: isComparable ? 1 : 0,
      windowEndsAt: outcome.windowEndsAt,
      contactedAt: outcome.contactedAt,
      inducedAt: outcome.inducedAt,
      metricMetAt: outcome.metricMetAt,
      churnedAt: outcome.churnedAt,
      messages: left.get(assigned.id)?.messages ?? null,
      issueId: issue.id,
      issueOpenedAt: issue.issueOpenedAt,
      issueClosedAt: issue.issueClosedAt,
      minutes: issue.minutes,
    })
  }
  // Rows come in the order of their ids, which stays the order among those of one moment.
  return starts.sort((a, b) => a.assignedAt - b.assignedAt)
}

/** Gives each combination of words once, so that starts share it. */
function eachKindOnce() {
  const kinds = new Map<string, StartKind>()
  return (
    { triggerId, playbookId, startedBy }: Assigned,
    { proposal, judged }: Followed,
    { category }: ActedOn,
  ): StartKind => {
    const words = `${triggerId}${SEPARATOR}${playbookId}${SEPARATOR}${startedBy}${SEPARATOR}${proposal}${SEPARATOR}${judged}${SEPARATOR}${category}`
    const known = kinds.get(words)
    if (known) return known
    const kind: StartKind = { triggerId, playbookId, category, startedBy, proposal, judged }
    kinds.set(words, kind)
    return kind
  }
}
