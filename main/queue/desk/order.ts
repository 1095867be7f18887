import type { QueueSort, SortBy } from '../../../shared/desk/pick.ts'
import { type Param, query } from '../../cache/db.ts'
import { type DeskList, listWhere, stateOf, type Where } from './where.ts'

/** What an order sorts by, in the direction that a person means by its name, and the index that is in that order. */
interface Order {
  key(i: string): string
  down: boolean
  index: string
}

/** Later than every deadline: what has none is the least urgent. */
const NEVER = 9_007_199_254_740_991

const column = (name: string, down: boolean, index: string): Order => ({ key: i => `${i}.${name}`, down, index })

const ORDERS: Record<Exclude<SortBy, 'account'>, Order> = {
  priority: column('priority', true, 'issue_queue'),
  risk: column('risk', true, 'issue_by_risk'),
  treatability: column('treatability', true, 'issue_by_treatability'),
  value: column('value_minor', true, 'issue_by_value'),
  urgency: { key: i => `coalesce(${i}.due_at, ${NEVER})`, down: false, index: 'issue_by_deadline' },
  minutes: column('minutes', false, 'issue_by_minutes'),
  age: column('opened_at', false, 'issue_by_age'),
}

/** The index of an order; the others hold open issues only, of which there are the most. */
function indexOf(list: DeskList, { index }: Order): string {
  if (list.accounts || list.incident !== undefined || list.pick?.issueIds) return ''
  if (index === 'issue_queue' && list.band !== undefined) return 'INDEXED BY issue_queue_band'
  return index === 'issue_queue' || stateOf(list) === 'open' ? `INDEXED BY ${index}` : ''
}

/** Whether issue `o` of the same account comes before `i`. Ids decide between equals, so the order is total. */
const before = (o: string, i: string, { key, down }: Order, turned: boolean): string => {
  const sooner = down === turned ? '<' : '>'
  return `(${key(o)} ${sooner} ${key(i)} OR (${key(o)} = ${key(i)} AND o.id ${turned ? '>' : '<'} i.id))`
}

/** That no issue of the account comes before this one in the list: the row of a customer is its first issue. */
function firstOfAccount(list: DeskList, order: Order, turned: boolean): Where {
  const others = listWhere('o', list)
  return {
    sql: `NOT EXISTS (SELECT 1 FROM issue o INDEXED BY issue_account WHERE o.account_id = i.account_id
      AND ${others.sql} AND ${before('o', 'i', order, turned)})`,
    params: others.params,
  }
}

/** By the name of the account, then its number, then the category, of which an account has one unfinished issue each. */
function byAccount(list: DeskList, turned: boolean, page: { offset: number; limit: number }) {
  const { sql, params } = listWhere('i', list)
  const down = turned ? ' DESC' : ''
  const single =
    list.group === 'account'
      ? `AND i.id = (SELECT o.id FROM issue o INDEXED BY issue_account WHERE o.account_id = a.id AND ${listWhere('o', list).sql}
           ORDER BY o.priority DESC, o.id LIMIT 1)`
      : ''
  return query<{ id: number }>(
    `SELECT i.id FROM account a INDEXED BY account_name CROSS JOIN issue i INDEXED BY issue_account ON i.account_id = a.id
     WHERE a.merged_into IS NULL AND ${sql} ${single}
     ORDER BY a.name COLLATE NOCASE${down}, a.id${down}, i.category${down} LIMIT ? OFFSET ?`,
    [...params, ...(single ? listWhere('o', list).params : []), page.limit, page.offset],
  )
}

/** One page of a list in its order: of each customer the first issue, where customers are one row. */
export function orderedIds(list: DeskList, page: { offset: number; limit: number }) {
  const { by, turned }: QueueSort = list.sort ?? { by: 'priority', turned: false }
  if (by === 'account') return byAccount(list, turned, page)
  const order = ORDERS[by]
  const where = listWhere('i', list)
  const first = list.group === 'account' ? firstOfAccount(list, order, turned) : null
  const params: Param[] = [...where.params, ...(first?.params ?? []), page.limit, page.offset]
  const down = order.down !== turned
  return query<{ id: number }>(
    `SELECT i.id FROM issue i ${indexOf(list, order)} WHERE ${where.sql} ${first ? `AND ${first.sql}` : ''}
     ORDER BY ${order.key('i')}${down ? ' DESC' : ''}, i.id${turned ? ' DESC' : ''} LIMIT ? OFFSET ?`,
    params,
  )
}

/** The issues of a list that some customers have, in the order of their rows. `issues`: JSON list of ids. */
export function siblingIds(list: DeskList, issues: string) {
  const { sql, params } = listWhere('o', list)
  return query<{ of: number; id: number; category: string; title: string }>(
    `SELECT i.id AS "of", o.id, o.category, o.title FROM json_each(?) j CROSS JOIN issue i ON i.id = j.value
       CROSS JOIN issue o INDEXED BY issue_account ON o.account_id = i.account_id
     WHERE o.id <> i.id AND ${sql} ORDER BY o.priority DESC, o.id`,
    [issues, ...params],
  )
}

/** How many issues of a list there are in each band, and of how many accounts. */
export function countByBand(list: DeskList) {
  const { sql, params } = listWhere('i', list)
  return query<{ band: number; n: number }>(
    `SELECT i.band, count(*) AS n FROM issue i WHERE ${sql} GROUP BY i.band`,
    params,
  )
}

/** How many customers have an issue in a list. */
export function countAccounts(list: DeskList) {
  const { sql, params } = listWhere('i', list)
  return query<{ n: number }>(`SELECT count(DISTINCT i.account_id) AS n FROM issue i WHERE ${sql}`, params)
}
