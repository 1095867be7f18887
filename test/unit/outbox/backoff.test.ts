import { describe, expect, it } from 'vitest'
import { backoff } from '../../../shared/outbox/backoff.ts'

const pace = { first: 1_000, longest: 60_000 }

describe('waiting after a failure', () => {
  it('doubles with each failure up to the longest wait', () => {
    expect([1, 2, 3, 6, 7, 8].map(failures => backoff(failures, pace, 0))).toEqual([
      500, 1_000, 2_000, 16_000, 30_000, 30_000,
    ])
    // Before the first failure as after it.
    expect(backoff(0, pace, 0)).toBe(500)
  })

  it('leaves the upper half to chance', () => {
    expect([0, 0.25, 0.5, 0.9999].map(random => backoff(1, pace, random))).toEqual([500, 625, 750, 1_000])
  })

  it('is never shorter than the server asks for', () => {
    expect(backoff(1, pace, 0, 499)).toBe(500)
    expect(backoff(1, pace, 0, 90_000)).toBe(90_000)
  })

  it('stops doubling before a number overflows', () => {
    const endless = { first: 1, longest: Number.POSITIVE_INFINITY }
    expect(backoff(31, endless, 0)).toBe(2 ** 29)
    expect(backoff(32, endless, 0)).toBe(2 ** 29)
    expect(backoff(30, endless, 0)).toBe(2 ** 28)
  })
})
