import fc from 'fast-check'
import { expect, it } from 'vitest'
import { backoff, CHANNEL_PACE } from '../../../main/outbox/backoff.ts'
import { channelsOf, type Ending } from '../../../main/outbox/channels/channel.ts'
import { createDrain } from '../../../main/outbox/drain.ts'
import { listOutbox } from '../../../main/outbox/store.ts'
import { HOUR } from '../../../shared/trigger/duration.ts'
import { anAccount, anIssue, NOON } from '../../helpers/builders.ts'
import { aCache } from '../../helpers/cache.ts'
import { letGo } from '../../helpers/let-go.ts'
import { aChannel, aClock, SENT } from '../../helpers/outreach.ts'

const ENDINGS: Record<string, Ending> = {
  sent: SENT,
  later: { ending: 'later', why: 'Busy.', afterMs: null },
  down: { ending: 'later', why: 'Away.', afterMs: null, down: true },
  refused: { ending: 'refused', why: 'No.' },
  unsure: { ending: 'unsure', why: 'Lost.' },
}
const ending = fc.constantFrom('sent', 'sent', 'sent', 'later', 'down', 'refused', 'unsure')

/** Rows in a bare outbox, one lane for each recipient. */
function anOutbox(lanes: readonly number[]) {
  const cache = aCache()
  const account = anAccount(cache.connection)
  const issue = anIssue(cache.connection, { account })
  const insert = cache.connection.prepare(
    `INSERT INTO outbox (key, intervention_id, issue_id, account_id, lane, channel, recipient, payload, overrides,
       state, queued_at, not_before) VALUES (?, 'i', ?, ?, ?, 'email', ?, ?, '[]', 'waiting', ?, ?)`,
  )
  cache.connection.pragma('foreign_keys = OFF')
  for (const [n, lane] of lanes.entries()) {
    const address = `lane${lane}@example.com`
    const payload = JSON.stringify({ key: `k${n}`, to: { name: null, address }, subject: 's', text: 't', html: 'h' })
    insert.run(`k${n}`, issue, account, address, address, payload, NOON, NOON)
  }
  return cache
}

it('whatever the channel answers: lanes stay first-in-first-out and nothing leaves twice', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.nat({ max: 3 }), { minLength: 1, maxLength: 14 }),
      fc.array(ending, { maxLength: 40 }),
      async (lanes, answers) => {
        const cache = anOutbox(lanes)
        const clock = aClock()
        const script = [...answers]
        const channel = aChannel(() => ENDINGS[script.shift() ?? 'sent'] ?? SENT)
        const drain = createDrain({
          writer: cache.writer,
          read: cache.read,
          clock,
          random: () => 0.5,
          channels: channelsOf(channel),
          recheck: letGo,
        })
        for (let n = 0; n < 45; n++) {
          await drain(new AbortController().signal)
          clock.advance(HOUR)
        }
        const left = channel.left.map(({ key }) => Number(key.slice(1)))
        expect(new Set(left).size).toBe(left.length)
        for (const lane of new Set(lanes)) {
          const ofLane = left.filter(n => lanes[n] === lane)
          expect(ofLane).toEqual([...ofLane].sort((a, b) => a - b))
        }
        const rows = listOutbox(cache.read, { offset: 0, limit: 100 })
        expect(
          rows
            .filter(({ state }) => state === 'sent')
            .map(({ key }) => key)
            .sort(),
        ).toEqual(channel.left.map(({ key }) => key).sort())
        // In the end only what is unsure, and what stands behind it, is still there.
        for (const row of rows.filter(({ state }) => state === 'waiting'))
          expect(rows.some(({ state, to, id }) => state === 'unsure' && to === row.to && id < row.id)).toBe(true)
      },
    ),
    { numRuns: 40 },
  )
})

it('a wait is never shorter than the hint, never longer than the limit unless the hint is, and grows', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 200 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.nat(),
      (n, r, hint) => {
        const wait = backoff(n, CHANNEL_PACE, r, hint)
        expect(wait).toBeGreaterThanOrEqual(hint)
        expect(wait).toBeLessThanOrEqual(Math.max(hint, CHANNEL_PACE.longest))
        expect(backoff(n + 1, CHANNEL_PACE, r)).toBeGreaterThanOrEqual(backoff(n, CHANNEL_PACE, r))
      },
    ),
  )
})
