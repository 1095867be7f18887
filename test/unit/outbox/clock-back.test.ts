import { expect, it } from 'vitest'
import { nextWake, reconcileAtStart } from '../../../main/outbox/store.ts'
import { troublesOf } from '../../../main/outbox/trouble.ts'
import { DAY, MINUTE, SECOND } from '../../../shared/trigger/duration.ts'
import { aPlaybook, aReachableIssue, aTrigger, aWorkspace } from '../../helpers/builders.ts'
import { aCache } from '../../helpers/cache.ts'
import { aChannel, aClock, aDrain, SENT, started } from '../../helpers/outreach.ts'

const AHEAD = 3 * DAY

/** A message that was put off by a clock that is days ahead. */
async function aMessageOfTheFuture(ending: { down: boolean }) {
  const cache = aCache()
  aWorkspace(cache.connection)
  aPlaybook(cache.connection)
  aTrigger(cache.connection)
  await started(cache, aReachableIssue(cache.connection).issue)
  let away = true
  const clock = aClock()
  const channel = aChannel(() => (away ? { ending: 'later', why: 'Not now.', afterMs: null, ...ending } : SENT))
  const drain = aDrain(cache, channel, clock)
  clock.advance(AHEAD)
  await drain()
  clock.advance(MINUTE - AHEAD)
  away = false
  return { cache, clock, drain, channel }
}

it.each([{ down: true }, { down: false }])(
  'what a clock that was ahead has put off leaves once the clock is right and the program starts (%o)',
  async ending => {
    const { cache, clock, drain, channel } = await aMessageOfTheFuture(ending)
    expect(nextWake(cache.read)).toBeGreaterThan(clock.wall() + DAY)
    await reconcileAtStart({ writer: cache.writer, now: clock.wall() })
    expect(nextWake(cache.read)).toBeLessThanOrEqual(clock.wall())
    expect(troublesOf(cache.read)).toEqual({})
    expect(await drain()).toMatchObject({ sent: 1 })
    expect(channel.left).toHaveLength(1)
  },
)

it('what a right clock has put off keeps its wait', async () => {
  const { cache, clock } = await aMessageOfTheFuture({ down: false })
  const due = nextWake(cache.read)
  clock.advance(AHEAD - 50 * SECOND)
  expect(due).toBeGreaterThan(clock.wall())
  await reconcileAtStart({ writer: cache.writer, now: clock.wall() })
  expect(nextWake(cache.read)).toBe(due)
})
