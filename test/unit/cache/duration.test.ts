import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { DAY, formatDuration, HOUR, MINUTE, parseDuration, SECOND } from '../../../shared/trigger/duration.ts'

describe('durations', () => {
  it.each([
    ['28d', 28 * DAY],
    ['6h', 6 * HOUR],
    ['90m', 90 * MINUTE],
    ['45s', 45 * SECOND],
    ['2w', 14 * DAY],
    ['1.5h', 90 * MINUTE],
    [' 7d ', 7 * DAY],
  ])('%j is read', (text, ms) => {
    expect(parseDuration(text)).toBe(ms)
  })

  it.each(['', 'd', '7', '7 d', '-7d', '7days', '7D', '1e2d', '.5d', '7d 3h'])('%j is not one', text => {
    expect(parseDuration(text)).toBeNull()
  })

  it('are written in the largest unit that divides them', () => {
    expect(formatDuration(28 * DAY)).toBe('28d')
    expect(formatDuration(36 * HOUR)).toBe('36h')
    expect(formatDuration(90 * MINUTE)).toBe('90m')
    expect(formatDuration(61 * SECOND)).toBe('61s')
  })

  it('come back as they were written', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 10_000_000 }), seconds => {
        expect(parseDuration(formatDuration(seconds * SECOND))).toBe(seconds * SECOND)
      }),
    )
  })
})
