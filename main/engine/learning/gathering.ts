import type { Clock } from '../../../shared/clock.ts'

/** What falls due is gathered for so long before an evaluation is started for it, in ms of the workspace's clock. */
export const GATHERED_FOR = 60_000
/** As many accounts are worth an evaluation at once. */
export const ENOUGH = 250

/** What is due: since when (UTC ms; 0: something changed), and how many accounts, counted up to `ENOUGH`. */
export interface DueWork {
  since: number
  accounts: number
}

/**
 * Whether it is time to evaluate. With a hundred thousand accounts one falls due nearly every second, and an evaluation
 * costs the same for one account as for a minute's worth. A clock that was set, or stands still, gathers nothing.
 */
export function createGathering({ now, wall }: Clock): (due: DueWork | null) => boolean {
  let last = { now: now(), wall: wall() }
  return due => {
    const at = { now: now(), wall: wall() }
    const runsOn = at.now > last.now && Math.abs(at.now - last.now - (at.wall - last.wall)) < GATHERED_FOR
    last = at
    if (due === null || due.since > at.now) return false
    return !runsOn || due.accounts >= ENOUGH || at.now - due.since >= GATHERED_FOR
  }
}
