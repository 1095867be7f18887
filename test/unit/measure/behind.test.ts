import { expect, it } from 'vitest'
import { rowsBehind } from '../../../main/measure/cohort/behind.ts'
import { reviewFigures } from '../../../main/measure/figures/figures.ts'
import { type BehindAsk, behindAskSchema } from '../../../shared/review/behind.ts'
import { DAY, HOUR } from '../../../shared/trigger/duration.ts'
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
  connection.exec(`UPDATE issue SET claimed_by = 'sam' WHERE state = 'open' AND id % 2 = 0;
    UPDATE outcome SET judged = 'quiet', judged_by = 'ines', judged_at = ${NOON - 3 * DAY} WHERE intervention_id LIKE '%7';
    UPDATE intervention SET recalled_at = ${NOON} WHERE id LIKE '%3'`)
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

it('the workload of each person opens exactly what was claimed, started and confirmed', () => {
  const { count, figures } = aTeam()
  const total = (of: 'claimed' | 'started' | 'judged') => figures.workload.reduce((sum, row) => sum + row[of], 0)
  expect([total('claimed'), total('started'), total('judged')].every(n => n > 0)).toBe(true)
  for (const { actor, claimed, started, judged } of figures.workload)
    expect([
      actor,
      count({ of: 'claimed', actor }),
      count({ of: 'started', actor }),
      count({ of: 'confirmed', actor }),
    ]).toEqual([actor, claimed, started, judged])
})

it('times to resolution open exactly the issues and tickets that they are the median of, the slowest first', () => {
  const { read, count, figures } = aTeam()
  const { ours, theirs } = figures.resolution
  expect(ours.n).toBeGreaterThan(0)
  expect([count({ of: 'resolved', by: 'us' }), count({ of: 'resolved', by: 'them' })]).toEqual([ours.n, theirs.n])
  const wanted = behindAskSchema.parse({ of: 'resolved', by: 'us' })
  const hours = rowsBehind(read, wanted, MOMENT, { offset: 0, limit: 5_000 }).map(row => (row.tookMs ?? 0) / HOUR)
  expect(hours).toEqual(hours.toSorted((a, b) => b - a))
  const middle = hours.slice(Math.floor((hours.length - 1) / 2), Math.ceil((hours.length + 1) / 2))
  expect(ours.median?.value).toBeCloseTo(middle.reduce((sum, each) => sum + each, 0) / middle.length, 6)
})
