import { returnSchema } from '../../shared/desk/snooze.ts'
import type { QueueCounts, QueueFilter, QueueRow } from '../../shared/model/queue.ts'
import { bandNumber, bandOf } from '../../shared/priority.ts'
import { wordsAsked } from '../../shared/text/fold.ts'
import { idsByWords } from '../../shared/text/match.ts'
import { BANDS, CATEGORIES, QUEUE_VIEWS } from '../../shared/vocabulary.ts'
import { accountsBeginning } from '../cache/asked/accounts-called.ts'
import type { ReadDb } from '../cache/db.ts'
import { firstPromises } from './promise/promise-store.ts'
import {
  accountsMatching,
  confirmCells,
  confirmCellsOfIncident,
  countCells,
  countCellsOfIncident,
  type IssueRow,
  incidentsOf,
  interventionsOf,
  issueRows,
  queueOfAccounts,
  queueOfIncident,
  topOfQueue,
  undisturbedCells,
  undisturbedCellsOfIncident,
} from './queries.ts'
import { chooseIndex, inView } from './rank.ts'

export interface Page {
  offset: number
  limit: number
}

/** More accounts than this match a text only when it says next to nothing. */
export const MOST_NAMED = 500

/** One page of the queue, highest priority first. */
export function queueList(db: ReadDb, input: QueueFilter & Page, actor: string): QueueRow[] {
  const text = input.search?.trim()
  if (input.incident !== undefined && !text)
    return views(db, db.all(queueOfIncident(input, input.incident, actor, input)))
  if (text) {
    const accounts = JSON.stringify(accountsNamed(db, text, MOST_NAMED).map(account => account.id))
    return views(db, db.all(queueOfAccounts(input, accounts, actor, input)))
  }
  if (input.view === 'confirm' || input.view === 'undisturbed') {
    const index = input.view === 'confirm' ? 'issue_to_confirm' : 'issue_undisturbed'
    return views(db, db.all(topOfQueue(input, index, actor, { ...input, matching: null })))
  }
  const { index, matching } = chooseIndex(db.all(countCells), input, actor)
  return matching === 0 ? [] : views(db, db.all(topOfQueue(input, index, actor, { ...input, matching })))
}

/** One issue as a row of the queue; undefined where there is none. */
export const queueRow = (db: ReadDb, id: number): QueueRow | undefined =>
  views(db, db.all(issueRows(JSON.stringify([id]))))[0]

/** Issues as rows of the queue, in the order of their ids; those that are gone are left out. */
export function rowsInOrder(db: ReadDb, ids: readonly number[]): QueueRow[] {
  const rows = new Map(views(db, db.all(issueRows(JSON.stringify(ids)))).map(row => [row.id, row]))
  return ids.flatMap(id => rows.get(id) ?? [])
}

function views(db: ReadDb, rows: readonly IssueRow[]): QueueRow[] {
  const interventions = new Map(
    db.all(interventionsOf(JSON.stringify(rows.map(row => row.id)))).map(found => [found.issueId, found]),
  )
  const incidents = new Map(
    db.all(incidentsOf(JSON.stringify(rows.map(row => row.id)))).map(({ issueId, ...incident }) => [issueId, incident]),
  )
  const promised = new Map(
    db
      .all(firstPromises(JSON.stringify([...new Set(rows.map(row => row.account_id))])))
      .map(({ accountId, dueAt }) => [accountId, dueAt]),
  )
  return rows.map(row => ({
    id: row.id,
    accountId: row.account_id,
    accountName: row.account_name,
    plan: row.plan,
    category: row.category,
    title: row.title,
    detail: row.detail,
    state: row.state,
    band: bandOf(row.band),
    priority: row.priority,
    risk: row.risk,
    terms: {
      ...{ treatability: row.treatability, valueMinor: row.value_minor, currency: row.currency },
      ...{ urgency: row.urgency, minutes: row.minutes },
    },
    riskLow: row.risk_low,
    riskHigh: row.risk_high,
    noRate: row.no_rate,
    dueAt: row.due_at,
    openedAt: row.opened_at,
    signalCount: row.signal_count,
    claimedBy: row.claimed_by,
    snoozedUntil: row.snoozed_until,
    returned: row.returned === null ? null : returnSchema.parse(JSON.parse(row.returned)),
    promisedAt: promised.get(row.account_id) ?? null,
    interventionId: interventions.get(row.id)?.id ?? null,
    proposal: interventions.get(row.id)?.proposal ?? null,
    incident: incidents.get(row.id) ?? null,
    siblings: [],
  }))
}

/**
 * How many issues each view holds, of the chosen view each category, and of both each band: the sections of the list
 * as it is filtered. From counters, never by counting, but for the few issues of an incident.
 */
export function queueCounts(
  db: ReadDb,
  { view, category, incident }: Pick<QueueFilter, 'view' | 'category' | 'incident'>,
  actor: string,
): QueueCounts {
  const cells = db.all(incident === undefined ? countCells : countCellsOfIncident(incident))
  const confirm = db.all(incident === undefined ? confirmCells : confirmCellsOfIncident(incident))
  const undisturbed = db.all(incident === undefined ? undisturbedCells : undisturbedCellsOfIncident(incident))
  const sum = (list: readonly { n: number }[]) => list.reduce((n, cell) => n + cell.n, 0)
  const cellsOf = (of: QueueFilter['view']) =>
    of === 'confirm' ? confirm : of === 'undisturbed' ? undisturbed : cells.filter(cell => inView(cell, of, actor))
  const chosen: readonly { category: string; band: number; n: number }[] = cellsOf(view)
  const inCategory = category ? chosen.filter(cell => cell.category === category) : chosen
  return {
    views: tally(QUEUE_VIEWS, one => sum(cellsOf(one))),
    categories: tally(CATEGORIES, one => sum(chosen.filter(cell => cell.category === one))),
    bands: tally(BANDS, band => sum(inCategory.filter(cell => cell.band === bandNumber(band)))),
    lookedAt: null,
  }
}

export const tally = <Key extends string>(keys: readonly Key[], count: (key: Key) => number) =>
  Object.fromEntries(keys.map(key => [key, count(key)])) as Record<Key, number>

/** Accounts by name: those that begin with the text first, then those that its words name (name, id, domain, address). */
export function accountsNamed(db: ReadDb, text: string, limit: number): { id: number; name: string }[] {
  const found = new Map(db.all(accountsBeginning(text, limit)).map(account => [account.id, account]))
  idsByWords(wordsAsked(text), limit - found.size, match => {
    const matched = db.all(accountsMatching(match, limit))
    for (const account of matched) found.set(account.id, account)
    return matched
  })
  return [...found.values()].slice(0, limit)
}
