import { DAY } from '../../../shared/trigger/duration.ts'
import type { Comparison, Trigger } from '../../../shared/trigger/trigger.ts'
import { query, type ReadDb } from '../../cache/db.ts'
import { THEIRS } from '../../cache/tickets.ts'
import { replayOf } from '../measures/measures.ts'
import type { Turn } from './history.ts'
import { historyOf } from './history-store.ts'
import type { Measured } from './measured.ts'
import { eachNumber } from './points.ts'
import { newRuns, type Runs, type Span } from './runs.ts'
import { type Column, shapeOf } from './truth.ts'

/** Accounts of one turn: between two of them progress is told. */
const TURN = 2_000

const accountsOf = (first: number, last: number) =>
  query<{ id: number; began: number | null; churned: number | null }>(
    'SELECT id, signed_up_at AS began, churned_at AS churned FROM account WHERE id BETWEEN ? AND ? AND merged_into IS NULL ORDER BY id',
    [first, last],
  )
const ticketsOf = (turn: Turn, { start, end }: Span) =>
  query<{ id: number; at: string }>(
    `SELECT a.id, group_concat(o.opened_at - ?) AS at FROM account a CROSS JOIN object o
       ON o.account_id = a.id AND ${THEIRS} AND o.opened_at > ? AND o.opened_at <= ?
     WHERE a.id BETWEEN ? AND ? GROUP BY a.id`,
    [start, start, end, turn.first, turn.last],
  )

/** What a replay measures of a definition. */
export type Replayable = Pick<Trigger, 'when' | 'closeWhen'>

/** The comparisons of its condition, then of its closing condition, in order of appearance. */
export const comparisonsOf = ({ when, closeWhen }: Replayable): Comparison[] =>
  [when, ...(closeWhen ? [closeWhen] : [])].flatMap(condition => shapeOf(condition, one => one).comparisons)

/** Two definitions of the same key are answered by the same measured series. */
export const measuresKey = (definition: Replayable): string =>
  JSON.stringify(comparisonsOf(definition).map(({ measure }) => measure))

/** Measures a definition's comparisons for the accounts of an id range over a span. `progress` hears how many are done. */
export function measureAccounts(
  db: ReadDb,
  definition: Replayable,
  span: Span,
  range: { first: number; last: number },
  progress: (done: number) => void,
): Measured {
  const accounts = db.all(accountsOf(range.first, range.last))
  const history = historyOf(db)
  const replays = comparisonsOf(definition).map(({ measure }) => replayOf(history, measure, span))
  const columns: Column[] = replays.map(() => ({ runs: newRuns(), offsets: new Uint32Array(accounts.length + 1) }))
  const followings = newFollowings(accounts, span)
  const tickets: number[] = []
  for (let at = 0; at < accounts.length; at += TURN) {
    const ids = accounts.slice(at, at + TURN).map(({ id }) => id)
    const turn = { ids, first: ids[0] ?? 0, last: ids.at(-1) ?? 0 }
    replays.forEach((replay, c) => {
      const { runs, offsets } = columns[c] as Column
      let k = at
      replay.measure(turn, runs, () => {
        offsets[++k] = runs.length
      })
    })
    readTickets(db, turn, at, span, followings.offsets, tickets)
    progress(at + ids.length)
  }
  for (const { runs } of columns) fitRuns(runs)
  return {
    ids: Float64Array.from(accounts, ({ id }) => id),
    columns,
    codes: replays.map(({ codes }) => codes),
    followings: { ...followings, tickets: Float64Array.from(tickets) },
    facts: replays.reduce((sum, replay) => sum + replay.facts(), 0),
  }
}

/** What is dated after the span does not exist in it. */
function newFollowings(accounts: readonly { began: number | null; churned: number | null }[], { end }: Span) {
  return {
    offsets: new Uint32Array(accounts.length + 1),
    churned: Float64Array.from(accounts, ({ churned }) => (churned !== null && churned <= end ? churned : Number.NaN)),
    began: Float64Array.from(accounts, ({ began }) => began ?? Number.NEGATIVE_INFINITY),
  }
}

function readTickets(db: ReadDb, turn: Turn, at: number, span: Span, offsets: Uint32Array, tickets: number[]): void {
  const rows = db.all(ticketsOf(turn, span))
  let next = 0
  for (let k = 0; k < turn.ids.length; k++) {
    if (rows[next]?.id === turn.ids[k]) eachNumber(rows[next++]?.at ?? '', span.start, value => tickets.push(value))
    offsets[at + k + 1] = tickets.length
  }
}

/** Gives back the room that was taken ahead. */
function fitRuns(runs: Runs): void {
  for (const name of ['from', 'a', 'slope'] as const) runs[name] = runs[name].slice(0, runs.length)
}

/** The span that ends now. */
export const spanOf = (now: number, days: number): Span => ({ start: now - days * DAY, end: now })
