import type { Period } from '../../../shared/period.ts'
import type { ReviewFigures, TicketWeek } from '../../../shared/review/figures.ts'
import { HOUR } from '../../../shared/trigger/duration.ts'
import type { CohortData, CohortRow } from '../cohort/cohort.ts'
import { bounds } from '../cohort/read-starts.ts'
import { medianInterval } from '../estimate/median.ts'
import { WEEK, weekOf } from './weeks.ts'

/**
 * How long it took until a trouble was over: issues that we opened and acted on, from their opening, beside tickets that
 * customers opened in the same period. Nobody drew lots about which is which, so the gap is no effect.
 */
export function resolutionTimes(cohort: CohortData, period: Period): ReviewFigures['resolution'] {
  const { from, to } = bounds(period)
  const known = new Set<number>()
  const ours: number[] = []
  for (const { treated, exposedAt, issueId, issueOpenedAt, issueClosedAt } of cohort.rows) {
    if (!treated || exposedAt === null || issueClosedAt === null || known.has(issueId)) continue
    known.add(issueId)
    ours.push(issueClosedAt - issueOpenedAt)
  }
  const theirs = cohort.tickets.flatMap(({ openedAt, closedAt }) =>
    closedAt !== null && openedAt >= from && openedAt < to ? [closedAt - openedAt] : [],
  )
  return { ours: hoursOf(ours), theirs: hoursOf(theirs) }
}

function hoursOf(spans: readonly number[]): ReviewFigures['resolution']['ours'] {
  return { n: spans.length, median: medianInterval(Float64Array.from(spans, span => span / HOUR)) }
}

/** The most weeks that are shown. */
const MOST_WEEKS = 105

type Cells = Record<'treated' | 'control' | 'all', { accounts: number; tickets: number }>

/**
 * Tickets and active accounts of each whole week (UTC, from Monday). An account is active from its sign-up until it leaves;
 * it counts as treated or as control from the week after its first start on, so that the week which made somebody act does
 * not count for either. `starts`: the first one of each account.
 */
export function ticketWeeks(
  cohort: Pick<CohortData, 'accounts' | 'tickets'>,
  starts: readonly CohortRow[],
  { now, ...period }: Period & { now: number },
): TicketWeek[] {
  const first = starts.reduce((least, row) => Math.min(least, row.assignedAt), now)
  const last = weekOf(Math.min(now, period.to ?? now))
  const begin = Math.max(weekOf(Math.max(period.from ?? 0, first)), last - MOST_WEEKS * WEEK)
  const length = Math.max(0, (last - begin) / WEEK)
  const weeks = Array.from({ length }, (): Cells => {
    const none = () => ({ accounts: 0, tickets: 0 })
    return { treated: none(), control: none(), all: none() }
  })
  const indexOf = (at: number) => (weekOf(at) - begin) / WEEK
  const arm = new Map(
    starts.map(
      row => [row.accountId, { arm: row.treated ? 'treated' : 'control', from: indexOf(row.assignedAt) + 1 }] as const,
    ),
  )
  for (const { id, signedUpAt, churnedAt } of cohort.accounts.values()) {
    const from = Math.max(0, signedUpAt === null ? 0 : Math.ceil((signedUpAt - begin) / WEEK))
    const to = churnedAt === null ? length : Math.min(length, Math.floor((churnedAt - begin) / WEEK))
    const mine = arm.get(id)
    for (let week = from; week < to; week++) {
      const cells = weeks[week]
      if (!cells) continue
      cells.all.accounts++
      if (mine && week >= mine.from) cells[mine.arm].accounts++
    }
  }
  for (const { accountId, openedAt } of cohort.tickets) {
    const week = indexOf(openedAt)
    const cells = weeks[week]
    if (!cells || !isActive(cohort, accountId, begin + week * WEEK)) continue
    cells.all.tickets++
    const mine = arm.get(accountId)
    if (mine && week >= mine.from) cells[mine.arm].tickets++
  }
  return weeks.map((cells, week) => ({ at: begin + week * WEEK, ...cells }))
}

/** Whether the account was a customer for the whole week that begins at a moment. */
function isActive(cohort: Pick<CohortData, 'accounts'>, accountId: number, week: number): boolean {
  const account = cohort.accounts.get(accountId)
  if (!account) return false
  const { signedUpAt, churnedAt } = account
  return (signedUpAt === null || signedUpAt <= week) && (churnedAt === null || churnedAt >= week + WEEK)
}
