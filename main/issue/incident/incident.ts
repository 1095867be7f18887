import { DAY, HOUR } from '../../../shared/trigger/duration.ts'

/** One account's trouble of one cause. Times UTC ms: since when it has it, and when its issue was closed. */
export interface AffectedAccount {
  signal: number
  issue: number
  account: number
  at: number
  closedAt: number | null
}

/** From (excluded) and to, UTC ms. */
export type TimeRange = readonly [number, number]

/** What is known of one cause: its troubles in any order, and when people said that its incident was over. */
export interface CauseFacts {
  troubles: readonly AffectedAccount[]
  /** Since when all of its triggers have been watched, UTC ms. */
  since: number
  /** Stretches that were looked at while what happened in them could still be seen. */
  watched: readonly TimeRange[]
  stops: readonly number[]
  /** When the cause was first met, however long ago. */
  first: number
  /** When troubles of other causes of the dimension began, in order: what is usual of a cause that was never seen before. */
  others: readonly number[]
  /** What is not looked for again, because nothing new can change it; nothing where it is absent. */
  settled?: Settled
  /** What was under way when watching began again; it cannot be found again from its troubles. */
  open?: FoundIncident
}

/** Incidents that began at `until` or before, and are over. Their troubles are not usual either. */
export interface Settled {
  until: number
  incidents: readonly IncidentSpan[]
}

/** From (included) and to (excluded), UTC ms: every trouble of the cause in it belongs to the incident. */
export interface IncidentSpan {
  beganAt: number
  closedAt: number
  because: FoundIncident['because']
}

/** A stretch in which one cause met unusually many accounts. `usual`: accounts a day before it. */
export interface FoundIncident {
  beganAt: number
  foundAt: number
  lastAt: number
  closedAt: number | null
  because: 'quiet' | 'usual' | 'solved' | 'person' | null
  usual: number
  troubles: AffectedAccount[]
}

/** Stretches in which accounts are counted: a sudden outage, and a trouble that builds up over a day. */
export const WINDOWS: readonly number[] = [2 * HOUR, DAY]
/** What is usual is learned from so much time before a window, and from a day at least. */
export const USUAL_OVER = 28 * DAY
export const LEARNS = DAY
/** Fewer accounts are no incident, whatever is usual. */
export const FEWEST = 5
/** So many times as usual at least: a slow growth is none. */
export const TIMES_USUAL = 3
/** How seldom a count may be by chance. */
const CHANCE = 1e-5
/** Without more accounts than usual for so long an incident is over. */
export const QUIET = 2 * DAY

/**
 * How probable at least `n` accounts in `window` are, when `k` came in `span` before (both ms): the rate has a gamma
 * posterior from Jeffreys' prior, so the count is negative binomial with k + ½ and span ÷ (span + window)
 * (Gelman et al., Bayesian Data Analysis, 3rd ed., section 2.6). A Poisson tail that knows how little it knows.
 */
export function chanceOf(n: number, window: number, k: number, span: number): number {
  const shape = k + 0.5
  const fails = window / (span + window)
  let log = shape * Math.log1p(-fails)
  let below = 0
  for (let i = 0; i < n; i++) {
    below += Math.exp(log)
    log += Math.log(((shape + i) / (i + 1)) * fails)
  }
  return Math.max(0, 1 - below)
}

interface Going extends FoundIncident {
  accounts: Set<number>
  /** When each account came, in order. */
  times: number[]
  /** When the last of its issues was closed; Infinity while one is not. */
  solvedAt: number
}

/**
 *   nothing ── enough accounts, far more than usual, hardly by chance ──▶ open ── no more than usual came ─▶ closed
 *                                                                          ├──── all its issues closed ──▶
 *                                                                          ├──── a person says so ───────▶
 *                                                                          └──── four weeks: it is usual ▶
 *
 * The troubles are gone through in the order in which they began, so that neither the order in which they came nor how
 * many came at once matters. What belonged to an incident is not usual, unless it went on for so long; after one only
 * what is new makes the next.
 */
