import { expect, it } from 'vitest'
import { hindsightOf } from '../../../main/signal/backtest/hindsight.ts'
import { STATED_LAG } from '../../../main/signal/backtest/learning.ts'
import { starterTriggers } from '../../../main/signal/starter-triggers.ts'
import { DAY, HOUR } from '../../../shared/trigger/duration.ts'
import type { Trigger } from '../../../shared/trigger/trigger.ts'
import { NOON } from '../../helpers/builders.ts'
import { aCache } from '../../helpers/cache.ts'

const [starter] = starterTriggers() as [Trigger]
const failing: Trigger = {
  ...starter,
  when: { measure: { type: 'count', events: { kind: 'payment_failed' }, over: '3d' }, op: '>=', threshold: 2 },
  window: '7d',
}
const FIRED = NOON - 20 * DAY

/** An account whose second payment failed at FIRED; both rows were learned at a moment, and a ticket followed. */
function learnedAt(
  moment: number,
  { ticketAt, first = 0, lag = null }: { ticketAt: number; first?: number; lag?: number | null },
) {
  const { connection, read } = aCache()
  const run = (sql: string, ...params: unknown[]) => connection.prepare(sql).run(...params)
  run("INSERT INTO account (id, uid, name, updated_at) VALUES (1, 'a', 'A', 0)")
  for (const [n, at] of [FIRED - HOUR, FIRED].entries())
    run(
      `INSERT INTO event (account_id, source_id, stream, external_id, kind, at) VALUES (1, 1, 's', ?, 'payment_failed', ?)`,
      ...[`e${n}`, at],
    )
  if (lag !== null) {
    run("INSERT INTO source (id, slug, kind, name, config) VALUES (1, 's', 'files', 'S', '{}')")
    run("INSERT INTO stream (source_id, name, lag) VALUES (1, 's', ?)", lag)
  }
  run(
    "INSERT INTO learned (record, from_id, at, first, source_id, stream) VALUES ('event', 0, ?, ?, 1, 's')",
    moment,
    first,
  )
  run(
    "INSERT INTO object (account_id, source_id, kind, external_id, opened_at) VALUES (1, 1, 'ticket', 'T', ?)",
    ticketAt,
  )
  const fired = [{ account: 1, at: FIRED, followed: 'ticket' as const, undecided: false }]
  return hindsightOf(read, failing, fired)
}

it('a firing whose rows came in before the ticket was possible', () => {
  expect(learnedAt(FIRED + HOUR, { ticketAt: FIRED + DAY })).toEqual({ looked: 1, only: 0 })
})

it('a firing whose rows came in after the ticket was possible with hindsight only', () => {
  expect(learnedAt(FIRED + 2 * DAY, { ticketAt: FIRED + DAY })).toEqual({ looked: 1, only: 1 })
})

it('a firing whose rows came in when the condition was over already was possible with hindsight only', () => {
  expect(learnedAt(FIRED + 4 * DAY, { ticketAt: FIRED + 6 * DAY })).toEqual({ looked: 1, only: 1 })
})

it('rows of a first reading count from the lag of their stream on, not from the import', () => {
  const imported = { first: 1 }
  expect(learnedAt(NOON, { ...imported, ticketAt: FIRED + STATED_LAG + HOUR })).toEqual({ looked: 1, only: 0 })
  expect(learnedAt(NOON, { ...imported, ticketAt: FIRED + STATED_LAG / 2 })).toEqual({ looked: 1, only: 1 })
})

it('the lag that a stream’s manifest states counts for rows of a first reading', () => {
  const ticketAt = FIRED + 5 * HOUR
  expect(learnedAt(NOON, { first: 1, ticketAt, lag: 4 * HOUR })).toEqual({ looked: 1, only: 0 })
  expect(learnedAt(NOON, { first: 1, ticketAt, lag: 6 * HOUR })).toEqual({ looked: 1, only: 1 })
})
