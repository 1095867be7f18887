import { z } from 'zod'
import { DAY, HOUR } from '../../../shared/trigger/duration.ts'
import { OWN_DIMENSION } from '../../../shared/trigger/trigger.ts'
import type { ReadDb } from '../../cache/db.ts'
import { getSetting, putSetting } from '../../cache/settings.ts'
import type { Writer } from '../../cache/writer.ts'
import { type DatedCause, factsOf, isAsUsual, LEARNING, underWay } from './facts.ts'
import { incidentsIn, isOver, looked, QUIET, TIMES_USUAL, type TimeRange } from './incident.ts'
import {
  busyOnes,
  causesSince,
  explained,
  heldToKind,
  type IncidentRow,
  incidentsOf,
  maybeOver,
  membersOf,
  newestSignal,
  ownCausesOf,
  unsolved,
} from './queries.ts'
import { changeIncident, endQuietly, insertIncident, isUntouched, setMembers, withdraw } from './write.ts'

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

/** What one look knows, and what it has done so far. `left`: issues that have left an incident with a named cause. */
interface Look extends Looking {
  watched: readonly TimeRange[]
  opened: number
  closed: number
  left: number[]
}

/**
 * Looks at the causes that got new troubles, at the incidents that this may concern, and at those that may be over. Each
 * cause is gone through again from before its new troubles, so that late data find the same incidents; what nothing new
 * concerns stays.
 */
export async function findIncidents(of: Looking): Promise<{ opened: number; closed: number }> {
  const { read, writer, now, since } = of
  const { signal: seen, ...looks } = getSetting(read, LOOKED, lookedSchema) ?? { signal: 0, watched: [] }
  const look: Look = { ...of, watched: looked(looks.watched, now), opened: 0, closed: 0, left: [] }
  const newest = read.get(newestSignal)?.id ?? 0
  const fresh = read.all(causesSince(seen))
  const causes = [...fresh, ...read.all(unsolved(now - QUIET)), ...overBy(read, now)]
  // Named causes first: what they explain is no trouble of its trigger alone.
  const isOwn = ({ dimension }: DatedCause) => dimension === OWN_DIMENSION
  const named = fresh.filter(one => !isOwn(one))
  const kin = named.flatMap(one => read.all(heldToKind(one, LEARNING)))
  for (const cause of eachOnce([...causes.filter(one => !isOwn(one)), ...kin])) await lookAt(look, cause)
  const doubted = read.all(explained(now - LEARNING)).filter(({ cause, at }) => at > (since.get(cause) ?? 0))
  const freed = read.all(ownCausesOf(look.left))
  for (const cause of eachOnce([...causes.filter(isOwn), ...doubted, ...freed])) await lookAt(look, cause)
  // Every evaluation is a look, and most of them see nothing: those are written down once an hour.
  const known = looks.watched.at(-1)?.[1] ?? 0
  if (newest !== seen || Math.abs(now - known) >= HOUR)
    await writer.write('bulk', tx => putSetting(tx, LOOKED, { signal: newest, watched: look.watched }))
  return { opened: look.opened, closed: look.closed }
}

/** The causes of open incidents that are over by now, or may be. */
function overBy(read: ReadDb, now: number): DatedCause[] {
  const busy = read.all(busyOnes(now - QUIET, DAY / (TIMES_USUAL * QUIET)))
  const over = busy.filter(row => isOver(underWay(read, row), now))
  return [...read.all(maybeOver(now - QUIET)), ...over].map(({ dimension, cause }) => ({ dimension, cause, at: now }))
}

/** Each cause with the earliest moment of which it is named. */
function eachOnce(causes: readonly DatedCause[]): DatedCause[] {
  const first = new Map<string, DatedCause>()
  for (const one of causes) {
    const name = `${one.dimension} ${one.cause.toLowerCase()}`
    const known = first.get(name)
    if (!known || one.at < known.at) first.set(name, one)
  }
  return [...first.values()]
}

/** Goes through one cause and writes down what has changed of its incidents. */
async function lookAt(look: Look, cause: DatedCause): Promise<void> {
  const { read, writer, now } = look
  const stored = read.all(incidentsOf(cause))
  const known = { ...look, stored }
  if (isAsUsual(known, cause)) return
  const facts = factsOf(known, cause)
  const isWhole = (row: { began_at: number }) => row.began_at > facts.until
  const open = stored.find(({ state }) => state === 'open')
  const left = new Set(stored.filter(row => isWhole(row) || row === open))
  const leave = (issues: readonly number[]) => {
    if (cause.dimension !== OWN_DIMENSION) look.left.push(...issues)
  }
  const takeBack = async (row: IncidentRow) => {
    if (!isWhole(row) || !read.get(isUntouched(row.id))) return false
    leave(read.all(membersOf(row.id)).map(({ issue }) => issue))
    await writer.write('bulk', tx => withdraw(tx, row))
    return true
  }
  const endOf = async (row: IncidentRow) => {
    look.closed++
    await writer.write('bulk', tx => tx.run(endQuietly(row)))
  }
  let previous = stored.findLast(row => !isWhole(row))?.id ?? null
  for (const found of incidentsIn(facts, now)) {
    const match = [...left].find(row => row.began_at <= found.lastAt && row.last_at >= found.beganAt)
    if (match) left.delete(match)
    if (!match) look.opened++
    if (found.closedAt !== null && match?.state !== 'closed') look.closed++
    // Only one incident of a cause can be open.
    const rival = found.closedAt === null && open && left.delete(open) ? open : null
    if (rival && !(await takeBack(rival))) await endOf(rival)
    const written = { ...found, previous: match && !isWhole(match) ? match.previous_id : previous }
    const id = await writer.write('bulk', tx =>
      match ? changeIncident(tx, match, written) : insertIncident(tx, cause, written),
    )
    leave(await setMembers(look, id, found.troubles))
    previous = id
  }
  for (const row of left)
    if (!(await takeBack(row)) && row.state === 'open' && row.last_at + QUIET <= now) await endOf(row)
}
