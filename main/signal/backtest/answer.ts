import { DAY, HOUR, MINUTE, parseDuration } from '../../../shared/trigger/duration.ts'
import type { Trigger } from '../../../shared/trigger/trigger.ts'
import { baseOf, type Firings, firingsOf, followedBy, type Spans } from './fire.ts'
import { firableOf } from './lives.ts'
import type { Measured } from './measured.ts'
import type { ReplaySpan } from './runs.ts'

/** The figures of a replay before shares get their intervals. */
export interface Answer {
  accounts: number
  facts: number
  firings: number
  firedAccounts: number
  trueAtStart: number
  waited: number
  bars: { at: number; firings: number; followed: number; undecided: number }[]
  decided: number
  tickets: number
  left: number
  undecided: number
  base: number | null
  hours: number
}

/** One firing with what followed; `account` is the row id. */
export interface Fired {
  account: number
  at: number
  followed: 'ticket' | 'churn' | null
  undecided: boolean
}

/** A replay with its firings, so that the accounts behind a bar need no second one. */
export interface Replayed {
  answer: Answer
  fired: Fired[]
}

const limit = (definition: Trigger): number => definition.dailyCap ?? Number.POSITIVE_INFINITY

/** Replays a definition over what was measured. `parts` are groups of accounts, in order. */
export function replay(parts: readonly Measured[], definition: Trigger, span: ReplaySpan): Replayed {
  const spans: Spans = { account: [], from: [], to: [], life: [] }
  const place: { part: Measured; first: number }[] = []
  let units = 0
  let trueAtStart = 0
  for (const part of parts) {
    place.push({ part, first: units })
    trueAtStart += spansOfPart(part, definition, span, units, spans)
    units += part.ids.length
  }
  const cooldown = parseDuration(definition.cooldown) ?? 0
  const firings = firingsOf(spans, { cooldown, cap: limit(definition) }, span)
  const window = parseDuration(definition.window) ?? 0
  return judged(place, firings, {
    span,
    window,
    minutes: definition.minutes,
    accounts: parts.reduce((sum, part) => sum + part.accounts, 0),
    trueAtStart,
  })
}

/** Adds the spans of a part; how many accounts begin with a true condition. */
function spansOfPart(
  part: Measured,
  definition: Trigger,
  { start, end }: ReplaySpan,
  first: number,
  into: Spans,
): number {
  const spansOf = firableOf(part, definition, end)
  const { began, churned } = part.followings
  let trueAtStart = 0
  for (let account = 0; account < part.ids.length; account++) {
    const there = Math.max(start, began[account] as number)
    const left = churned[account] as number
    // Nothing holds for an account that is not there yet, or has left.
    const gone = Number.isNaN(left) ? Number.POSITIVE_INFINITY : left
    const before = into.life.at(-1) ?? -1
    let firedBefore = Number.NaN
    spansOf(account, (from, to, life) => {
      const opens = Math.max(from, there)
      const closes = Math.min(to, gone)
      if (closes <= opens || life === firedBefore) return
      // What was true before the span began had fired before it.
      if (opens === start && there === start) {
        trueAtStart++
        firedBefore = life
        return
      }
      into.account.push(first + account)
      into.from.push(opens)
      into.to.push(closes)
      into.life.push(before + 1 + life)
    })
  }
  return trueAtStart
}

interface Of {
  span: ReplaySpan
  window: number
  minutes: number
  accounts: number
  trueAtStart: number
}

function judged(place: readonly { part: Measured; first: number }[], firings: Firings, of: Of): Replayed {
  const { span, window } = of
  const bars = daysOf(span).map(at => ({ at, firings: 0, followed: 0, undecided: 0 }))
  const first = bars[0]?.at ?? 0
  const fired: Fired[] = []
  const seen = new Set<number>()
  const base = { sum: 0, n: 0, known: new Map<number, number | null>() }
  let [tickets, left, undecided] = [0, 0, 0]
  for (let k = 0; k < firings.at.length; k++) {
    const at = firings.at[k] as number
    const overall = firings.account[k] as number
    const { part, first: begins } = place.findLast(one => one.first <= overall) as { part: Measured; first: number }
    const account = overall - begins
    const followed = followedBy(part.followings, account, at, window)
    const open = at + window > span.end
    const id = part.ids[account] as number
    seen.add(id)
    fired.push({ account: id, at, followed, undecided: open })
    const bar = bars[Math.floor((at - first) / DAY)]
    if (bar) {
      bar.firings++
      if (open) bar.undecided++
      else if (followed) bar.followed++
    }
    if (open) {
      undecided++
      continue
    }
    if (followed === 'ticket') tickets++
    if (followed === 'churn') left++
    let usual = base.known.get(overall)
    if (usual === undefined) {
      usual = baseOf(part.followings, account, span, window)
      base.known.set(overall, usual)
    }
    if (usual !== null) {
      base.sum += usual
      base.n++
    }
  }
  const answer: Answer = {
    accounts: of.accounts,
    facts: place.reduce((sum, { part }) => sum + part.facts, 0),
    firings: firings.at.length,
    firedAccounts: seen.size,
    trueAtStart: of.trueAtStart,
    waited: firings.waited,
    bars,
    decided: firings.at.length - undecided,
    tickets,
    left,
    undecided,
    base: base.n === 0 ? null : base.sum / base.n,
    hours: (firings.at.length * of.minutes * MINUTE) / HOUR,
  }
  return { answer, fired }
}

/** The days (UTC) that a span touches, by their first moment. */
function daysOf({ start, end }: ReplaySpan): number[] {
  const days: number[] = []
  for (let at = Math.floor(start / DAY) * DAY; at <= end; at += DAY) days.push(at)
  return days
}
