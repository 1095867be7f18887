import { expect, it } from 'vitest'
import { waitingLines } from '../../../main/cli/waiting.ts'

const AT = Date.UTC(2026, 2, 11, 8)
const fixed = { mode: 'fixed', at: AT } as const
const counts = { waiting: 8 }

it('a message held in replay mode waits for a person, and the command that allows sending is shown', () => {
  const trouble = { since: AT, why: 'This workspace replays the past.' }
  const lines = waitingLines({ counts, trouble, replay: 'held' }, fixed)
  expect(lines).toEqual([
    'since 2026-03-11T08:00:00.000Z: This workspace replays the past.',
    `To allow sending in replay mode: forestall call outbox.allowReplay '{"allowed":true}'`,
  ])
})

it('a fixed clock is mentioned as long as a message waits', () => {
  const still =
    'The clock is fixed at 2026-03-11T08:00:00.000Z. Messages that wait for a time are not sent until the clock is changed.'
  expect(waitingLines({ counts, trouble: null, replay: 'confirmed' }, fixed)).toEqual([still])
  expect(waitingLines({ counts: { waiting: 0 }, trouble: null, replay: 'confirmed' }, fixed)).toEqual([])
  expect(waitingLines({ counts, trouble: null, replay: null }, { mode: 'real' })).toEqual([])
})
