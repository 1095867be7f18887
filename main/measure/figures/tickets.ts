import type { Period } from '../../../shared/period.ts'
import type { ReviewFigures, TicketWeek } from '../../../shared/review/figures.ts'
import { HOUR } from '../../../shared/trigger/duration.ts'
import type { CohortData } from '../cohort/cohort.ts'
import { bounds } from '../cohort/read-starts.ts'
import { medianInterval } from '../estimate/median.ts'
import type { PresentSpan } from './present.ts'
import { WEEK, type WeekSpan, weekOf } from './weeks.ts'

/**
 * How long it took until a trouble was over: issues that we opened and acted on, from their opening, beside tickets that
 * customers opened in the same period. Nobody drew lots about which is which, so the gap is no effect.
 */
export function resolutionTimes({ starts, tickets }: CohortData, period: Period): ReviewFigures['resolution'] {
  const { from, to } = bounds(period)
  const { count, treated, exposedAt, issueId, issueOpenedAt, issueClosedAt } = starts
  const known = new Set<number>()
  const ours: number[] = []
  for (let at = 0; at < count; at++) {
    const [issue = 0, span = Number.NaN] = [issueId[at], (issueClosedAt[at] ?? 0) - (issueOpenedAt[at] ?? 0)]
    if (treated[at] !== 1 || Number.isNaN(exposedAt[at]) || Number.isNaN(span) || known.has(issue)) continue
    known.add(issue)
    ours.push(span)
  }
  const theirs: number[] = []
  for (const [at, openedAt] of tickets.openedAt.entries()) {
    const span = (tickets.closedAt[at] ?? 0) - openedAt
    if (!Number.isNaN(span) && openedAt >= from && openedAt < to) theirs.push(span)
  }
  return { ours: hoursOf(ours), theirs: hoursOf(theirs) }
}

function hoursOf(spans: readonly number[]): ReviewFigures['resolution']['ours'] {
  return { n: spans.length, median: medianInterval(Float64Array.from(spans, span => span / HOUR)) }
}

/** The most weeks that are shown. */
const MOST_WEEKS = 105

type Cells = Record<'treated' | 'control' | 'all', { accounts: number; tickets: number }>

/** The weeks of a period that tickets are counted of: from the first start on, at most two years. */
export function weeksOfTickets(
  { assignedAt }: CohortData['starts'],
  { now, ...period }: Period & { now: number },
): WeekSpan {
  const first = assignedAt.reduce((least, at) => Math.min(least, at), now)
  const last = weekOf(Math.min(now, period.to ?? now))
  const begin = Math.max(weekOf(Math.max(period.from ?? 0, first)), last - MOST_WEEKS * WEEK)
  return { begin, length: Math.max(0, (last - begin) / WEEK) }
}

/**
 * Tickets and active accounts of each whole week (UTC, from Monday). An account is active from its sign-up until it leaves;
 * it counts as treated or as control from the week after its first start on, so that the week which made somebody act does
 * not count for either. `present`: how long all accounts were customers.
 */
export function ticketWeeks(
  { starts, tickets, accounts }: CohortData,
  { begin, length }: WeekSpan,
  present: readonly PresentSpan[],
): TicketWeek[] {
  const weeks = Array.from({ length }, (): Cells => {
    const none = () => ({ accounts: 0, tickets: 0 })
    return { treated: none(), control: none(), all: none() }
  })
  const indexOf = (at: number) => (weekOf(at) - begin) / WEEK
  const arm = new Map<number, { arm: 'treated' | 'control'; from: number }>()
  for (const [place, id] of starts.accountIds.entries()) {
    const at = starts.firstOf[place] ?? 0
    arm.set(id, {
      arm: starts.treated[at] === 1 ? 'treated' : 'control',
      from: indexOf(starts.assignedAt[at] ?? 0) + 1,
    })
  }
  const came = {
    treated: new Int32Array(length + 1),
    control: new Int32Array(length + 1),
    all: new Int32Array(length + 1),
  }
  for (const { from, to, accounts: n } of present) addSpan(came.all, from, to, n)
  for (const [id, mine] of arm) {
    const account = accounts.get(id)
    if (!account) continue
    const { signedUpAt, churnedAt } = account
    const from = Math.max(0, signedUpAt === null ? 0 : Math.ceil((signedUpAt - begin) / WEEK))
    const to = churnedAt === null ? length : Math.min(length, Math.floor((churnedAt - begin) / WEEK))
    addSpan(came[mine.arm], Math.max(from, mine.from), to, 1)
  }
  for (const name of ['treated', 'control', 'all'] as const) {
    let there = 0
    for (const [week, cells] of weeks.entries()) {
      there += came[name][week] ?? 0
      cells[name].accounts = there
    }
  }
  for (const [at, openedAt] of tickets.openedAt.entries()) {
    const accountId = tickets.accountId[at] ?? 0
    const week = indexOf(openedAt)
    const cells = weeks[week]
    if (!cells || !isActive(tickets, at, begin + week * WEEK)) continue
    cells.all.tickets++
    const mine = arm.get(accountId)
    if (mine && week >= mine.from) cells[mine.arm].tickets++
  }
  return weeks.map((cells, week) => ({ at: begin + week * WEEK, ...cells }))
}

/** Counts `n` that are there from one week up to another where they come and where they go, not in each week between. */
function addSpan(came: Int32Array, from: number, to: number, n: number): void {
  if (from >= to) return
  came[from] = (came[from] ?? 0) + n
  came[to] = (came[to] ?? 0) - n
}

/** Whether the account of a ticket was a customer for the whole week that begins at a moment. */
function isActive({ signedUpAt, churnedAt }: CohortData['tickets'], ticket: number, week: number): boolean {
  const [from = Number.NaN, until = Number.NaN] = [signedUpAt[ticket], churnedAt[ticket]]
  return (Number.isNaN(from) || from <= week) && (Number.isNaN(until) || until >= week + WEEK)
}
