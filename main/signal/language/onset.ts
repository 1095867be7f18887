import { DAY } from '../../../shared/trigger/duration.ts'
import { type Bound, holdsAt, nextChange } from './detect.ts'

/** How far back it is worth knowing when trouble began, ms. */
const REACH = 7 * DAY
/** Moments that are looked at; a condition that turned more often began at about the last of them. */
const MOST = 300

/**
 * Since when a condition that holds at `now` has held without a break, by the data's own dates and not by when they
 * came (UTC ms); null where it held already at `since`, or for longer than a week: that is no news.
 */
export function beganAt(bound: Bound, now: number, since: number): number | null {
  let t = Math.min(now, Math.max(since, now - REACH))
  let held = holdsAt(bound, t)
  let began: number | null = null
  for (let n = 0; ; n++) {
    const next = nextChange(bound, t, now)
    // It holds at `now`, and so it has held since the last turn.
    if (next === null || next > now) return began
    if (n === MOST) return now
    const holds = holdsAt(bound, next)
    if (holds && !held) began = next
    held = holds
    t = next
  }
}
