import { describe, expect, it } from 'vitest'
import { requestsLeft, retryAfter } from '../../../main/http/retry-after.ts'
import { HOUR, MINUTE, SECOND } from '../../../shared/trigger/duration.ts'

const NOW = Date.UTC(2026, 4, 12, 10, 0, 0)
const http = (ms: number) => new Date(ms).toUTCString()
const wait = (headers: Record<string, string>) => retryAfter(headers, NOW)

describe('Retry-After', () => {
  it.each([
    ['30', 30 * SECOND],
    ['0', 0],
    ['1.5', 1_500],
    ['2s', 2 * SECOND],
    ['-3', 0],
    ['5, 10', 5 * SECOND],
    ['7200', 2 * HOUR],
    ['90000', 24 * HOUR],
    [http(NOW + 90 * SECOND), 90 * SECOND],
    ['Tuesday, 12-May-26 10:00:20 GMT', 20 * SECOND],
    ['2026-05-12T10:01:00Z', MINUTE],
    [http(NOW - HOUR), 0],
    [String((NOW + 10_000) / 1000), 10_000],
    [String(NOW + 10_000), 10_000],
  ])('%s means %i ms', (text, ms) => expect(wait({ 'retry-after': text })).toBe(ms))

  it.each(['soon', '', 'NaN', '1e9', 'Infinity', '12 parsecs', '0x10', 'tomorrow 5'])('%j counts as absent', text =>
    expect(wait({ 'retry-after': text })).toBeNull(),
  )

  it('is read against the server’s clock where that differs from ours', () => {
    const theirs = NOW - 7 * MINUTE
    expect(wait({ date: http(theirs), 'retry-after': http(theirs + 20 * SECOND) })).toBe(20 * SECOND)
    expect(wait({ date: http(theirs), 'x-ratelimit-reset': String(theirs / 1000 + 5) })).toBe(5 * SECOND)
    expect(wait({ date: http(theirs), 'retry-after': '20' })).toBe(20 * SECOND)
  })

  it('in milliseconds wins, then seconds, then the reset of the limit', () => {
    expect(wait({ 'retry-after-ms': '250', 'retry-after': '9', 'x-ratelimit-reset': '5' })).toBe(250)
    expect(wait({ 'retry-after': '9', 'x-ratelimit-reset': '5' })).toBe(9 * SECOND)
    expect(wait({ 'retry-after': 'junk', 'x-ratelimit-reset': '5' })).toBe(5 * SECOND)
  })
})

describe('the reset of a limit', () => {
  it.each([
    ['x-ratelimit-reset', '12'],
    ['x-ratelimit-reset', String(NOW / 1000 + 12)],
    ['x-ratelimit-reset', String(NOW + 12_000)],
    ['x-ratelimit-reset', new Date(NOW + 12_000).toISOString()],
    ['x-rate-limit-reset', '12'],
    ['ratelimit-reset', '12'],
    ['x-ratelimit-reset-after', '12.0'],
    ['ratelimit', 'limit=100, remaining=0, reset=12'],
    ['ratelimit', '"burst";r=0;t=12'],
  ])('%s: %s means 12 s', (name, value) => expect(wait({ [name]: value })).toBe(12 * SECOND))

  it('is absent where nothing is said', () => expect(wait({ date: http(NOW), server: 'x' })).toBeNull())

  it('comes with how many requests are left', () => {
    expect(requestsLeft({ 'x-ratelimit-remaining': '3' })).toBe(3)
    expect(requestsLeft({ ratelimit: '"burst";r=7;t=12' })).toBe(7)
    expect(requestsLeft({})).toBeNull()
  })
})
