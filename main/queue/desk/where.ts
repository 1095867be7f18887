import type { DueSpan, QueuePick } from '../../../shared/desk/pick.ts'
import type { QueueFilter } from '../../../shared/model/queue.ts'
import { bandNumber } from '../../../shared/priority.ts'
import { DAY, HOUR } from '../../../shared/trigger/duration.ts'
import type { IssueState } from '../../../shared/vocabulary.ts'
import type { Param } from '../../cache/db.ts'
import { VIEWS } from '../rank.ts'

/** Conditions over an issue in SQL, with their parameters in order. */
export interface Where {
  sql: string
  params: Param[]
}

/** That all of some conditions hold. */
export const allOf = (parts: readonly Where[]): Where => ({
  sql: parts.map(({ sql }) => sql).join(' AND '),
  params: parts.flatMap(({ params }) => params),
})
const or = (parts: readonly Where[]): Where => ({
  sql: `(${parts.map(({ sql }) => sql).join(' OR ')})`,
  params: parts.flatMap(({ params }) => params),
})
const IN_LIST = 'IN (SELECT value FROM json_each(?))'

function dueWithin(i: string, deadline: DueSpan, now: number): Where {
  const until = (ms: number): Where => ({ sql: `(${i}.due_at >= ? AND ${i}.due_at <= ?)`, params: [now, now + ms] })
  switch (deadline) {
    case 'overdue':
      return { sql: `${i}.due_at < ?`, params: [now] }
    case 'hour':
      return until(HOUR)
    case 'day':
      return until(DAY)
    case 'week':
      return until(7 * DAY)
    case 'none':
      return { sql: `${i}.due_at IS NULL`, params: [] }
  }
}

/** Only a value at stake that was stated counts: the value of an account in the middle is a guess. */
const valued = (i: string, comparison: string, minor: number): Where => ({
  sql: `(${i}.value_minor ${comparison} ? AND coalesce(nullif(${i}.value_basis, '') ->> '$.by', 'known') = 'known')`,
  params: [minor],
})

const ofAccount = (i: string, column: string, values: readonly string[]): Where => ({
  sql: `EXISTS (SELECT 1 FROM account w WHERE w.id = ${i}.account_id AND w.${column} ${IN_LIST})`,
  params: [JSON.stringify(values)],
})

/**
 * The conditions of a filter over the issue `i`, all but what preflight would say, which no table holds. What is not known
 * is NULL, so no condition holds for it. Lists are bound as JSON, so that a filter is one statement whatever it lists.
 */
export function pickedWhere(i: string, pick: QueuePick, now: number): Where[] {
  const parts: Where[] = []
  const listed = (column: string, values: readonly (string | number)[] | undefined) => {
    if (values) parts.push({ sql: `${column} ${IN_LIST}`, params: [JSON.stringify(values)] })
  }
  const compared = (sql: string, value: number | undefined) => {
    if (value !== undefined) parts.push({ sql, params: [value] })
  }
  listed(`${i}.category`, pick.categories)
  listed(`${i}.band`, pick.bands?.map(bandNumber))
  listed(`coalesce(${i}.claimed_by, '')`, pick.claimedBy)
  listed(`${i}.id`, pick.issueIds)
  compared(`${i}.risk >= ?`, pick.riskFrom)
  compared(`${i}.risk <= ?`, pick.riskTo)
  compared(`${i}.minutes <= ?`, pick.minutesTo)
  compared(`${i}.account_id = ?`, pick.accountId)
  compared(`${i}.opened_at >= ?`, pick.openedWithin === undefined ? undefined : now - pick.openedWithin)
  if (pick.valueFrom !== undefined) parts.push(valued(i, '>=', pick.valueFrom))
  if (pick.valueTo !== undefined) parts.push(valued(i, '<=', pick.valueTo))
  if (pick.harmful) parts.push({ sql: `${i}.treatability_high < 0`, params: [] })
  if (pick.deadlines) parts.push(or(pick.deadlines.map(one => dueWithin(i, one, now))))
  if (pick.plans) parts.push(ofAccount(i, 'plan', pick.plans))
  if (pick.countries) parts.push(ofAccount(i, 'country', pick.countries))
  if (pick.triggers)
    parts.push({
      sql: `EXISTS (SELECT 1 FROM signal s INDEXED BY signal_issue
        WHERE s.issue_id = ${i}.id AND s.cleared_at IS NULL AND s.trigger_id ${IN_LIST})`,
      params: [JSON.stringify(pick.triggers)],
    })
  return parts
}

/** A list of the desk: a view, what it is filtered by, and who looks at it when. `accounts`: those that a text names. */
export interface DeskList extends Omit<QueueFilter, 'search'> {
  actor: string
  now: number
  accounts?: readonly number[] | undefined
}

/** The state that a list shows. */
export const stateOf = ({ view, pick }: Pick<DeskList, 'view' | 'pick'>): IssueState => pick?.state ?? VIEWS[view].state

/** Everything that an issue `i` of the list must fulfil. The state is written out, as a partial index wants it. */
export function listWhere(i: string, list: DeskList): Where {
  const { claimed } = VIEWS[list.view]
  const parts: Where[] = [{ sql: `${i}.state = '${stateOf(list)}'`, params: [] }]
  if (list.category !== undefined) parts.push({ sql: `${i}.category = ?`, params: [list.category] })
  if (list.band !== undefined) parts.push({ sql: `${i}.band = ?`, params: [bandNumber(list.band)] })
  if (list.incident !== undefined)
    parts.push({
      sql: `${i}.id IN (SELECT issue_id FROM incident_issue WHERE incident_id = ? AND taken_out = 0)`,
      params: [list.incident],
    })
  if (list.accounts) parts.push({ sql: `${i}.account_id ${IN_LIST}`, params: [JSON.stringify(list.accounts)] })
  if (claimed === 'nobody') parts.push({ sql: `${i}.claimed_by IS NULL`, params: [] })
  if (claimed === 'mine') parts.push({ sql: `${i}.claimed_by = ?`, params: [list.actor] })
  if (list.view === 'confirm') parts.push({ sql: `${i}.to_confirm > 0`, params: [] })
  if (list.view === 'undisturbed') parts.push({ sql: `${i}.treatability_high < 0`, params: [] })
  return allOf([...parts, ...pickedWhere(i, list.pick ?? {}, list.now)])
}
