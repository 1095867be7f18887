import { describe, expect, it } from 'vitest'
import { afterFailure, afterSuccess, dueAt } from '../../../main/engine/sources/schedule.ts'
import { DAY, HOUR, MINUTE, SECOND } from '../../../shared/trigger/duration.ts'
import { NOON } from '../../helpers/builders.ts'

const standing = { paused: false, scheduleMs: 5 * MINUTE, nextAt: null, retryAt: null }

describe('when a source is read next', () => {
  it('is now for one that was never read, and never for one that is paused or read by hand', () => {
    expect(dueAt(standing, NOON)).toBe(NOON)
    expect(dueAt({ ...standing, paused: true }, NOON)).toBeNull()
    expect(dueAt({ ...standing, scheduleMs: null }, NOON)).toBeNull()
  })

  it('lies an interval ahead, a tenth more or less by chance', () => {
    expect(afterSuccess(10 * MINUTE, NOON, 0)).toBe(NOON + 9 * MINUTE)
    expect(afterSuccess(10 * MINUTE, NOON, 0.5)).toBe(NOON + 10 * MINUTE)
    expect(afterSuccess(10 * MINUTE, NOON, 0.999_999)).toBeLessThanOrEqual(NOON + 11 * MINUTE)
  })

  it('comes later after each failure in a row, by at most an hour, and never before the source wants it', () => {
    const waits = [1, 2, 3, 4, 20].map(failures => afterFailure(failures, NOON, 0, null) - NOON)
    expect(waits).toEqual([15 * SECOND, 30 * SECOND, MINUTE, 2 * MINUTE, 30 * MINUTE])
    expect(afterFailure(1, NOON, 0.5, 3 * HOUR)).toBe(NOON + 3 * HOUR)
    expect(afterFailure(20, NOON, 0.999, 1)).toBeLessThanOrEqual(NOON + HOUR)
  })

  it('does not wait for ever because a server says so', () => {
    expect(afterFailure(1, NOON, 0, 365 * DAY)).toBe(NOON + DAY)
  })

  it('is at the retry after a failure, whatever the schedule had planned', () => {
    expect(dueAt({ ...standing, nextAt: NOON + MINUTE, retryAt: NOON + HOUR }, NOON)).toBe(NOON + HOUR)
  })

  it('is at once after a sleep, once and not for each interval that was slept through', () => {
    const slept = NOON + 8 * HOUR
    expect(dueAt({ ...standing, nextAt: NOON }, slept)).toBe(NOON)
    expect(dueAt({ ...standing, nextAt: afterSuccess(5 * MINUTE, slept, 0.5) }, slept)).toBe(slept + 5 * MINUTE)
  })

  it('does not follow a clock that was wrong: a plan further off than any could be made is due', () => {
    const planned = { ...standing, nextAt: NOON + 5 * MINUTE }
    expect(dueAt(planned, NOON - 30 * DAY)).toBe(NOON - 30 * DAY)
    const retrying = { ...standing, retryAt: NOON + HOUR }
    expect(dueAt(retrying, NOON - 30 * DAY)).toBe(NOON - 30 * DAY)
    expect(dueAt(retrying, NOON)).toBe(NOON + HOUR)
  })
})
