import { proportion } from '../proportion.ts'
import { chiSquareTail, tQuantile, tTwoSided } from './distributions.ts'
import type { ArmMoments } from './moments.ts'

/** An estimate with its interval at the stated level. */
export interface Estimate {
  value: number
  low: number
  high: number
}

/** The same with the chance of a difference at least as large where there is none. */
export interface Tested extends Estimate {
  p: number
}

/** Whether a difference is in units of the metric, or as a share of the control arm's mean. */
export type Scale = 'absolute' | 'relative'

/**
 * Difference of two shares, treated − control, with its 95 % interval: R. G. Newcombe (1998), "Interval estimation for
 * the difference between independent proportions", method 10: the square-and-add of two Wilson score intervals. Null
 * where an arm is empty.
 */
export function differenceOfShares(
  treated: { k: number; n: number },
  control: { k: number; n: number },
): Estimate | null {
  const a = proportion(treated.k, treated.n)
  const b = proportion(control.k, control.n)
  if (a.value === null || b.value === null) return null
  const [la, ua, lb, ub] = [a.low ?? 0, a.high ?? 1, b.low ?? 0, b.high ?? 1]
  const value = a.value - b.value
  return {
    value,
    low: value - Math.hypot(a.value - la, ub - b.value),
    high: value + Math.hypot(ua - a.value, b.value - lb),
  }
}

/**
 * The chance of a difference of shares at least as large where there is none: K. Pearson (1900), χ² of the 2 × 2 table
 * without correction. Null where an arm is empty or all units are alike.
 */
export function sharesPValue(treated: { k: number; n: number }, control: { k: number; n: number }): number | null {
  const pooled = (treated.k + control.k) / (treated.n + control.n)
  const variance = pooled * (1 - pooled) * (1 / treated.n + 1 / control.n)
  if (treated.n === 0 || control.n === 0 || !(variance > 0)) return null
  return chiSquareTail((treated.k / treated.n - control.k / control.n) ** 2 / variance, 1)
}

/** A difference of two means and the variance of that difference. */
export interface Contrast {
  value: number
  variance: number
}

/**
 * The difference of two means, treated − control; the variance of a relative one is that of the delta method. Null where
 * an arm has fewer than two units or no unit differs from another, and for a relative difference where the control arm's
 * mean is 0.
 */
export function contrast(treated: ArmMoments, control: ArmMoments, scale: Scale): Contrast | null {
  if (treated.n < 2 || control.n < 2 || (scale === 'relative' && control.mean === 0)) return null
  const va = treated.variance / treated.n
  const vb = control.variance / control.n
  const difference = treated.mean - control.mean
  const base = control.mean
  const found =
    scale === 'absolute'
      ? { value: difference, variance: va + vb }
      : { value: difference / Math.abs(base), variance: va / base ** 2 + (vb * treated.mean ** 2) / base ** 4 }
  return found.variance > 0 ? found : null
}

/** B. L. Welch (1947) and F. E. Satterthwaite (1946): degrees of freedom of a difference of means of unequal variance. */
function welchDof(treated: ArmMoments, control: ArmMoments): number {
  const va = treated.variance / treated.n
  const vb = control.variance / control.n
  return (va + vb) ** 2 / (va ** 2 / (treated.n - 1) + vb ** 2 / (control.n - 1))
}

/** Difference of two means, treated − control, by Welch's t test. Null as with `contrast`. */
export function welch(
  treated: ArmMoments,
  control: ArmMoments,
  scale: Scale = 'absolute',
  alpha = 0.05,
): Tested | null {
  const found = contrast(treated, control, scale)
  if (!found) return null
  const { value, variance } = found
  const dof = welchDof(treated, control)
  const half = tQuantile(1 - alpha / 2, dof) * Math.sqrt(variance)
  return { value, low: value - half, high: value + half, p: tTwoSided(value / Math.sqrt(variance), dof) }
}
