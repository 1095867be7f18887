import { contrast, type Estimate, type Scale } from './difference.ts'
import type { ArmMoments } from './moments.ts'
import { smallestThat } from './smallest.ts'

/** At how many units in both arms the sequence is tightest, unless something better is known. */
const TIGHTEST_AT = 5_000

/** The parameter that makes the sequence tightest at `units`: Waudby-Smith et al. (2024), equation for ρ. */
export const rhoOf = (alpha: number, units: number): number =>
  Math.sqrt((-2 * Math.log(alpha) + Math.log(1 - 2 * Math.log(alpha))) / units)

/** Half of the sequence's width at `n` units in both arms. `spread`: variance of the difference, for one unit in both. */
function halfWidth(spread: number, n: number, alpha: number, tightestAt: number): number {
  const rho = rhoOf(alpha, tightestAt)
  const grown = n * rho ** 2 + 1
  return Math.sqrt(spread) * Math.sqrt((2 * grown * Math.log(Math.sqrt(grown) / alpha)) / (n * rho) ** 2)
}

/**
 * Always-valid confidence sequence of a difference of means: I. Waudby-Smith, D. Arbour, R. Sinha, E. H. Kennedy and
 * A. Ramdas (2024), "Time-uniform central limit theory and asymptotic confidence sequences", arXiv 2103.06476. It may be
 * looked at every day; the chance that it ever leaves the true difference out is at most `alpha`, in the long run of
 * large samples. Null as with `contrast`.
 */
export function sequence(
  treated: ArmMoments,
  control: ArmMoments,
  scale: Scale = 'absolute',
  { alpha = 0.05, tightestAt = TIGHTEST_AT }: { alpha?: number; tightestAt?: number } = {},
): Estimate | null {
  const found = contrast(treated, control, scale)
  if (!found) return null
  const { value, variance } = found
  const n = treated.n + control.n
  const half = halfWidth(variance * n, n, alpha, tightestAt)
  return { value, low: value - half, high: value + half }
}

/**
 * The always-valid p value that belongs to the sequence: the smallest level at which it leaves 0 out, with the `rho` of
 * `alpha`. It may be looked at as often as one likes.
 */
export function sequencePValue(
  treated: ArmMoments,
  control: ArmMoments,
  { alpha = 0.05, tightestAt = TIGHTEST_AT }: { alpha?: number; tightestAt?: number } = {},
): number | null {
  const found = contrast(treated, control, 'absolute')
  if (!found) return null
  const { value, variance } = found
  const n = treated.n + control.n
  const grown = n * rhoOf(alpha, tightestAt) ** 2 + 1
  return Math.min(1, Math.sqrt(grown) * Math.exp((-(value ** 2) * (grown - 1)) / (2 * grown * variance)))
}

/** How many times as many units at most are worth naming: beyond, the difference is as good as none. */
const MOST_TIMES = 100

/**
 * How many units in both arms it takes until the sequence leaves 0 out, the difference staying as large as it looks and the
 * arms growing alike. Null where there is no difference, or more than a hundred times the units would be needed.
 */
export function unitsUntilSequence(
  { value, variance, units }: { value: number; variance: number; units: number },
  { alpha = 0.05, tightestAt = TIGHTEST_AT }: { alpha?: number; tightestAt?: number } = {},
): number | null {
  const isLeftOut = (n: number) => halfWidth(variance * units, n, alpha, tightestAt) < Math.abs(value)
  const most = units * MOST_TIMES
  return isLeftOut(most) ? Math.ceil(smallestThat(most, isLeftOut)) : null
}
