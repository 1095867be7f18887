import { expect, it } from 'vitest'
import { rowsBehind } from '../../../main/measure/cohort/behind.ts'
import { reviewFigures } from '../../../main/measure/figures/figures.ts'
import { type BehindAsk, behindAskSchema } from '../../../shared/review/behind.ts'
import { DAY } from '../../../shared/trigger/duration.ts'
import { anIssue, aWorkspace, NOON } from '../../helpers/builders.ts'
import { aCache } from '../../helpers/cache.ts'
import { addHistory } from '../../helpers/review-history.ts'

const MOMENT = { now: NOON, wall: NOON }

function aTeam() {
  const cache = aCache()
  aWorkspace(cache.connection)
  addHistory(cache.connection, { accounts: 200, interventions: 900, days: 200, effects: [0, -0.1], seed: 9 })
  const { connection } = cache
  for (const days of [0.5, 2, 5, 10, 20, 50]) anIssue(connection, { openedAt: NOON - days * DAY })
  for (const because of ['false_positive', 'known', 'outcome:false_positive'])
    anIssue(connection, { state: 'closed', closedBecause: because, closedAt: NOON - DAY })
  connection.exec(`UPDATE outbox SET state = 'held', queued_at = ${NOON - 6 * DAY} WHERE id % 9 = 0`)
  const count = (wanted: BehindAsk) =>
    rowsBehind(cache.read, behindAskSchema.parse(wanted), MOMENT, { offset: 0, limit: 5_000 }).length
  return { ...cache, count, figures: reviewFigures(cache.read, {}, MOMENT) }
}

it('dismissals open exactly the issues that they count', () => {
  const { count, figures } = aTeam()
  expect(figures.dismissed.length).toBeGreaterThan(0)
  for (const { triggerId, closed, falsePositives } of figures.dismissed) {
    expect(count({ of: 'dismissed', triggerId, falseOnly: false })).toBe(closed)
    expect(count({ of: 'dismissed', triggerId, falseOnly: true })).toBe(falsePositives.k)
  }
  expect(figures.dismissed[0]?.falsePositives.k).toBe(2)
})

it('every age of queue and outbox opens exactly what waits', () => {
  const { count, figures } = aTeam()
  const { bounds } = figures.ageing
  for (const of of ['queue', 'outbox'] as const) {
    expect(figures.ageing[of].length).toBeGreaterThan(0)
    for (const { state, buckets } of figures.ageing[of])
      for (const [at, n] of buckets.entries()) {
        const most = bounds[at]
        const age = { least: (bounds[at - 1] ?? 0) * DAY, ...(most !== undefined && { most: most * DAY }) }
        expect([of, state, at, count({ of, state, ...age })]).toEqual([of, state, at, n])
      }
  }
})

it('every week opens exactly the tickets of each arm', () => {
  const { count, figures } = aTeam()
  expect(figures.ticketWeeks.length).toBeGreaterThan(20)
  for (const { at, treated, control, all } of figures.ticketWeeks)
    expect([
      count({ of: 'week', at, arm: 'treatment' }),
      count({ of: 'week', at, arm: 'control' }),
      count({ of: 'week', at, arm: 'all' }),
    ]).toEqual([treated.tickets, control.tickets, all.tickets])
})
