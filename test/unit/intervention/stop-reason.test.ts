import { describe, expect, it } from 'vitest'
import { type Card, type Measure, stopReason } from '../../../main/intervention/start/autopilot.ts'
import { proportion } from '../../../main/measure/proportion.ts'

const card = (of: Partial<Card> = {}): Card => ({
  judged: 0,
  falsePositives: 0,
  treated: { n: 0, contacted: 0 },
  control: { n: 0, contacted: 0 },
  lastSends: [],
  ...of,
})
const why = (of: Partial<Card>, measure: Measure = proportion) => stopReason(card(of), measure)

describe('autopilot', () => {
  it('stops after three messages in a row that did not certainly leave', () => {
    expect(why({ lastSends: ['refused', 'unsure'] })).toBeNull()
    expect(why({ lastSends: ['refused', 'unsure', 'sent'] })).toBeNull()
    expect(why({ lastSends: ['sent', 'refused', 'refused', 'refused'] })).toBeNull()
    const message = 'Its last 3 messages were refused or may not have arrived.'
    expect(why({ lastSends: ['refused', 'unsure', 'refused'] })).toBe(message)
    expect(why({ lastSends: ['refused', 'unsure', 'refused', 'sent'] })).toBe(message)
  })

  it('stops when surely more than three in ten were false positives, of ten judged at least', () => {
    expect(why({ judged: 10, falsePositives: 5 })).toBeNull()
    expect(why({ judged: 9, falsePositives: 9 })).toBeNull()
    expect(why({ judged: 10, falsePositives: 6 })).toBe(
      '6 of 10 judged were false positives: certainly more than 30 %.',
    )
    const low =
      (bound: number | null): Measure =>
      (k, n) => ({ k, n, value: null, low: bound, high: null })
    const judged = { judged: 10, falsePositives: 3 }
    expect(why(judged, low(0.3))).toBeNull()
    expect(why(judged, low(0.3001))).not.toBeNull()
    expect(why(judged, low(null))).toBeNull()
  })
})
