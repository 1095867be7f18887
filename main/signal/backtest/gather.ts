import { DAY } from '../../../shared/trigger/duration.ts'
import { type Comparison, closesWhen, firesWhen, type Trigger } from '../../../shared/trigger/trigger.ts'
import { THEIRS } from '../../cache/asked/tickets.ts'
import { query, type ReadDb } from '../../cache/db.ts'
import { isUnknown, type Lacking } from '../language/supply.ts'
import { replayOf } from '../measures/measures.ts'
import type { Keyed } from '../meter/related.ts'
import { among } from './among.ts'
import type { Accounts, Turn, Unit } from './history.ts'
import { historyOf } from './history-store.ts'
import { type KnownThen, knownRows } from './known.ts'
import type { Measured } from './measured.ts'
import type { PastObject } from './objects.ts'
import { eachNumber } from './points.ts'
import { unknownReplay } from './replay.ts'
import { newRuns, type ReplaySpan, type Runs } from './runs.ts'
import { type Column, shapeOf } from './truth.ts'

/** Accounts of one turn: between two of them progress is told. */
const TURN = 2_000

interface AccountRow {
  id: number
  began: number | null
  churned: number | null
}

const accountsOf = (wanted: Asked) => {
  const { inTurn, these } = among(wanted)
  return query<AccountRow>(
    `SELECT id, signed_up_at AS began, churned_at AS churned FROM account a
     WHERE ${inTurn} AND merged_into IS NULL ORDER BY a.id`,
    these,
  )
}
const ticketsOf = (turn: Accounts, { start, end }: ReplaySpan) => {
  const { inTurn, these } = among(turn)
  return query<{ id: number; at: string }>(
    `SELECT a.id, group_concat(o.opened_at - ?) AS at FROM account a CROSS JOIN object o
       ON o.account_id = a.id AND ${THEIRS} AND o.opened_at > ? AND o.opened_at <= ?
     WHERE ${inTurn} GROUP BY a.id`,
    [start, start, end, ...these],
  )
}

/** Every object of a kind that is open at some moment of the span. */
const objectsOf = (kind: string, wanted: Asked, { start, end }: ReplaySpan) => {
  const { inTurn, these } = among(wanted)
  return query<Keyed & { account: number; opened: number | null }>(
    `SELECT o.account_id AS account, o.id, o.opened_at AS opened, o.external_id AS externalId, o.properties
     FROM account a CROSS JOIN object o ON o.account_id = a.id AND o.kind = ?
     WHERE ${inTurn} AND a.merged_into IS NULL
       AND (o.opened_at IS NULL OR o.opened_at <= ?) AND (o.closed_at IS NULL OR o.closed_at > ?)
     ORDER BY a.id, o.id`,
    [kind, ...these, end, start],
  )
}

/** What a definition is asked about, in order: accounts, or their objects. */
function unitsOf(
  db: ReadDb,
  kind: string | null,
  accounts: readonly AccountRow[],
  span: ReplaySpan,
  { known, ...range }: Asked & Pick<Wanted, 'known'>,
): Unit[] {
  if (kind === null) return accounts.map(({ id }, place) => ({ account: id, place }))
  const places = new Map(accounts.map(({ id }, place) => [id, place]))
  const objects = known ? knownUnits(db, kind, range, known) : db.all(objectsOf(kind, range, span))
  return objects.flatMap(({ account, id, externalId, properties }) => {
    const place = places.get(account)
    return place === undefined ? [] : [{ account, place, self: { id, externalId, properties } }]
  })
}

/** Every object of a kind that was known at a moment; whether it was open the definition asks. */
function knownUnits(db: ReadDb, kind: string, range: Asked, known: KnownThen): (Keyed & { account: number })[] {
  const { counts, versions } = knownRows<PastObject>(db, known, 'object', range, ({ opened }) => opened)
  const all = { start: Number.MIN_SAFE_INTEGER, end: known.moment }
  const present = db.all(objectsOf(kind, range, all)).filter(({ id, opened }) => counts(id, opened))
  const past = versions
    .filter(one => one.kind === kind)
    .map(({ id, account, body }) => ({ id, account, externalId: body.external, properties: body.properties }))
  return [...present, ...past].sort((a, b) => a.account - b.account || a.id - b.id)
}

/** Which accounts are measured, by id: a range, or those `listed` (JSON). */
type Asked = Pick<Accounts, 'first' | 'last' | 'listed'>