export function incidentsIn(facts: CauseFacts, now: number): FoundIncident[] {
  const { troubles, since, stops, open, settled } = facts
  const found: FoundIncident[] = []
  const free: AffectedAccount[] = []
  const until = Math.max(since, settled?.until ?? since)
  // What it took in since then is among the troubles, in order with those that have come late.
  let going: Going | null = open ? resume({ ...open, troubles: open.troubles.filter(({ at }) => at <= since) }) : null
  let restart = until
  const close = (at: number) => {
    const end = going && overAt(going, stops, at)
    if (!going || !end) return
    found.push({ ...bare(going), ...end })
    restart = end.closedAt
    if (end.because === 'usual') free.push(...going.troubles)
    going = null
  }
  const seen = troubles.filter(({ at }) => at > since && at <= now).sort(byTime)
  const usual = usualOf(facts, free)
  for (const trouble of seen) {
    close(trouble.at)
    if (going) {
      join(going, trouble)
      continue
    }
    const past = settled?.incidents.find(({ beganAt, closedAt }) => beganAt <= trouble.at && trouble.at < closedAt)
    if (past) restart = past.closedAt
    if (!past || past.because === 'usual') free.push(trouble)
    if (!past && trouble.at > until) going = burst(free, restart, usual)
  }
  close(now)
  if (going) found.push(bare(going))
  return found
}

const byTime = (a: AffectedAccount, b: AffectedAccount) => a.at - b.at || a.signal - b.signal

const bare = ({ accounts: _, times: __, solvedAt: ___, ...found }: Going): FoundIncident => found

function resume(open: FoundIncident): Going {
  const going: Going = { ...open, troubles: [], accounts: new Set(), times: [], solvedAt: open.foundAt }
  for (const trouble of [...open.troubles].sort(byTime)) join(going, trouble)
  return { ...going, lastAt: Math.max(open.foundAt, going.lastAt) }
}

/** Whether an incident that was written down as open is over by `now`, if nothing came in since. */
export const isOver = (open: FoundIncident, now: number): boolean => overAt(resume(open), [], now) !== null

function join(going: Going, trouble: AffectedAccount): void {
  going.troubles.push(trouble)
  going.solvedAt = Math.max(going.solvedAt, trouble.closedAt ?? Number.POSITIVE_INFINITY)
  if (going.accounts.has(trouble.account)) return
  going.accounts.add(trouble.account)
  going.times.push(trouble.at)
  going.lastAt = trouble.at
}

type End = Pick<FoundIncident, 'because'> & { closedAt: number }

/** When and why an incident was over by `at`; null while it goes on. */
function overAt(going: Going, stops: readonly number[], at: number): End | null {
  const { foundAt, solvedAt } = going
  const never = Number.POSITIVE_INFINITY
  const ends: End[] = [
    { closedAt: stops.find(one => one >= foundAt) ?? never, because: 'person' },
    { closedAt: solvedAt, because: 'solved' },
    { closedAt: quietAt(going), because: 'quiet' },
    { closedAt: foundAt + USUAL_OVER, because: 'usual' },
  ]
  const first = ends.reduce((a, b) => (b.closedAt < a.closedAt ? b : a))
  return first.closedAt <= at ? first : null
}

/**
 * When no more than usual came for long enough: two days, or less where so many come anyway that nobody would see in
 * two days' numbers what makes the incident.
 */
function quietAt({ foundAt, usual, times }: Going): number {
  const limit = (span: number) => Math.floor((TIMES_USUAL * usual * span) / DAY)
  const spans = [QUIET, ...WINDOWS.toReversed()]
  const span = spans.find(one => times.length > limit(one)) ?? Math.min(...WINDOWS)
  return Math.max(foundAt, (times.at(-1 - limit(span)) ?? foundAt) + span)
}

/** Signals before a window: `k` accounts in `span` ms. */
interface Usual {
  k: number
  span: number
}

