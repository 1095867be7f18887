import { expect, it } from 'vitest'
import { createSourceSchedule } from '../../../main/engine/sources/source-schedule.ts'
import { ok } from '../../../shared/result.ts'
import { HOUR, MINUTE } from '../../../shared/trigger/duration.ts'
import { NOON } from '../../helpers/builders.ts'
import { aCache } from '../../helpers/cache.ts'

/** A source that has failed and waits for an hour, and one that has not; which of them a look reads. */
function aSchedule({ paused = 0, scheduleMs = 5 * MINUTE }: { paused?: number; scheduleMs?: number | null } = {}) {
  const { connection, read } = aCache()
  const put = connection.prepare(
    `INSERT INTO source (id, slug, kind, name, config, paused, schedule_ms, next_at, retry_at)
     VALUES (?, ?, 'rest', ?, '{}', ?, ?, ?, ?)`,
  )
  put.run(1, 'ledger', 'Ledger', paused, scheduleMs, null, NOON + HOUR)
  put.run(2, 'shop', 'Shop', 0, 5 * MINUTE, NOON + MINUTE, null)
  const readings: number[] = []
  const schedule = createSourceSchedule({
    read,
    wall: () => NOON,
    reading: {
      sync: async id => {
        readings.push(id as number)
        return ok({ streams: [], cancelled: false } as never)
      },
      history: async () => ok({ streams: [], cancelled: false } as never),
      busy: () => false,
      free: () => 4,
      waiting: () => false,
    },
  })
  return { schedule, readings }
}

it('a source that failed is read at once after somebody signed in to it, and only once', () => {
  const { schedule, readings } = aSchedule()
  schedule.tick()
  expect(readings).toEqual([])
  schedule.signedIn(1)
  schedule.tick()
  schedule.tick()
  expect(readings).toEqual([1])
})

it('a source that did not fail keeps its schedule when a credential of it is replaced', () => {
  const { schedule, readings } = aSchedule()
  schedule.signedIn(2)
  schedule.tick()
  expect(readings).toEqual([])
})

it.each([
  ['is paused', { paused: 1 }],
  ['is read by hand', { scheduleMs: null }],
])('a source that %s is not read because of a credential', (_how, more) => {
  const { schedule, readings } = aSchedule(more)
  schedule.signedIn(1)
  schedule.tick()
  expect(readings).toEqual([])
})
