import { chiSquareTail, normalQuantile } from './distributions.ts'

/** A unit that was watched: for how long, and whether it left at the end or was merely not watched any longer. */
export interface WatchedUnit {
  /** Any unit of time, the same for all; ≥ 0. */
  time: number
  left: boolean
}

/** The share that is still there after `time`, with its pointwise 95 % interval. */
export interface Step {
  time: number
  share: number
  low: number
  high: number
  /** Units that were still watched just before. */
  atRisk: number
}

interface Leaving {
  time: number
  left: number
  atRisk: number
}

/** Units in the order of time: everything below goes through them once. */
const inOrder = (units: readonly WatchedUnit[]): WatchedUnit[] => units.toSorted((a, b) => a.time - b.time)

/** The times at which somebody left, in order, with how many were there before. */
function leavings(units: readonly WatchedUnit[]): Leaving[] {
  const found: Leaving[] = []
  let last: Leaving | null = null
  for (const [at, { time, left }] of inOrder(units).entries()) {
    if (last === null || time !== last.time) last = { time, left: 0, atRisk: units.length - at }
    if (!left) continue
    if (last.left === 0) found.push(last)
    last.left++
  }
  return found
}

/**
 * E. L. Kaplan and P. Meier (1958): the share still there after each leaving. The interval is Greenwood's variance on the
 * scale log(−log S) (Kalbfleisch and Prentice 1980), which stays within 0–1.
 */
export function survival(units: readonly WatchedUnit[]): Step[] {
  const z = normalQuantile(0.975)
  let share = 1
  let greenwood = 0
  return leavings(units).map(({ time, left, atRisk }) => {
    if (left === atRisk) return { time, share: 0, low: 0, high: 0, atRisk }
    share *= 1 - left / atRisk
    greenwood += left / (atRisk * (atRisk - left))
    const spread = Math.exp((z * Math.sqrt(greenwood)) / Math.log(share))
    return { time, share, low: share ** (1 / spread), high: share ** spread, atRisk }
  })
}

/** When half have left; null while more than half are there. */
export const medianSurvival = (units: readonly WatchedUnit[]): number | null =>
  survival(units).find(({ share }) => share <= 0.5)?.time ?? null

/** The share still there after `time`: 1 before anybody has left. */
export const shareAt = (steps: readonly Step[], time: number): number => stepAt(steps, time)?.share ?? 1

/** The last step at or before `time`; null before anybody has left. */
export const stepAt = (steps: readonly Step[], time: number): Step | null =>
  steps.findLast(step => step.time <= time) ?? null

/** Observed and expected leavings of the first group, and how likely so large a distance is by chance. */
export interface LogRank {
  observed: number
  expected: number
  statistic: number
  p: number
}

/** N. Mantel (1966), R. Peto and J. Peto (1972): whether two groups leave at the same rate. Null where nobody left. */
export function logRank(first: readonly WatchedUnit[], second: readonly WatchedUnit[]): LogRank | null {
  const mine = inOrder(first)
  let gone = 0
  let observed = 0
  let expected = 0
  let variance = 0
  for (const { time, left, atRisk } of leavings([...first, ...second])) {
    while ((mine[gone]?.time ?? Number.POSITIVE_INFINITY) < time) gone++
    const there = mine.length - gone
    for (let at = gone; mine[at]?.time === time; at++) if (mine[at]?.left) observed++
    expected += (left * there) / atRisk
    if (atRisk > 1) variance += (left * there * (atRisk - there) * (atRisk - left)) / (atRisk ** 2 * (atRisk - 1))
  }
  if (!(variance > 0)) return null
  const statistic = (observed - expected) ** 2 / variance
  return { observed, expected, statistic, p: chiSquareTail(statistic, 1) }
}
