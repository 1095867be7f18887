import { type Currencies, comparableMinor } from '../../../shared/exchange.ts'
import type { Period } from '../../../shared/period.ts'
import type { ReviewFigures } from '../../../shared/review/figures.ts'
import { DAY } from '../../../shared/trigger/duration.ts'
import { DISMISSALS, type Dismissal } from '../../../shared/vocabulary.ts'
import { query, type ReadDb } from '../../cache/db.ts'
import type { CohortData } from '../cohort/cohort.ts'
import { bounds } from '../cohort/read-starts.ts'
import { proportion } from '../proportion.ts'
import type { Titles } from './groups.ts'
import { labelOf } from './groups.ts'

/** SQL: the trigger that found issue `s` first; NULL where none did. */
export const FOUND_BY = `(SELECT g.trigger_id FROM signal g INDEXED BY signal_issue WHERE g.issue_id = s.id
  ORDER BY g.fired_at LIMIT 1)`
/** SQL: a person closed issue `s`. */
export const CLOSED_BY_PERSON = `(s.closed_because IN ('resolved', ${DISMISSALS.map(reason => `'${reason}'`).join(', ')})
  OR s.closed_because LIKE 'outcome:%')`

// Nearly every issue is closed: reading the table in its own order takes a fifth of the time of an index over states.
const closed = (period: Period) =>
  query<{ triggerId: string | null; because: string; n: number }>(
    `SELECT ${FOUND_BY} AS triggerId, s.closed_because AS because, count(*) AS n
     FROM issue s NOT INDEXED WHERE s.state = 'closed' AND s.closed_at >= $from AND s.closed_at < $to AND ${CLOSED_BY_PERSON}
     GROUP BY 1, 2`,
    bounds(period),
  )

/** Among the issues that a person closed, by the trigger that found them: which were dismissed and why. */
export function dismissedBy(db: ReadDb, period: Period, titles: Titles): ReviewFigures['dismissed'] {
  const groups = Map.groupBy(db.all(closed(period)), ({ triggerId }) => triggerId ?? '')
  return [...groups]
    .map(([triggerId, rows]) => {
      const all = rows.reduce((sum, { n }) => sum + n, 0)
      const of = (test: (because: string) => boolean) =>
        rows.reduce((sum, { because, n }) => (test(because) ? sum + n : sum), 0)
      const reasons = Object.fromEntries(
        DISMISSALS.map(reason => [reason, of(because => because === reason)]),
      ) as Record<Dismissal, number>
      return {
        triggerId,
        label: triggerId === '' ? 'No trigger' : labelOf('trigger', triggerId, titles),
        closed: all,
        reasons,
        falsePositives: proportion(
          of(because => because.endsWith('false_positive')),
          all,
        ),
      }
    })
    .sort((a, b) => b.closed - a.closed || (a.triggerId < b.triggerId ? -1 : 1))
}

/** Upper ends of ages, in days; the last bucket has none. */
const AGE_BOUNDS = [1, 3, 7, 14, 30]

const aged = (table: string, at: string, where: string) =>
  `SELECT state, min(${at}) AS oldestAt, ${[...AGE_BOUNDS, null]
    .map((most, n) => {
      const least = AGE_BOUNDS[n - 1]
      const tests = [
        least === undefined ? null : `${at} <= $now - ${least * DAY}`,
        most === null ? null : `${at} > $now - ${most * DAY}`,
      ]
      return `sum(${tests.filter(Boolean).join(' AND ')}) AS b${n}`
    })
    .join(', ')} FROM ${table} WHERE ${where} GROUP BY state`

type AgeRow = { state: string; oldestAt: number | null } & Record<`b${number}`, number>

const ageRows = (rows: readonly AgeRow[]) =>
  rows.map(row => ({
    state: row.state,
    oldestAt: row.oldestAt,
    buckets: [...AGE_BOUNDS, null].map((_, n) => row[`b${n}`] ?? 0),
  }))

/** How long issues wait in the queue and messages in the outbox, by state. Messages age by the machine's clock. */
export function ageing(db: ReadDb, { now, wall }: { now: number; wall: number }): ReviewFigures['ageing'] {
  // Nearly all of a long queue is open: an index holds their ages, so that their rows need not be looked up one by one.
  const queue = query<AgeRow>(
    `${aged('issue INDEXED BY issue_by_age', 'opened_at', `state = 'open'`)}
     UNION ALL ${aged('issue', 'opened_at', `state IN ('snoozed', 'acting')`)} ORDER BY state`,
    { now },
  )
  const outbox = query<AgeRow>(
    `${aged('outbox', 'queued_at', `state IN ('held', 'waiting', 'sending', 'unsure')`)} ORDER BY state`,
    {
      now: wall,
    },
  )
  return { bounds: AGE_BOUNDS, queue: ageRows(db.all(queue)), outbox: ageRows(db.all(outbox)) }
}

