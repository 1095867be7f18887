import { expect, it } from 'vitest'
import { waitingLines } from '../../../main/cli/waiting.ts'

const AT = Date.UTC(2026, 2, 11, 8)
const fixed = { mode: 'fixed', at: AT } as const
const counts = { waiting: 8 }

it('what a replay holds back waits for a word, not for an hour, and the word is said', () => {
  const trouble = { since: AT, why: 'This workspace replays the past.' }
  const lines = waitingLines({ counts, trouble, replay: 'held' }, fixed)
  expect(lines).toEqual([
    'since 2026-03-11T08:00:00.000Z: This workspace replays the past.',
    `To confirm it from here: forestall call outbox.allowReplay '{"allowed":true}'`,
  ])
})

it('on a clock that stands still it says so, as long as anything waits', () => {
  const still = 'The clock stands still at 2026-03-11T08:00:00.000Z: what waits for a time waits until it is moved.'
  expect(waitingLines({ counts, trouble: null, replay: 'confirmed' }, fixed)).toEqual([still])
  expect(waitingLines({ counts: { waiting: 0 }, trouble: null, replay: 'confirmed' }, fixed)).toEqual([])
  expect(waitingLines({ counts, trouble: null, replay: null }, { mode: 'real' })).toEqual([])
})
