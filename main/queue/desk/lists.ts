import type { IssueReach } from '../../../shared/desk/reach.ts'
import type { QueueCounts, QueueFilter, QueueRow } from '../../../shared/model/queue.ts'
import { bandNumber, bandOf } from '../../../shared/priority.ts'
import { BANDS, type Band, type Category } from '../../../shared/vocabulary.ts'
import { query, type ReadDb } from '../../cache/db.ts'
import { accountsNamed, MOST_NAMED, type Page, queueCounts, rowsInOrder, tally } from '../store.ts'
import { countAccounts, countByBand, orderedIds, siblingIds } from './order.ts'
import { type DeskList, listWhere } from './where.ts'

/** What preflight says about some issues; those without a playbook that could be started are left out. */
export type ReachOf = (issueIds: readonly number[]) => ReadonlyMap<number, IssueReach>

/** Preflight is asked about so many issues of a list at most: a few tenths of a second, in a thread of its own. */
export const MOST_LOOKED_AT = 2_000

/** A list as it is asked for, with its text looked up. */
export function deskList(db: ReadDb, filter: QueueFilter, who: { actor: string; now: number }): DeskList {
  const { search, ...rest } = filter
  const text = search?.trim()
  return { ...rest, ...who, ...(text ? { accounts: accountsNamed(db, text, MOST_NAMED).map(({ id }) => id) } : {}) }
}

/** The first issues of a list that preflight answers as the filter asks, in their order; without that filter a page. */
function idsOf(db: ReadDb, list: DeskList, page: Page, reachOf: ReachOf): number[] {
  const wanted = list.pick?.reach
  if (!wanted) return db.all(orderedIds(list, page)).map(({ id }) => id)
  return reached(db, list, reachOf).slice(page.offset, page.offset + page.limit)
}

/** All issues of a list that can be started as the filter asks, of the first that are looked at. */
export function reached(db: ReadDb, list: DeskList, reachOf: ReachOf): number[] {
  const ids = db.all(orderedIds(list, { offset: 0, limit: MOST_LOOKED_AT })).map(({ id }) => id)
  const wanted = new Set(list.pick?.reach)
  const found = reachOf(ids)
  return ids.filter(id => {
    const reach = found.get(id)?.reach
    return reach !== undefined && wanted.has(reach)
  })
}

/** One page of a filtered, sorted or grouped list. */
export function deskPage(db: ReadDb, list: DeskList, page: Page, reachOf: ReachOf): QueueRow[] {
  const rows = rowsInOrder(db, idsOf(db, list, page, reachOf))
  if (list.group !== 'account' || rows.length === 0) return rows
  const others = Map.groupBy(db.all(siblingIds(list, JSON.stringify(rows.map(({ id }) => id)))), one => one.of)
  return rows.map(row => ({
    ...row,
    siblings: (others.get(row.id) ?? []).map(({ id, category, title }) => ({
      id,
      category: category as Category,
      title,
    })),
  }))
}

/** An issue further down a list than this is not looked for: to walk there takes a tenth of a second. */
const MOST_PASSED = 100_000

/** Where in a list an issue is, or the row of its customer where customers are one row; null where it is not in it. */
export interface ListPlace {
  band: Band
  /** How many rows are before it; of its band alone where the list is `banded`. */
  offset: number
}

/** Finds the row of an issue in a list. */
export function listPlaceOf(
  db: ReadDb,
  list: DeskList,
  { issueId, banded }: { issueId: number; banded: boolean },
  reachOf: ReachOf,
): ListPlace | null {
  const found = db.get(bandsOf(JSON.stringify([issueId])))
  if (!found) return null
  const band = bandOf(found.band)
  const within = banded ? { ...list, band } : list
  if (stillListed(db, within, [issueId]).length === 0) return null
  const others = list.group === 'account' ? db.all(siblingIds(list, JSON.stringify([issueId]))) : []
  const row = new Set([issueId, ...others.map(({ id }) => id)])
  const offset = idsOf(db, within, { offset: 0, limit: MOST_PASSED }, reachOf).findIndex(id => row.has(id))
  return offset < 0 ? null : { band, offset }
}

const bandsOf = (issues: string) =>
  query<{ band: number; n: number }>(
    'SELECT i.band, count(*) AS n FROM json_each(?) j CROSS JOIN issue i ON i.id = j.value GROUP BY i.band',
    [issues],
  )

/** How many rows a filtered, sorted or grouped list has; views and categories are those of the list without its filter. */
export function deskCounts(db: ReadDb, list: DeskList, reachOf: ReachOf): QueueCounts {
  const whole = queueCounts(db, list, list.actor)
  const { bands, lookedAt } = rowsIn(db, list, reachOf)
  return { ...whole, bands, lookedAt }
}

/** The rows of a list by band, and of how many issues preflight was asked where that were not all. */
export function rowsIn(db: ReadDb, list: DeskList, reachOf: ReachOf): Pick<QueueCounts, 'bands' | 'lookedAt'> {
  const byBand = (cells: readonly { band: number; n: number }[]) =>
    tally(BANDS, band => cells.find(cell => cell.band === bandNumber(band))?.n ?? 0)
  if (list.pick?.reach) {
    const ids = reached(db, list, reachOf)
    const isMore = db.all(orderedIds(list, { offset: MOST_LOOKED_AT, limit: 1 })).length > 0
    const bands = list.group ? { today: 0, week: 0, later: ids.length } : byBand(db.all(bandsOf(JSON.stringify(ids))))
    return { bands, lookedAt: isMore ? MOST_LOOKED_AT : null }
  }
  if (list.group) return { bands: { today: 0, week: 0, later: db.get(countAccounts(list))?.n ?? 0 }, lookedAt: null }
  return { bands: byBand(db.all(countByBand(list))), lookedAt: null }
}

/** Which of some issues a list still holds, whatever preflight says of them now. */
export function stillListed(db: ReadDb, list: DeskList, issueIds: readonly number[]): number[] {
  const { sql, params } = listWhere('i', list)
  return db
    .all(
      query<{ id: number }>(
        `SELECT i.id FROM json_each(?) j CROSS JOIN issue i ON i.id = j.value WHERE ${sql} ORDER BY j.key`,
        [JSON.stringify(issueIds), ...params],
      ),
    )
    .map(({ id }) => id)
}