/** What each person has claimed, started and judged, busiest first. */
export function workloadOf(db: ReadDb, { starts }: CohortData, period: Period): ReviewFigures['workload'] {
  const claimed = query<{ actor: string; n: number; minutes: number }>(
    `SELECT claimed_by AS actor, count(*) AS n, sum(minutes) AS minutes FROM issue INDEXED BY issue_queue_claim
     WHERE state = 'open' AND claimed_by IS NOT NULL GROUP BY claimed_by`,
  )
  const judged = query<{ actor: string; n: number }>(
    `SELECT judged_by AS actor, count(*) AS n FROM outcome
     WHERE judged_at >= $from AND judged_at < $to AND judged_by IS NOT NULL GROUP BY judged_by`,
    bounds(period),
  )
  const found = new Map<string, ReviewFigures['workload'][number]>()
  const of = (actor: string) => {
    const row = found.get(actor) ?? { actor, claimed: 0, claimedMinutes: 0, started: 0, startedMinutes: 0, judged: 0 }
    found.set(actor, row)
    return row
  }
  for (const { actor, n, minutes } of db.all(claimed)) Object.assign(of(actor), { claimed: n, claimedMinutes: minutes })
  const rows = starts.kinds.map(({ startedBy }) => of(startedBy))
  for (const [at, kind] of starts.kindOf.entries()) {
    const row = rows[kind]
    if (!row) continue
    row.started++
    row.startedMinutes += starts.minutes[at] ?? 0
  }
  for (const { actor, n } of db.all(judged)) of(actor).judged = n
  return [...found.values()].sort(
    (a, b) => b.startedMinutes + b.claimedMinutes - a.startedMinutes - a.claimedMinutes || (a.actor < b.actor ? -1 : 1),
  )
}

/** The most hours of work of which the reach is shown. */
const MOST_HOURS = 200
/** Issues that are read at once, so that a million of them are never all in memory. */
const AT_ONCE = 20_000

interface OpenIssue {
  id: number
  priority: number
  minutes: number
  risk: number
  treatability: number
  minor: number
  currency: string
}

const OPEN_ISSUE = 'id, priority, minutes, risk, treatability, value_minor AS minor, currency'

/** Open issues in the order of the queue, after one of them. */
const nextInQueue = ({ priority, id }: Pick<OpenIssue, 'priority' | 'id'>) =>
  query<OpenIssue>(
    `SELECT ${OPEN_ISSUE} FROM issue INDEXED BY issue_queue
     WHERE state = 'open' AND priority <= $priority AND (priority < $priority OR id > $id)
     ORDER BY priority DESC, id LIMIT ${MOST_HOURS * 10}`,
    { priority, id },
  )
/** Open issues in the order of their rows, which is read several times as fast. */
const nextOfAll = (after: number) =>
  query<OpenIssue>(
    `SELECT ${OPEN_ISSUE} FROM issue NOT INDEXED WHERE id > ? AND state = 'open' ORDER BY id LIMIT ${AT_ONCE}`,
    [after],
  )

/** Pages of open issues; each is asked for after the last issue of the one before. */
function* pagesOf(db: ReadDb, after: OpenIssue | null, next: (last: OpenIssue | null) => ReturnType<typeof nextOfAll>) {
  for (let last = after; ; ) {
    const rows = db.all(next(last))
    yield* rows
    const end = rows.at(-1)
    if (!end) return
    last = end
  }
}

/**
 * What acting on the open issues is expected to save, in the order of the queue: risk × treatability × amount at stake.
 * Hour by hour, so that the page can say how far the team's hours reach and what an hour more would be worth. Only the
 * first hours depend on the order; the sums of all are made in the order in which they are stored.
 */
export function reachOf(db: ReadDb, currencies: Currencies): ReviewFigures['reach'] {
  const worthOf = ({ risk, treatability, minor, currency }: OpenIssue) => {
    const comparable = comparableMinor(currencies, { minor, currency })
    return comparable === null ? null : risk * treatability * comparable
  }
  const all = { minutes: 0, value: 0, unpriced: 0 }
  for (const issue of pagesOf(db, null, last => nextOfAll(last?.id ?? 0))) {
    const worth = worthOf(issue)
    if (worth === null) all.unpriced++
    if (issue.minutes > 0) all.value += worth ?? 0
    all.minutes += Math.max(0, issue.minutes)
  }
  const hours = hoursOf(
    pagesOf(db, null, last => nextInQueue(last ?? { priority: Number.MAX_VALUE, id: 0 })),
    worthOf,
  )
  return {
    ...{ currency: currencies.reckoning, minutes: all.minutes, valueMinor: Math.round(all.value) },
    ...{ hours, unpriced: all.unpriced },
  }
}

/** What the first hours of work save, each together with those before it. */
function hoursOf(queue: Iterable<OpenIssue>, worthOf: (issue: OpenIssue) => number | null): number[] {
  const hours: number[] = []
  let [minutes, value] = [0, 0]
  for (const issue of queue) {
    const worth = worthOf(issue) ?? 0
    // An issue that an hour ends in counts for that hour as far as it gets.
    for (let left = issue.minutes; left > 0; ) {
      const step = Math.min(left, 60 - (minutes % 60))
      value += (worth * step) / issue.minutes
      minutes += step
      left -= step
      if (minutes % 60 === 0) hours.push(Math.round(value))
      if (hours.length === MOST_HOURS) return hours
    }
  }
  if (minutes % 60 !== 0) hours.push(Math.round(value))
  return hours
}
