import { DAY } from '../../../shared/trigger/duration.ts'
import { OWN_DIMENSION } from '../../../shared/trigger/trigger.ts'
import type { ReadDb } from '../../cache/db.ts'
import {
  type CauseFacts,
  FEWEST,
  type FoundIncident,
  isCalm,
  LEARNS,
  type TimeRange,
  USUAL_OVER,
  WINDOWS,
} from './incident.ts'
import {
  type CauseKey,
  firstOf,
  type IncidentRow,
  membersOf,
  othersOf,
  timesOf,
  troubleCount,
  troublesOf,
} from './queries.ts'

/** A burst that a trouble belongs to begins so much before it at most, ms. */
const LONGEST = Math.max(...WINDOWS)
/** So much before an incident says what was usual then, ms. */
export const LEARNING = USUAL_OVER + LONGEST

/** A cause with the moment of the earliest of its new troubles. */
export type DatedCause = CauseKey & { at: number }

/** What is known when a cause is looked at. `stored`: its incidents, oldest first. */
export interface CauseKnowledge {
  read: ReadDb
  now: number
  /** Since when each trigger has been watched, UTC ms. */
  since: ReadonlyMap<string, number>
  watched: readonly TimeRange[]
  stored: readonly IncidentRow[]
}

/** Incidents that new troubles may belong to, or come before: any that was not over when the first of them began. */
const concerned = ({ stored }: CauseKnowledge, { at }: DatedCause) =>
  stored.filter(({ closed_at }) => closed_at === null || closed_at > at)

/**
 * Most causes are as they always were: two ranges of an index say so, where all of the time before was watched. Only
 * where no incident is concerned, because a trouble that makes none may still belong to one or make one less unusual.
 */
export function isAsUsual(known: CauseKnowledge, cause: DatedCause): boolean {
  if (concerned(known, cause).length > 0) return false
  const times = known.read.all(timesOf(cause, cause.at - DAY)).map(({ at }) => at)
  return isCalm(times, cause.at, leastBefore(known, cause, times.at(-1) ?? cause.at))
}

/** How many troubles count as usual at least, in whichever window that ends between the first of them and `last`. */
function leastBefore({ read, since, watched, stored }: CauseKnowledge, cause: DatedCause, last: number): number {
  const [from, to] = [last - Math.min(...WINDOWS) - USUAL_OVER, cause.at - LONGEST]
  const first = read.get(firstOf(cause))?.at ?? cause.at
  const isKnown =
    to - from >= LEARNS &&
    first <= from &&
    watched.some(([a, b]) => a <= from && b >= to) &&
    [...since.values()].every(at => at <= from)
  if (!isKnown) return 0
  const count = (after: number, until: number) =>
    after < until ? (read.get(troubleCount(cause, after, until))?.n ?? 0) : 0
  const taken = stored
    .filter(({ closed_because }) => closed_because !== 'usual')
    .map(({ began_at, closed_at }) => count(Math.max(from, began_at - 1), Math.min(to, (closed_at ?? to) - 1)))
  return taken.reduce((n, of) => n - of, count(from, to))
}

/**
 * What there is to know of a cause. Incidents are looked for from a day before its new troubles, or before the earliest
 * incident that they concern; those that began before cannot change, and only say what is not usual.
 */
export function factsOf(known: CauseKnowledge, cause: DatedCause): CauseFacts & { until: number } {
  const { read, since, watched, stored } = known
  const edge = Math.min(cause.at, ...concerned(known, cause).map(({ began_at }) => began_at)) - LONGEST
  const start = edge - LEARNING
  const troubles = read.all(troublesOf(cause, start))
  const first = read.get(firstOf(cause))?.at ?? cause.at
  const from = Math.max(start, ...troubles.map(({ trigger }) => since.get(trigger) ?? start))
  const until = Math.max(from, edge)
  const before = stored.filter(({ began_at }) => began_at <= until)
  const open = before.find(({ state }) => state === 'open')
  return {
    troubles,
    since: from,
    watched,
    until,
    settled: {
      until,
      incidents: before.flatMap(({ began_at, closed_at, closed_because }) =>
        closed_at === null ? [] : { beganAt: began_at, closedAt: closed_at, because: closed_because },
      ),
    },
    first,
    others: needsOthers(cause, first > start, troubles.length)
      ? read.all(othersOf(cause, start)).map(({ at }) => at)
      : [],
    stops: stored.flatMap(({ closed_because, closed_at }) => (closed_because === 'person' ? (closed_at ?? []) : [])),
    ...(open ? { open: underWay(read, open) } : {}),
  }
}

/** An open incident as it was written down. */
export const underWay = (read: ReadDb, row: IncidentRow): FoundIncident => ({
  beganAt: row.began_at,
  foundAt: row.found_at,
  lastAt: row.last_at,
  closedAt: null,
  because: null,
  usual: row.usual,
  troubles: read.all(membersOf(row.id)),
})

/** Only a new cause is held to the others of its dimension, and only troubles that are enough for an incident are held to anything. */
const needsOthers = ({ dimension }: DatedCause, isNew: boolean, troubles: number): boolean =>
  isNew && dimension !== OWN_DIMENSION && troubles >= FEWEST
