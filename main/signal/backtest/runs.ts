import { DAY } from '../../../shared/trigger/duration.ts'

/**
 * How a measure of one account goes over time, as runs: from `from` on it is `a` where `slope` is 0, else
 * (t − a) × slope; NaN where the measure is undefined. Times in UTC ms. A measure only changes when a fact enters or
 * leaves one of its windows, so the runs are exact at every millisecond and few.
 */
export interface Runs {
  from: Float64Array
  a: Float64Array
  slope: Float64Array
  length: number
}

export const newRuns = (room = 1024): Runs => ({
  from: new Float64Array(room),
  a: new Float64Array(room),
  slope: new Float64Array(room),
  length: 0,
})

const grown = (array: Float64Array): Float64Array => {
  const larger = new Float64Array(array.length * 2)
  larger.set(array)
  return larger
}

/** Begins a run; one that says the same as the run before it (not before `first`) is left out. */
export function pushRun(runs: Runs, first: number, from: number, a: number, slope = 0): void {
  const last = runs.length - 1
  if (last >= first && runs.slope[last] === slope && Object.is(runs.a[last], a)) return
  if (last >= first && runs.from[last] === from) runs.length--
  if (runs.length === runs.from.length) {
    runs.from = grown(runs.from)
    runs.a = grown(runs.a)
    runs.slope = grown(runs.slope)
  }
  runs.from[runs.length] = from
  runs.a[runs.length] = a
  runs.slope[runs.length] = slope
  runs.length++
}

/** One account's matching events in order of time; `amount` is NaN where an event has no such number. */
export interface Points {
  at: Float64Array
  amount: Float64Array
  /** Running total of `amount` before each event, and whether it is free of rounding. */
  before: Float64Array
  exact: boolean
  n: number
}

/** The span that is replayed, UTC ms, both inclusive. */
export interface ReplaySpan {
  start: number
  end: number
}

/** The total of events i … j−1. Without rounding where all are whole numbers, else added up again. */
function total(points: Points, i: number, j: number): number {
  if (points.exact) return (points.before[j] as number) - (points.before[i] as number)
  let sum = 0
  for (let k = i; k < j; k++) sum += points.amount[k] as number
  return sum
}

/** The value of a window measure: its window holds events i … j−1, its baseline h … i−1. */
export type WindowValue = (points: Points, h: number, i: number, j: number) => number

export const countOf: WindowValue = (_points, _h, i, j) => j - i
export const sumOf: WindowValue = (points, _h, i, j) => total(points, i, j)
export const maxOf: WindowValue = (points, _h, i, j) => {
  let most = Number.NaN
  for (let k = i; k < j; k++) {
    const amount = points.amount[k] as number
    if (!(amount <= most)) most = Number.isNaN(amount) ? most : amount
  }
  return most
}
/** On how many days (UTC) there was an event. */
export const daysOf: WindowValue = (points, _h, i, j) => {
  let days = 0
  let last = Number.NaN
  for (let k = i; k < j; k++) {
    const day = Math.floor((points.at[k] as number) / DAY)
    if (day !== last) days++
    last = day
  }
  return days
}
export const lastOf: WindowValue = (points, _h, i, j) => {
  let last = Number.NaN
  // Among two at the same moment the larger amount is the latest.
  for (let k = j - 1; k >= i && (Number.isNaN(last) || points.at[k] === points.at[j - 1]); k--) {
    const amount = points.amount[k] as number
    if (!Number.isNaN(amount) && !(amount <= last)) last = amount
  }
  return last
}
/** The account's recent rate over its own normal; undefined below `minimum` events of baseline. */
export const rateOf =
  (over: number, baseline: number, minimum: number): WindowValue =>
  (points, h, i, j) => {
    const before = total(points, h, i)
    if (i - h < minimum || before === 0) return Number.NaN
    return total(points, i, j) / ((before / baseline) * over)
  }
/** How many values the window has that the baseline has not; undefined without a baseline. Amounts are codes. */
export const novelOf: WindowValue = (points, h, i, j) => {
  if (i === h) return Number.NaN
  const known = new Set<number>()
  for (let k = h; k < i; k++) known.add(points.amount[k] as number)
  const fresh = new Set<number>()
  for (let k = i; k < j; k++) if (!known.has(points.amount[k] as number)) fresh.add(points.amount[k] as number)
  return fresh.size
}

/** Slides a window (t − ago − over, t − ago] and the baseline before it over the events of one account. */
export function windowRuns(
  into: Runs,
  points: Points,
  { start, end }: ReplaySpan,
  window: { over: number; baseline: number; ago: number },
  value: WindowValue,
): void {
  const first = into.length
  const { at, n } = points
  const enter = window.ago
  const leave = enter + window.over
  const forget = leave + window.baseline
  const at0 = (k: number) => (k < n ? (at[k] as number) : Number.POSITIVE_INFINITY)
  let [h, i, j] = [0, 0, 0]
  for (let t = start; t <= end; t = Math.min(at0(j) + enter, at0(i) + leave, at0(h) + forget)) {
    while (at0(j) + enter <= t) j++
    while (at0(i) + leave <= t) i++
    while (at0(h) + forget <= t) h++
    pushRun(into, first, t, value(points, h, i, j))
  }
}

/** Time since the latest event; undefined before the first. */
export function sinceRuns(into: Runs, points: Points, { start, end }: ReplaySpan): void {
  const first = into.length
  pushRun(into, first, start, Number.NaN)
  for (let k = 0; k < points.n; k++) {
    const at = points.at[k] as number
    if (at > end) return
    pushRun(into, first, Math.max(at, start), at, 1)
  }
}

