import { DAY } from '../../../shared/trigger/duration.ts'
import { curveFor, curveOf, endInterval, type KindCurves, type Life } from './life-curve.ts'

/** A life by dates, UTC ms. */
export interface DatedLife {
  lane: string | null
  openedAt: number
  closedAt: number | null
}

/** The share that an interval promises to hold. */
export const PROMISED = 0.9

/** The past that is learned from, at least; with fewer ended lives in it, as far back as it takes. */
const RECENT = 90 * DAY
const ENOUGH = 300

/** What was known at a moment: lives that had begun, as long as they had been watched. Newest first. */
function knownAt(lives: readonly DatedLife[], t: number): Life[] {
  const known: Life[] = []
  let ended = 0
  for (const { openedAt, closedAt } of lives) {
    if (openedAt > t) continue
    // Cut by when lives began, never by when they ended: that would leave out long ones.
    if (ended >= ENOUGH && openedAt < t - RECENT) break
    const isEnded = closedAt !== null && closedAt <= t
    known.push({ ms: (isEnded ? closedAt : t) - openedAt, ended: isEnded })
    if (isEnded) ended++
  }
  return known
}

/** The curves of a kind as of a moment. `lives` newest first. */
export function curvesAt(lives: readonly DatedLife[], t: number): KindCurves {
  const lanes = new Map<string, Life[]>()
  for (const [lane, some] of Map.groupBy(lives, one => one.lane)) if (lane !== null) lanes.set(lane, knownAt(some, t))
  const every = curveOf(knownAt(lives, t))
  return { every, lanes: new Map([...lanes].map(([lane, some]) => [lane, curveOf(some)])) }
}

/** How many intervals were given when a life began, and how many held its end. */
export interface Coverage {
  judged: number
  held: number
}

/** How far back realised coverage is looked at, in turns of new curves. */
const TURN = 7 * DAY
const TURNS = 12

/**
 * Realised coverage by lane (null for those of all lanes): what would have been said at the beginning of each life, by what
 * was known at the start of its week, and how it ended. A life counts once its interval is over, however it ended,
 * so neither short nor long ones are preferred.
 */
export function realisedCoverage(lives: readonly DatedLife[], until: number): Map<string | null, Coverage> {
  const found = new Map<string | null, Coverage>()
  const count = (lane: string | null, isHeld: boolean) => {
    const one = found.get(lane) ?? { judged: 0, held: 0 }
    one.judged++
    if (isHeld) one.held++
    found.set(lane, one)
  }
  for (let turn = TURNS; turn > 0; turn--) {
    const from = until - turn * TURN
    const curves = curvesAt(lives, from)
    for (const life of lives) {
      if (life.openedAt < from || life.openedAt >= from + TURN) continue
      const said = curveFor(curves, life.lane, 0)
      const interval = said && endInterval(said.curve, 0, PROMISED)
      if (!interval || interval.high === null || life.openedAt + interval.high >= until) continue
      const ms = life.closedAt === null ? Number.POSITIVE_INFINITY : life.closedAt - life.openedAt
      const isHeld = ms >= interval.low && ms <= interval.high
      count(null, isHeld)
      if (life.lane !== null) count(life.lane, isHeld)
    }
  }
  return found
}