/** Which accounts are measured, what no source supplies, and whether by what was known at a moment only. */
export interface Wanted extends Asked {
  lacking: Lacking
  known?: KnownThen
}

/** What a replay measures of a definition. */
export type Replayable = Pick<Trigger, 'when' | 'closeWhen' | 'each'>

/** The comparisons of its condition, then of its closing condition, in order of appearance. */
export function comparisonsOf(definition: Replayable): Comparison[] {
  const closing = closesWhen(definition)
  return [firesWhen(definition), ...(closing ? [closing] : [])].flatMap(
    condition => shapeOf(condition, one => one).comparisons,
  )
}

/** Two definitions of the same key are answered by the same measured series. */
export const measuresKey = (definition: Replayable): string =>
  JSON.stringify([definition.each?.kind ?? null, comparisonsOf(definition).map(({ measure }) => measure)])

/** Measures a definition's comparisons for the accounts of an id range over a span. `progress` hears how many are done. */
export function measureAccounts(
  db: ReadDb,
  definition: Replayable,
  span: ReplaySpan,
  { lacking, known, ...range }: Wanted,
  progress: (done: number) => void,
): Measured {
  const accounts = db.all(accountsOf(range))
  const history = historyOf(db, known)
  const replays = comparisonsOf(definition).map(comparison =>
    isUnknown(comparison, lacking) ? unknownReplay(span) : replayOf(history, comparison.measure, span),
  )
  const all = unitsOf(db, definition.each?.kind ?? null, accounts, span, { ...range, ...(known ? { known } : {}) })
  const columns: Column[] = replays.map(() => ({ runs: newRuns(), offsets: new Uint32Array(all.length + 1) }))
  const followings = newFollowings(
    all.map(({ place }) => accounts[place] as AccountRow),
    span,
  )
  const tickets: number[] = []
  let done = 0
  for (let at = 0; at < accounts.length; at += TURN) {
    const ids = accounts.slice(at, at + TURN).map(({ id }) => id)
    const begins = done
    while (done < all.length && (all[done] as Unit).place < at + ids.length) done++
    const units = all.slice(begins, done).map(unit => ({ ...unit, place: unit.place - at }))
    const listed = range.listed === undefined ? {} : { listed: JSON.stringify(ids) }
    const turn = { ids, first: ids[0] ?? 0, last: ids.at(-1) ?? 0, ...listed, units }
    replays.forEach((replay, c) => {
      const { runs, offsets } = columns[c] as Column
      let k = begins
      replay.measure(turn, runs, () => {
        offsets[++k] = runs.length
      })
    })
    readTickets(db, turn, begins, span, followings.offsets, tickets)
    progress(at + ids.length)
  }
  for (const { runs } of columns) fitRuns(runs)
  return {
    accounts: accounts.length,
    ids: Float64Array.from(all, ({ account }) => account),
    columns,
    codes: replays.map(({ codes }) => codes),
    followings: { ...followings, tickets: Float64Array.from(tickets) },
    facts: replays.reduce((sum, replay) => sum + replay.facts(), 0),
  }
}

/** What is dated after the span does not exist in it. */
function newFollowings(accounts: readonly { began: number | null; churned: number | null }[], { end }: ReplaySpan) {
  return {
    offsets: new Uint32Array(accounts.length + 1),
    churned: Float64Array.from(accounts, ({ churned }) => (churned !== null && churned <= end ? churned : Number.NaN)),
    began: Float64Array.from(accounts, ({ began }) => began ?? Number.NEGATIVE_INFINITY),
  }
}

function readTickets(
  db: ReadDb,
  turn: Turn,
  at: number,
  span: ReplaySpan,
  offsets: Uint32Array,
  tickets: number[],
): void {
  const rows = new Map(db.all(ticketsOf(turn, span)).map(({ id, at: list }) => [id, list]))
  turn.units.forEach(({ account }, k) => {
    const list = rows.get(account)
    if (list !== undefined) eachNumber(list, span.start, value => tickets.push(value))
    offsets[at + k + 1] = tickets.length
  })
}

/** Gives back the room that was taken ahead. */
function fitRuns(runs: Runs): void {
  for (const name of ['from', 'a', 'slope'] as const) runs[name] = runs[name].slice(0, runs.length)
}

/** The span that ends now. */
export const spanOf = (now: number, days: number): ReplaySpan => ({ start: now - days * DAY, end: now })