/** The incident that the newest trouble makes with those shortly before it, which are no longer free then. */
function burst(free: AffectedAccount[], restart: number, usualBefore: (begins: number) => Usual): Going | null {
  const at = free.at(-1)?.at ?? 0
  for (const window of WINDOWS) {
    const from = upTo(free, Math.max(at - window, restart))
    if (free.length - from < FEWEST) continue
    const { k, span } = usualBefore(at - window)
    if (span < LEARNS) continue
    const isUnusual = (n: number) =>
      n >= FEWEST && n >= TIMES_USUAL * (k / span) * window && chanceOf(n, window, k, span) < CHANCE
    // Troubles are at least as many as accounts, and counting accounts costs more.
    if (!isUnusual(free.length - from)) continue
    const accounts = new Set(free.slice(from).map(({ account }) => account))
    if (!isUnusual(accounts.size)) continue
    const troubles = free.splice(from)
    const beganAt = troubles[0]?.at ?? at
    return resume({
      beganAt,
      foundAt: at,
      lastAt: at,
      closedAt: null,
      because: null,
      usual: (k / span) * DAY,
      troubles,
    })
  }
  return null
}

/**
 * A cause's own past, from when it was first met. One that was first met within a day, such as a release, may only take
 * the place of another: it is held to the median day of its dimension, which earlier incidents do not move, and to
 * its own course so far.
 */
const usualOf =
  ({ since, watched, first, others }: CauseFacts, free: readonly AffectedAccount[]) =>
  (begins: number): Usual => {
    const within = (from: number) =>
      watched.map(([a, b]): TimeRange => [Math.max(a, from), Math.min(b, begins)]).filter(([a, b]) => a < b)
    const length = (spans: readonly TimeRange[]) => spans.reduce((sum, [a, b]) => sum + b - a, 0)
    const from = Math.max(since, begins - USUAL_OVER)
    const own = within(Math.max(from, first - 1))
    const span = length(own)
    const k = own.reduce((n, [a, b]) => n + upTo(free, b) - upTo(free, a), 0)
    if (span >= LEARNS) return { k, span }
    const all = within(from)
    return { k: (Math.max(k, medianDay(others, all)) * length(all)) / DAY, span: length(all) }
  }

/** How many of the times lie in the median day of some spans, which are cut into days from their ends. */
function medianDay(times: readonly number[], spans: readonly TimeRange[]): number {
  const days = spans.flatMap(([from, to]) =>
    Array.from({ length: Math.floor((to - from) / DAY) }, (_, n): TimeRange => [to - (n + 1) * DAY, to - n * DAY]),
  )
  const counts = days.map(([from, to]) => times.filter(at => at > from && at <= to).length).sort((a, b) => a - b)
  return counts[counts.length >> 1] ?? 0
}

/** What can still be seen at a look: trouble that began up to a day before. Older spans than are ever asked for go. */
export function looked(watched: readonly TimeRange[], now: number): TimeRange[] {
  // A clock that was set back has not looked at its future.
  const kept = watched.filter(([from, to]) => from < now && to > now - 3 * USUAL_OVER)
  const last = kept.pop()
  if (!last) return [[now - DAY, now]]
  if (last[1] < now - DAY) return [...kept, last, [now - DAY, now]]
  return [...kept, [last[0], now]]
}

/** How many of the troubles, in order of time, began by `limit`. */
function upTo(troubles: readonly AffectedAccount[], limit: number): number {
  let [low, high] = [0, troubles.length]
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((troubles[middle]?.at ?? 0) <= limit) low = middle + 1
    else high = middle
  }
  return low
}

/**
 * Whether troubles that began from `at` on can make no incident, so that the cause needs no closer look. `times` are all
 * that began later than a day before `at`, in order. At least `before` came in the `USUAL_OVER` before each window that
 * ends at one of them, all of it watched, and belonged to no incident.
 */
export function isCalm(times: readonly number[], at: number, before: number): boolean {
  return WINDOWS.every(window => {
    let [most, from] = [0, 0]
    times.forEach((time, i) => {
      while ((times[from] ?? time) <= time - window) from++
      if (time >= at) most = Math.max(most, i - from + 1)
    })
    return most < FEWEST || most * USUAL_OVER < TIMES_USUAL * before * window
  })
}