/** A fact that does not change: one run. */
export const constantRuns = (into: Runs, { start }: ReplaySpan, value: number): void =>
  pushRun(into, into.length, start, value)

/** Time since a date; undefined before it and without one. */
export function ageRuns(into: Runs, date: number | null, { start, end }: ReplaySpan): void {
  const first = into.length
  pushRun(into, first, start, Number.NaN)
  if (date !== null && date <= end) pushRun(into, first, Math.max(date, start), date, 1)
}

/** A date that is known from `from` until `to` (UTC ms; `to` excluded). */
export interface Dated {
  from: number
  to: number
  date: number
}

/** Time until the nearest date that is known and still ahead; undefined while there is none. */
export function untilRuns(into: Runs, dates: readonly Dated[], { start, end }: ReplaySpan): void {
  const first = into.length
  const edges = dates.flatMap(({ from, to, date }) => [from, Math.min(to, date)])
  for (const t of within(edges, start, end)) {
    let nearest = Number.POSITIVE_INFINITY
    for (const { from, to, date } of dates) if (from <= t && t < to && date > t && date < nearest) nearest = date
    if (nearest === Number.POSITIVE_INFINITY) pushRun(into, first, t, Number.NaN)
    else pushRun(into, first, t, nearest, -1)
  }
}

/** A stay of an object in a state; `to` excluded, infinite while it lasts. `norm`: by what its age is divided. */
export interface Stay {
  from: number
  to: number
  norm: number
}

/** How many stays there are. */
export function staysRuns(into: Runs, stays: readonly Stay[], { start, end }: ReplaySpan): void {
  const first = into.length
  for (const t of within(
    stays.flatMap(({ from, to }) => [from, to]),
    start,
    end,
  ))
    pushRun(into, first, t, stays.filter(({ from, to }) => from <= t && t < to).length)
}

/** The longest stay, as time or as a share of its norm; undefined without one. */
export function storedRuns(into: Runs, stays: readonly Stay[], { start, end }: ReplaySpan): void {
  const first = into.length
  const moments = within(
    stays.flatMap(({ from, to }) => [from, to]),
    start,
    end,
  )
  for (const [n, t] of moments.entries()) {
    const open = stays.filter(({ from, to }) => from <= t && t < to)
    if (open.length === 0) pushRun(into, first, t, Number.NaN)
    else envelope(into, first, open, t, moments[n + 1] ?? end + 1)
  }
}

const ageAt = ({ from, norm }: Stay, t: number): number => (t - from) / norm

/** A stay of an object with a promise: the chance that it is late, and when that may change. */
export interface LateStay {
  from: number
  to: number
  moments: readonly number[]
  chance(t: number): number | null
}

/** The highest chance of lateness; undefined where none is known. */
export function lateRuns(into: Runs, lates: readonly LateStay[], { start, end }: ReplaySpan): void {
  const first = into.length
  const edges = lates.flatMap(({ from, to, moments }) => [from, to, ...moments.filter(at => at > from && at < to)])
  for (const t of within(edges, start, end)) {
    let most = Number.NaN
    for (const { from, to, chance } of lates) {
      const value = from <= t && t < to ? chance(t) : null
      if (value !== null && !(value <= most)) most = value
    }
    pushRun(into, first, t, most)
  }
}

/** The upper envelope of rising lines between two moments: the oldest stay may be overtaken by one with a lower norm. */
function envelope(into: Runs, first: number, open: readonly Stay[], t: number, until: number): void {
  let now = t
  while (now < until) {
    const top = open.reduce((a, b) =>
      ageAt(b, now) > ageAt(a, now) || (ageAt(b, now) === ageAt(a, now) && b.norm < a.norm) ? b : a,
    )
    pushRun(into, first, now, top.from, 1 / top.norm)
    let next = until
    for (const one of open) {
      if (one.norm >= top.norm) continue
      const meets = Math.floor((one.from * top.norm - top.from * one.norm) / (top.norm - one.norm)) + 1
      if (meets > now && meets < next) next = meets
    }
    now = next
  }
}

/**
 * One measure over another; undefined where either is, and where the second is 0. Where one of them moves with
 * time their ratio is no line: there it is looked at once a day, and whenever one of them turns.
 */
export function ratioRuns(into: Runs, of: Runs, to: Runs, { end }: ReplaySpan): void {
  const first = into.length
  let [i, j] = [0, 0]
  const from = (runs: Runs, k: number) => (k < runs.length ? (runs.from[k] as number) : Number.POSITIVE_INFINITY)
  const value = (runs: Runs, k: number, t: number) => {
    const slope = runs.slope[k] as number
    return slope === 0 ? (runs.a[k] as number) : (t - (runs.a[k] as number)) * slope
  }
  for (let t = Math.max(from(of, 0), from(to, 0)); t <= end; ) {
    while (from(of, i + 1) <= t) i++
    while (from(to, j + 1) <= t) j++
    const below = value(to, j, t)
    const ratio = below === 0 ? Number.NaN : value(of, i, t) / below
    pushRun(into, first, t, ratio)
    const moves = !Number.isNaN(ratio) && ((of.slope[i] as number) !== 0 || (to.slope[j] as number) !== 0)
    t = Math.min(from(of, i + 1), from(to, j + 1), moves ? t + DAY : Number.POSITIVE_INFINITY)
  }
}

/** The moments of a span at which something may change, in order, its start included. */
function within(edges: readonly number[], start: number, end: number): number[] {
  const moments = new Set([start])
  for (const t of edges) if (t > start && t <= end) moments.add(t)
  return [...moments].sort((a, b) => a - b)
}
