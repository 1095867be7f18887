import { type Bound, holdsAt, nextChange } from './detect.ts'

/** A stretch of time in which a trigger could have fired, up to but not including `to`; `to` null while it goes on. UTC ms. */
export interface Stretch {
  at: number
  to: number | null
}

/** Moments that are looked at between two evaluations; a condition that turns more often is looked at from there on next time. */
const MOST = 300

/** The moments after `from`, up to and with `now`, at which either condition may turn. */
function* turnsBetween(bound: Bound, closing: Bound | null, from: number, now: number): Generator<number> {
  let t = from
  for (let n = 0; n < MOST; n++) {
    const turns = [nextChange(bound, t, now), closing && nextChange(closing, t, now)].filter(turn => turn !== null)
    t = Math.min(...turns)
    if (t > now) return
    yield t
  }
}

const isOverAt = (bound: Bound, closing: Bound | null, t: number): boolean =>
  closing ? holdsAt(closing, t) : !holdsAt(bound, t)

/**
 * When a signal that was open at `from` was over for the first time after that, at `now` at the latest; null where it
 * never was, or where by what is known today it was over at `from` already.
 */
export function endedBetween(bound: Bound, closing: Bound | null, from: number, now: number): number | null {
  if (isOverAt(bound, closing, from)) return null
  for (const t of turnsBetween(bound, closing, from, now)) if (isOverAt(bound, closing, t)) return t
  return null
}

/**
 * When a trigger could have fired after `from` and before `now`, if somebody had looked: from each moment at which its
 * condition begins to hold until it is over. The stretch that began at `from` or before is none of them (somebody
 * looked then); one that holds at `now` is left to the evaluation itself, unless only its closing condition keeps it.
 */
export function missedBetween(bound: Bound, closing: Bound | null, from: number, now: number): Stretch[] {
  const missed: Stretch[] = []
  const isOver = (t: number) => isOverAt(bound, closing, t)
  const firesAt = (t: number) => holdsAt(bound, t) && !isOver(t)
  let open: Stretch | null = firesAt(from) ? { at: from, to: null } : null
  for (const t of turnsBetween(bound, closing, from, now)) {
    if (open && isOver(t)) {
      if (open.at > from) missed.push({ at: open.at, to: t })
      open = null
    } else if (!open && firesAt(t)) open = { at: t, to: null }
  }
  if (open && open.at > from && open.at < now && !firesAt(now)) missed.push(open)
  return missed
}
