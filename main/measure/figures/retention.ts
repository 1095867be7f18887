import type { Bounded } from '../../../shared/review/effect.ts'
import type { RetentionCurves } from '../../../shared/review/figures.ts'
import { DAY } from '../../../shared/trigger/duration.ts'
import type { CohortData } from '../cohort/cohort.ts'
import { logRank, type Step, stepAt, survival, type WatchedUnit } from '../estimate/survival.ts'
import { proportion } from '../proportion.ts'

/** Days after which the arms are compared. */
const AFTER = [30, 60, 90]
/** The most points of a curve that are handed to the screen. */
const MOST_STEPS = 180

/**
 * Who stayed a customer, treated and control. An account counts from its first start in the period, in the arm of that start,
 * until it left or until now.
 */
export function retentionFigures({ accounts, starts }: CohortData, now: number): RetentionCurves {
  const arms: Record<'treated' | 'control', WatchedUnit[]> = { treated: [], control: [] }
  for (const [place, id] of starts.accountIds.entries()) {
    const first = starts.firstOf[place] ?? 0
    const assignedAt = starts.assignedAt[first] ?? 0
    const leftAt = accounts.get(id)?.churnedAt ?? starts.churnedAt[first] ?? Number.NaN
    // An account that had left before cannot leave because of what was done.
    if (leftAt <= assignedAt) continue
    const left = leftAt <= now
    const time = ((left ? leftAt : now) - assignedAt) / DAY
    arms[starts.treated[first] === 1 ? 'treated' : 'control'].push({ time: Math.max(0, time), left })
  }
  const [treated, control] = [survival(arms.treated), survival(arms.control)]
  return {
    treated: curveOf(arms.treated, treated),
    control: curveOf(arms.control, control),
    after: AFTER.flatMap(days => {
      const both = [atDay(arms.treated, treated, days), atDay(arms.control, control, days)]
      const [a, b] = both
      return a && b ? [{ days, treated: a.value, control: b.value, difference: differenceOf(a, b) }] : []
    }),
    logRankP: logRank(arms.treated, arms.control)?.p ?? null,
  }
}

function curveOf(units: readonly WatchedUnit[], steps: readonly Step[]): RetentionCurves['treated'] {
  const every = Math.max(1, Math.ceil(steps.length / MOST_STEPS))
  const thinned = steps.filter((_, at) => at % every === every - 1 || at === steps.length - 1)
  const last = units.reduce((most, { time }) => Math.max(most, time), 0)
  const end = boundsOf(steps.at(-1) ?? null, units.length)
  return {
    accounts: units.length,
    left: units.filter(({ left }) => left).length,
    // The curve goes on level to the last day on which anybody was watched.
    steps: [
      ...thinned.map(({ time, share, low, high, atRisk }) => ({ day: time, share, low, high, atRisk })),
      ...(units.length > 0 ? [{ day: last, share: end.value, low: end.low, high: end.high, atRisk: 0 }] : []),
    ],
  }
}

/** The share still there after so many days; null unless somebody was watched that long. */
function atDay(units: readonly WatchedUnit[], steps: readonly Step[], days: number): Bounded | null {
  const watched = units.filter(({ time }) => time >= days).length
  return watched === 0 ? null : boundsOf(stepAt(steps, days), watched)
}

/** While nobody has left, Greenwood’s variance is 0 however few there are; Wilson’s bound says how little that means. */
const boundsOf = (step: Step | null, units: number): Bounded =>
  step
    ? { value: step.share, low: step.low, high: step.high }
    : { value: 1, low: proportion(units, units).low ?? 0, high: 1 }

/**
 * Difference of two shares from their own intervals: distances to the bounds are squared and added, as Newcombe does
 * (G. Y. Zou and A. Donner (2008), "Construction of confidence limits about effect measures").
 */
function differenceOf(a: Bounded, b: Bounded): Bounded {
  const value = a.value - b.value
  return {
    value,
    low: value - Math.hypot(a.value - a.low, b.high - b.value),
    high: value + Math.hypot(a.high - a.value, b.value - b.low),
  }
}
