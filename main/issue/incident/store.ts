import { z } from 'zod'
import { DAY, HOUR } from '../../../shared/trigger/duration.ts'
import { OWN_DIMENSION } from '../../../shared/trigger/trigger.ts'
import { query, type ReadDb, statement, type WriteDb } from '../../cache/db.ts'
import { getSetting, putSetting } from '../../cache/settings.ts'
import { nthUid } from '../../cache/uid.ts'
import type { Writer } from '../../cache/writer.ts'
import {
  type AffectedAccount,
  type FoundIncident,
  incidentsIn,
  isCalm,
  looked,
  QUIET,
  type TimeRange,
  USUAL_OVER,
  WINDOWS,
} from './incident.ts'
import {
  addMember,
  type CauseKey,
  calmCount,
  causesSince,
  dropMember,
  explained,
  firstOf,
  type IncidentRow,
  incidentsOf,
  maybeOver,
  membersOf,
  newestSignal,
  openOf,
  othersOf,
  timesOf,
  troublesOf,
} from './queries.ts'

/** So much before an incident says what was usual then, ms. */
const LEARNING = USUAL_OVER + Math.max(...WINDOWS)
/** Issues a transaction. */
const ROWS = 150
/** The newest signal that was looked at, and when there were looks. */
const LOOKED = 'incident.looked'
const lookedSchema = z.object({ signal: z.int(), watched: z.array(z.tuple([z.int(), z.int()])) })

export interface Looking {
  writer: Writer
  read: ReadDb
  now: number
  /** Since when each trigger has been watched, UTC ms. */
  since: ReadonlyMap<string, number>
}

/** A cause with the moment of the earliest of its new troubles. */
type Cause = CauseKey & { at: number }

/**
 * Looks at the causes that got new troubles, and at the incidents that may be over. Each cause is gone through again
 * from two months before its new troubles, so that late data find the same incidents; what nothing new concerns stays.
 */
export async function findIncidents(of: Looking): Promise<{ opened: number; closed: number }> {
  const { read, writer, now } = of
  const { signal: seen, ...looks } = getSetting(read, LOOKED, lookedSchema) ?? { signal: 0, watched: [] }
  const watched = looked(looks.watched, now)
  const newest = read.get(newestSignal)?.id ?? 0
  const fresh = read.all(causesSince(seen))
  const over = read.all(maybeOver(now - QUIET)).map(key => ({ ...key, at: now }))
  const causes = new Map([...over, ...fresh].map(one => [`${one.dimension} ${one.cause.toLowerCase()}`, one]))
  const sum = { opened: 0, closed: 0 }
  // Named causes first: what they explain is no trouble of its trigger alone.
  const isOwn = ({ dimension }: Cause) => dimension === OWN_DIMENSION
  const all = [...causes.values()]
  for (const cause of all.filter(one => !isOwn(one))) await lookAt(of, cause, watched, sum)
  const own = all.filter(isOwn)
  const doubted = read.all(explained).filter(one => own.every(({ cause }) => cause !== one.cause))
  for (const cause of [...own, ...doubted]) await lookAt(of, cause, watched, sum)
  // Every evaluation is a look, and most of them see nothing: those are written down once an hour.
  const known = looks.watched.at(-1)?.[1] ?? 0
  if (newest !== seen || Math.abs(now - known) >= HOUR)
    await writer.write('bulk', tx => putSetting(tx, LOOKED, { signal: newest, watched }))
  return sum
}

