import { normalQuantile } from './distributions.ts'
import { smallestThat } from './smallest.ts'

interface Plan {
  /** Chance of a false alarm, two-sided. */
  alpha?: number
  /** Chance to notice the difference where it is there. */
  power?: number
  /** Share of all units that are held out as control. */
  control: number
}

/** The variance of a difference of shares, for one unit in both arms together. */
const spread = (base: number, treated: number, control: number): number =>
  (treated * (1 - treated)) / (1 - control) + (base * (1 - base)) / control

const factor = ({ alpha = 0.05, power = 0.8 }: Omit<Plan, 'control'>): number =>
  normalQuantile(1 - alpha / 2) + normalQuantile(power)

const isShare = (x: number): boolean => x >= 0 && x <= 1

/**
 * How many units in both arms it takes to notice that a share falls from `base` by `difference` (J. L. Fleiss (1981),
 * unpooled variances, no continuity correction). Null where there is no difference or no such share.
 */
export function unitsNeeded(base: number, difference: number, plan: Plan): number | null {
  const treated = base - difference
  if (difference === 0 || !isShare(base) || !isShare(treated)) return null
  return Math.ceil((factor(plan) / difference) ** 2 * spread(base, treated, plan.control))
}

/**
 * The smallest fall of a share from `base` that `units` in both arms would notice; null where not even a fall to 0 would.
 */
export function smallestNoticed(base: number, units: number, plan: Plan): number | null {
  const isNoticed = (fall: number) => (unitsNeeded(base, fall, plan) ?? Number.POSITIVE_INFINITY) <= units
  return isNoticed(base) ? smallestThat(base, isNoticed) : null
}

/** The smallest difference that an estimate of this variance would show, in units of the estimate. */
export const smallestShown = (variance: number, plan: Pick<Plan, 'alpha' | 'power'> = {}): number =>
  factor(plan) * Math.sqrt(variance)

/** How many times as many units at most are worth naming: beyond, the difference is as good as none. */
const MOST_TIMES = 100

/**
 * How many units in all it takes to notice a difference that is as large as it looks, the arms growing alike. The
 * variance of an estimate falls as units grow, so this is Fleiss's number for shares and its like for means. Null where
 * there is no difference, or more than a hundred times the units would be needed.
 */
export function unitsToShow(
  { value, variance, units }: { value: number; variance: number; units: number },
  plan: Pick<Plan, 'alpha' | 'power'> = {},
): number | null {
  const times = (smallestShown(variance, plan) / value) ** 2
  return times > MOST_TIMES || Number.isNaN(times) ? null : Math.ceil(units * times)
}
