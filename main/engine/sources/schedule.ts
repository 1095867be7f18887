import { HOUR, SECOND } from '../../../shared/trigger/duration.ts'
import { LONGEST_WISH } from '../../http/retry-after.ts'
import { backoff, type Pace } from '../../outbox/door.ts'

/** Where a source stands in its schedule. Machine time, UTC ms. */
export interface ScheduleState {
  paused: boolean
  scheduleMs: number | null
  nextAt: number | null
  /** Not before, after a failure. */
  retryAt: number | null
}

/** A tenth more or less, so that sources of one interval do not stay in step. */
const JITTER = 0.1
const RETRY_PACE: Pace = { first: 30 * SECOND, longest: HOUR }

/**
 * When a source is to be read next; null while it is paused or only read by hand. A moment further off than any plan
 * could have set it is of a clock that was wrong, so it is due now.
 */
export function dueAt({ paused, scheduleMs, nextAt, retryAt }: ScheduleState, wall: number): number | null {
  if (paused || scheduleMs === null) return null
  const planned = retryAt ?? nextAt ?? wall
  const furthest = retryAt === null ? scheduleMs * (1 + JITTER) : LONGEST_WISH + HOUR
  return planned - wall > furthest ? wall : planned
}

/** When to read next after all went well. `random` in [0, 1). */
export const afterSuccess = (scheduleMs: number, wall: number, random: number): number =>
  Math.round(wall + scheduleMs * (1 - JITTER + 2 * JITTER * random))

/** When to try again after the `failures`-th failure in a row; never before the source's own wish `hintMs`. */
export const afterFailure = (failures: number, wall: number, random: number, hintMs: number | null): number =>
  wall + backoff(failures, RETRY_PACE, random, hintMs === null ? null : Math.min(hintMs, LONGEST_WISH))