/** Goes through one cause and writes down what has changed of its incidents. */
async function lookAt(
  of: Looking,
  cause: Cause,
  watched: readonly TimeRange[],
  sum: { opened: number; closed: number },
): Promise<void> {
  const { read, writer, now } = of
  const stored = read.all(incidentsOf(cause))
  const open = stored.find(({ state }) => state === 'open')
  if (!open && calm(of, cause, watched)) return
  const left = new Set(stored)
  const facts = factsOf(of, cause, stored, watched)
  const isWhole = (row: { began_at: number }) => row.began_at > facts.whole
  let previous = stored.findLast(row => !isWhole(row))?.id ?? null
  for (const found of incidentsIn(facts, now)) {
    const match = [...left].find(row => row.began_at <= found.lastAt && row.last_at >= found.beganAt)
    if (match) left.delete(match)
    if (found.beganAt <= facts.whole && match?.state !== 'open') continue
    if (!match) sum.opened++
    if (found.closedAt !== null && match?.state !== 'closed') sum.closed++
    const rival = found.closedAt === null && open && left.delete(open) ? open : null
    const id = await writer.write('bulk', tx => {
      if (rival) tx.run(end(rival.id, rival.last_at + QUIET))
      return match
        ? change(tx, match, isWhole(match) ? { ...found, previous } : joined(match, found))
        : insert(tx, cause, { ...found, previous })
    })
    await setMembers(of, id, match, found.troubles, !match || isWhole(match))
    previous = id
  }
  for (const row of left) {
    // Data that came late have shown that it was nothing unusual, and nobody has had a hand in it.
    if (isWhole(row) && read.get(isUntouched(row.id))) await writer.write('bulk', tx => withdraw(tx, row))
    // Under way, but not to be found again: it ends as quietly as any.
    else if (row.state === 'open' && row.last_at + QUIET <= now) {
      sum.closed++
      await writer.write('bulk', tx => tx.run(end(row.id, row.last_at + QUIET)))
    }
  }
}

const isUntouched = (id: number) =>
  query(
    `SELECT 1 FROM incident n WHERE id = ? AND closed_because IS NOT 'person' AND NOT EXISTS
       (SELECT 1 FROM incident_issue m JOIN issue i ON i.id = m.issue_id
        WHERE m.incident_id = n.id AND (m.taken_out = 1 OR i.state = 'acting'))`,
    [id],
  )

function withdraw(tx: WriteDb, { id, previous_id }: IncidentRow): void {
  tx.run(statement('DELETE FROM incident_issue WHERE incident_id = ?', [id]))
  tx.run(statement('UPDATE incident SET previous_id = ? WHERE previous_id = ?', [previous_id, id]))
  tx.run(statement('DELETE FROM incident WHERE id = ?', [id]))
}

/** Most causes are as they always were: two ranges of an index say so, where all of the time before was watched. */
function calm({ read, since }: Looking, cause: Cause, watched: readonly TimeRange[]): boolean {
  const times = read.all(timesOf(cause, cause.at - DAY)).map(({ at }) => at)
  const [from, to] = [cause.at - DAY - USUAL_OVER, cause.at - DAY]
  const first = read.get(firstOf(cause))?.at ?? cause.at
  const isWatched =
    first <= from && watched.some(([a, b]) => a <= from && b >= to) && [...since.values()].every(at => at <= from)
  return isCalm(times, cause.at, isWatched ? (read.get(calmCount(cause, from, to))?.n ?? 0) : 0)
}

/** What there is to know of a cause, from two months before its new troubles or the beginning of its open incident. */
function factsOf(
  { read, since }: Looking,
  cause: Cause,
  stored: readonly IncidentRow[],
  watched: readonly TimeRange[],
) {
  const open = stored.find(({ state }) => state === 'open')
  const start = Math.min(cause.at, open?.began_at ?? cause.at) - 2 * LEARNING
  const troubles = read.all(troublesOf(cause, start))
  const first = read.get(firstOf(cause))?.at ?? cause.at
  const from = Math.max(start, ...troubles.map(({ trigger }) => since.get(trigger) ?? start))
  return {
    troubles,
    since: from,
    watched,
    /** What began before is told by a part of its past only, and stays as it was written down. */
    whole: first > start ? from : Math.max(from, start + LEARNING),
    first,
    others:
      first > start && cause.dimension !== OWN_DIMENSION ? read.all(othersOf(cause, start)).map(({ at }) => at) : [],
    stops: stored.flatMap(({ closed_because, closed_at }) => (closed_because === 'person' ? (closed_at ?? []) : [])),
    ...(open && open.found_at <= from ? { open: { ...asFound(open), troubles: read.all(membersOf(open.id)) } } : {}),
  }
}

