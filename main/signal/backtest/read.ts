import { own } from '../../../shared/foreign/own.ts'
import { kindsOf } from '../../../shared/trigger/activity.ts'
import { query, type ReadDb } from '../../cache/db.ts'
import { belongsByProperty } from '../meter/related.ts'
import { fits } from '../meter/rows.ts'
import { among } from './among.ts'
import type { Accounts, PointsWanted, Turn } from './history.ts'
import { type KnownThen, knownRows } from './known.ts'
import { addPoint, eachNumber, type Gathering, newGathering, startOver } from './points.ts'

const kindIs = (kinds: readonly string[]) =>
  kinds.length === 1 ? 'e.kind = ?' : `e.kind IN (${kinds.map(() => '?').join(', ')})`
/** Several kinds come one after the other out of the index; everything else wants them in order of time. */
const inOrder = (kinds: readonly string[]) => (kinds.length === 1 ? '' : 'ORDER BY a.id, e.at')

const timesOf = (w: PointsWanted, turn: Accounts, base: number) => {
  const { inTurn, these } = among(turn)
  return query<{ id: number; at: string }>(
    `SELECT a.id, group_concat(e.at - ?) AS at FROM account a CROSS JOIN event e
       ON e.account_id = a.id AND e.kind = ? AND e.at > ? AND e.at <= ?
     WHERE ${inTurn} GROUP BY a.id`,
    [base, w.events.kind, w.from, w.to, ...these],
  )
}

interface EventRow {
  /** For the account. */
  id: number
  at: number
  value: number | null
  properties: string
}

function rowsOf(w: PointsWanted, turn: Accounts, properties: boolean) {
  const kinds = kindsOf(w.events.kind)
  const { inTurn, these } = among(turn)
  return query<EventRow & { event: number }>(
    `SELECT a.id, e.id AS event, e.at, e.value, ${properties ? 'e.properties' : "'{}'"} AS properties FROM account a CROSS JOIN event e
       ON e.account_id = a.id AND ${kindIs(kinds)} AND e.at > ? AND e.at <= ?
     WHERE ${inTurn} ${inOrder(kinds)}`,
    [...kinds, w.from, w.to, ...these],
  )
}

type PastEvent = Omit<EventRow, 'id'> & { learned: number | null; first: number | null }

/** The same as they were known at a moment: later rows are left out, and what was corrected later is as it was. */
function knownRowsOf(db: ReadDb, w: PointsWanted, turn: Accounts, known: KnownThen): EventRow[] {
  const kinds = kindsOf(w.events.kind)
  const { counts, versions } = knownRows<PastEvent>(db, known, 'event', turn, ({ at }) => at)
  const present = db.all(rowsOf(w, turn, readsProperties(w))).filter(({ event, at }) => counts(event, at))
  const past = versions
    .filter(({ kind, body }) => kinds.includes(kind) && body.at > w.from && body.at <= w.to)
    .map(({ account, body: { at, value, properties } }) => ({ id: account, at, value, properties }))
  return past.length === 0 ? present : [...present, ...past].sort((a, b) => a.id - b.id || a.at - b.at)
}

/** Properties repeat, and parsing is what costs: the last answers are kept. */
const REMEMBERED = 20_000

/** Reads the points of many accounts, turn by turn, in order of account; `visit` is called for each unit of the turn. */
export function pointsReader(db: ReadDb, wanted: PointsWanted, known?: KnownThen) {
  const gathering = newGathering()
  const filtered = Object.keys(wanted.events.where ?? {}).length > 0
  const amount = amountReader(wanted, filtered)
  const counts =
    wanted.amount.is === 'count' && !filtered && !wanted.events.of && kindsOf(wanted.events.kind).length === 1
  return (turn: Turn, visit: (index: number, points: Gathering) => void): void => {
    if (counts && !known) {
      countOnly(db, wanted, turn, gathering, visit)
      return
    }
    const rows = known ? knownRowsOf(db, wanted, turn, known) : db.all(rowsOf(wanted, turn, readsProperties(wanted)))
    withRows(rows, wanted, turn, gathering, amount, visit)
  }
}

function countOnly(
  db: ReadDb,
  wanted: PointsWanted,
  turn: Turn,
  into: Gathering,
  visit: (i: number, p: Gathering) => void,
) {
  const base = Number.isFinite(wanted.from) ? wanted.from : 0
  const rows = db.all(timesOf(wanted, turn, base))
  let next = 0
  turn.units.forEach(({ account }, k) => {
    // The next object of the same account has the same events.
    if (k === 0 || turn.units[k - 1]?.account !== account) {
      startOver(into)
      while ((rows[next]?.id ?? account) < account) next++
      const row = rows[next]
      if (row?.id === account) eachNumber(row.at, base, at => addPoint(into, at, 1))
    }
    visit(k, into)
  })
}

type AmountOf = (value: number | null, properties: string) => number | undefined

const readsProperties = ({ amount, events: { where, of } }: PointsWanted): boolean =>
  amount.is === 'number' || amount.is === 'code' || where !== undefined || of !== undefined

function withRows(
  rows: readonly EventRow[],
  wanted: PointsWanted,
  turn: Turn,
  into: Gathering,
  amount: AmountOf,
  visit: (i: number, p: Gathering) => void,
) {
  const { of } = wanted.events
  let [first, next] = [0, 0]
  turn.units.forEach(({ account, self }, k) => {
    if (k === 0 || turn.units[k - 1]?.account !== account) {
      first = next
      while ((rows[first]?.id ?? account) < account) first++
    }
    const isOwn = of ? belongsByProperty(of, self) : null
    startOver(into)
    next = first
    for (let row = rows[next]; row && row.id === account; row = rows[++next]) {
      if (isOwn && !isOwn(JSON.parse(row.properties) as Record<string, unknown>)) continue
      const found = amount(row.value, row.properties)
      if (found !== undefined) addPoint(into, row.at, found)
    }
    visit(k, into)
  })
}

const isScalar = (value: unknown): boolean => ['string', 'number', 'boolean'].includes(typeof value)

/** What an event adds, or undefined where it does not match. */
function amountReader({ events, amount, missing }: PointsWanted, filtered: boolean): AmountOf {
  const where = events.where ?? {}
  const codes = new Map<unknown, number>()
  const codeOf = (value: unknown) => {
    const known = codes.get(value) ?? codes.size
    codes.set(value, known)
    return known
  }
  const read = (value: number | null, properties: Record<string, unknown>): number | undefined => {
    if (filtered && !fits(where, properties)) return undefined
    if (amount.is === 'count') return 1
    if (amount.is === 'value') return value ?? missing
    const found = own(properties, amount.field)
    if (amount.is === 'number') return typeof found === 'number' ? found : missing
    return isScalar(found) ? codeOf(found) : undefined
  }
  if (!filtered && (amount.is === 'value' || amount.is === 'count')) return value => read(value, {})
  const remembered = new Map<string, number | undefined>()
  const memo = amount.is !== 'value'
  return (value, text) => {
    if (memo && remembered.has(text)) return remembered.get(text)
    const answer = read(value, JSON.parse(text) as Record<string, unknown>)
    if (memo && remembered.size < REMEMBERED) remembered.set(text, answer)
    return answer
  }
}
