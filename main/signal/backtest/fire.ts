import { DAY } from '../../../shared/trigger/duration.ts'
import type { ReplaySpan } from './runs.ts'

/** What limits firings: `cooldown` in ms after each one of an account, `cap` for all accounts on one day (UTC). */
export interface Limits {
  cooldown: number
  cap: number
}

/**
 * Spans in which a trigger can fire, of many accounts: account, from, to (excluded). In order of account, then of time.
 * `life` numbers what one firing stays open for: of spans with the same number only one fires.
 */
export interface Spans {
  account: number[]
  from: number[]
  to: number[]
  life: number[]
}

/** Who fired when, and how often somebody had to wait because the day was full. */
export interface Firings {
  account: number[]
  at: number[]
  waited: number
}

/**
 * The firings that spans lead to, as live evaluation makes them: once for each life, when its first span begins, or when
 * the cooldown after the last firing is over if one still lasts; on a full day not before the next one.
 */
export function firingsOf(spans: Spans, limits: Limits, { end }: ReplaySpan): Firings {
  return Number.isFinite(limits.cap) ? inTurn(spans, limits, end) : eachAlone(spans, limits, end)
}

function eachAlone(spans: Spans, { cooldown }: Limits, end: number): Firings {
  const fired: Firings = { account: [], at: [], waited: 0 }
  let account = -1
  let lived = -1
  let rested = Number.NEGATIVE_INFINITY
  for (let k = 0; k < spans.account.length; k++) {
    if (spans.life[k] === lived) continue
    if (spans.account[k] !== account) rested = Number.NEGATIVE_INFINITY
    account = spans.account[k] as number
    const at = Math.max(spans.from[k] as number, rested)
    if (at >= (spans.to[k] as number) || at > end) continue
    fired.account.push(account)
    fired.at.push(at)
    rested = at + cooldown
    lived = spans.life[k] as number
  }
  return fired
}

/**
 * One after the other in order of time (then of account), because they share the day. Who finds it full waits: at
 * midnight those that still hold are served first, in order of account.
 */
function inTurn(spans: Spans, { cooldown, cap }: Limits, end: number): Firings {
  const fired: Firings = { account: [], at: [], waited: 0 }
  const rested = new Map<number, number>()
  const asking = new Line()
  const waiting = new Line()
  const accountOf = (k: number) => spans.account[k] as number
  const ask = (k: number, now: number) => {
    const at = Math.max(spans.from[k] as number, rested.get(accountOf(k)) ?? Number.NEGATIVE_INFINITY, now)
    if (at < (spans.to[k] as number)) asking.add(k, at, accountOf(k))
    else if (accountOf(k + 1) === accountOf(k)) ask(k + 1, now)
  }
  const fire = (k: number, at: number) => {
    rested.set(accountOf(k), at + cooldown)
    fired.account.push(accountOf(k))
    fired.at.push(at)
    let next = k + 1
    while (next < spans.life.length && spans.life[next] === spans.life[k]) next++
    if (accountOf(next) === accountOf(k)) ask(next, at)
  }
  for (let k = 0; k < spans.account.length; k++)
    if (k === 0 || accountOf(k - 1) !== accountOf(k)) ask(k, Number.NEGATIVE_INFINITY)
  let day = Number.NaN
  let used = 0
  for (;;) {
    const at = waiting.size > 0 ? Math.min(asking.next(), (day + 1) * DAY) : asking.next()
    if (at > end || at === Number.POSITIVE_INFINITY) return fired
    if (Math.floor(at / DAY) !== day) {
      day = Math.floor(at / DAY)
      used = 0
      while (used < cap && waiting.size > 0) {
        const k = waiting.take()
        if ((spans.to[k] as number) > at) {
          used++
          fire(k, at)
        } else if (accountOf(k + 1) === accountOf(k)) ask(k + 1, at)
      }
      continue
    }
    const k = asking.take()
    if (used < cap) {
      used++
      fire(k, at)
    } else {
      fired.waited++
      waiting.add(k, accountOf(k), 0)
    }
  }
}

interface Place {
  k: number
  at: number
  then: number
}
const before = (a: Place, b: Place): boolean => a.at < b.at || (a.at === b.at && a.then < b.then)

/** A heap of spans by a number, and by a second one where that is the same. */
class Line {
  readonly #heap: Place[] = []

  get size(): number {
    return this.#heap.length
  }

  /** The number of the first one; infinity where there is none. */
  next(): number {
    return this.#heap[0]?.at ?? Number.POSITIVE_INFINITY
  }

  add(k: number, at: number, then: number): void {
    const heap = this.#heap
    const item = { k, at, then }
    let place = heap.push(item) - 1
    while (place > 0) {
      const parent = (place - 1) >> 1
      const above = heap[parent] as Place
      if (!before(item, above)) break
      heap[place] = above
      place = parent
    }
    heap[place] = item
  }

  /** Takes the first one out; −1 where there is none. */
  take(): number {
    const [top] = this.#heap
    const last = this.#heap.pop()
    if (!top || !last) return -1
    if (this.#heap.length > 0) this.#sink(last)
    return top.k
  }

  #sink(item: Place): void {
    const heap = this.#heap
    let place = 0
    for (;;) {
      let child = 2 * place + 1
      if (child >= heap.length) break
      const right = heap[child + 1]
      if (right && before(right, heap[child] as Place)) child++
      const below = heap[child] as Place
      if (!before(below, item)) break
      heap[place] = below
      place = child
    }
    heap[place] = item
  }
}

/** What followed: times of tickets of account k are `tickets[offsets[k]]` …, in order; `churned[k]` NaN if it stayed. */
export interface Followings {
  tickets: Float64Array
  offsets: Uint32Array
  churned: Float64Array
  /** From when an account was there; −∞ where that is not known. */
  began: Float64Array
}

/** The first event within `window` ms after a firing; null when nothing did. */
export function followedBy(facts: Followings, account: number, at: number, window: number): 'ticket' | 'churn' | null {
  let ticket = Number.POSITIVE_INFINITY
  for (let k = facts.offsets[account] as number; k < (facts.offsets[account + 1] as number); k++) {
    if ((facts.tickets[k] as number) <= at) continue
    ticket = facts.tickets[k] as number
    break
  }
  const churn = facts.churned[account] as number
  if (ticket <= at + window && !(churn < ticket)) return 'ticket'
  return churn > at && churn <= at + window ? 'churn' : null
}

/**
 * The share of moments of an account, while it was there and the window is over by now, that were followed by a ticket
 * or by its leaving: the measure of the union of (ticket − window, ticket]. Null where there was no such moment.
 */
export function baseOf(facts: Followings, account: number, { start, end }: ReplaySpan, window: number): number | null {
  const churn = facts.churned[account] as number
  const from = Math.max(start, facts.began[account] as number)
  const to = Math.min(end - window, Number.isNaN(churn) ? Number.POSITIVE_INFINITY : churn)
  if (to <= from) return null
  const ends: number[] = []
  for (let k = facts.offsets[account] as number; k < (facts.offsets[account + 1] as number); k++)
    ends.push(facts.tickets[k] as number)
  if (!Number.isNaN(churn)) ends.push(churn)
  ends.sort((a, b) => a - b)
  let covered = 0
  let until = from
  for (const at of ends) {
    const opens = Math.max(until, at - window)
    const closes = Math.min(to, at)
    if (closes > opens) {
      covered += closes - opens
      until = closes
    }
  }
  return covered / (to - from)
}