const asFound = (row: IncidentRow): Omit<FoundIncident, 'troubles'> => ({
  beganAt: row.began_at,
  foundAt: row.found_at,
  lastAt: row.last_at,
  closedAt: null,
  because: null,
  usual: row.usual,
})

/** What is written down of an incident. */
type Written = Omit<FoundIncident, 'troubles'> & { previous: number | null }

/** An incident of which only the later part was gone through again. */
const joined = (row: IncidentRow, found: FoundIncident): Written => ({
  ...found,
  beganAt: row.began_at,
  foundAt: row.found_at,
  lastAt: Math.max(row.last_at, found.lastAt),
  usual: row.usual,
  previous: row.previous_id,
})

/** Writes down which issues belong to an incident and since when; those that do not any more go, if all of it is known. */
async function setMembers(
  { read, writer }: Looking,
  id: number,
  row: IncidentRow | undefined,
  troubles: readonly AffectedAccount[],
  isWhole: boolean,
): Promise<void> {
  const known = new Map(row ? read.all(membersOf(row.id)).map(({ issue, at }) => [issue, at]) : [])
  const first = new Map<number, number>()
  for (const { issue, at } of troubles) first.set(issue, Math.min(at, first.get(issue) ?? at))
  const writes = [...first]
    .filter(([issue, at]) => at < (known.get(issue) ?? Number.POSITIVE_INFINITY))
    .map(([issue, at]) => addMember(id, issue, at))
  if (row && isWhole)
    writes.push(...[...known.keys()].filter(issue => !first.has(issue)).map(issue => dropMember(id, issue)))
  for (let from = 0; from < writes.length; from += ROWS)
    await writer.write('bulk', tx => {
      for (const write of writes.slice(from, from + ROWS)) tx.run(write)
    })
}

/** Another process that evaluates as well may have been first; then it is that one. */
function insert(tx: WriteDb, { dimension, cause }: CauseKey, to: Written): number {
  const name = `${dimension}/${folded(cause)}@${to.beganAt}`
  let n = 1
  while (tx.get(named(nthUid(name, n)))) n++
  const { changes, lastId } = tx.run(
    statement(
      `INSERT INTO incident (uid, dimension, cause, state, began_at, found_at, last_at, closed_at, closed_because, usual,
         previous_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
      [nthUid(name, n), dimension, cause, ...columnsOf(to)],
    ),
  )
  return changes > 0 ? lastId : (tx.get(openOf({ dimension, cause }))?.id ?? 0)
}

const named = (uid: string) => query('SELECT 1 FROM incident WHERE uid = ?', [uid])

/** One spelling of causes that are compared without regard to case, which SQLite does for these letters only. */
const folded = (cause: string): string => cause.replace(/[A-Z]/g, letter => letter.toLowerCase())

const columnsOf = (to: Written) => [
  ...[to.closedAt === null ? 'open' : 'closed', to.beganAt, to.foundAt, to.lastAt],
  ...[to.closedAt, to.because, to.usual, to.previous],
]

/** What a person has closed stays closed. */
function change(tx: WriteDb, row: IncidentRow, found: Written): number {
  const isSaid = row.closed_because === 'person'
  const to = columnsOf(isSaid ? { ...found, closedAt: row.closed_at, because: row.closed_because } : found)
  tx.run(
    statement(
      `UPDATE incident SET state = ?, began_at = ?, found_at = ?, last_at = ?, closed_at = ?, closed_because = ?,
         usual = ?, previous_id = ?, version = version + (state <> ?)
       WHERE id = ? AND (state, began_at, found_at, last_at, closed_at, closed_because, usual, previous_id)
         IS NOT (?, ?, ?, ?, ?, ?, ?, ?)`,
      [...to, to[0] ?? null, row.id, ...to],
    ),
  )
  return row.id
}

const end = (id: number, at: number) =>
  statement(
    "UPDATE incident SET state = 'closed', closed_at = ?, closed_because = 'quiet', version = version + 1 WHERE id = ?",
    [at, id],
  )
