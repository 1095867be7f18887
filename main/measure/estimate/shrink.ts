import type { Estimate } from './difference.ts'
import { normalQuantile } from './distributions.ts'
import { momentsOf } from './moments.ts'
import { smallestThat } from './smallest.ts'

/** A measured effect and the variance of its error. */
export interface MeasuredEffect {
  value: number
  variance: number
}

/**
 * How much true effects differ from one another: the variance between them by R. Paule and J. Mandel (1982), found as the
 * value at which the weighted squares about their mean are as large as chance alone would make them. 0 where they differ
 * by no more than that.
 */
export function varianceBetween(effects: readonly MeasuredEffect[]): number {
  const excess = (between: number) => {
    const { value } = pooled(effects, between)
    const squares = effects.reduce((sum, e) => sum + (e.value - value) ** 2 / (e.variance + between), 0)
    return squares - (effects.length - 1)
  }
  if (effects.length < 2 || excess(0) <= 0) return 0
  // The variance of the values holds that of their errors as well, so the one between effects is never larger.
  const most = momentsOf(effects.map(({ value }) => value)).variance
  return smallestThat(most, between => excess(between) <= 0)
}

function pooled(effects: readonly MeasuredEffect[], between: number): { value: number; weight: number } {
  const weights = effects.map(({ variance }) => 1 / (variance + between))
  const weight = weights.reduce((sum, w) => sum + w, 0)
  return { value: effects.reduce((sum, e, n) => sum + e.value * (weights[n] ?? 0), 0) / weight, weight }
}

/**
 * Effects of several playbooks, each drawn towards what all have in common by as much as its own error is large
 * (C. Stein 1956; C. N. Morris (1983), "Parametric empirical Bayes inference"). The best of many effects is partly
 * luck; the drawn effects make a league table and a sum without that luck (B. Efron (2011), "Tweedie's formula and
 * selection bias"). The interval holds the uncertainty of the common mean as well. `spread`: standard deviation of the
 * true effects.
 */
export function shrink(
  effects: readonly MeasuredEffect[],
  alpha = 0.05,
): { effects: Estimate[]; mean: number; spread: number } {
  if (effects.length === 0) return { effects: [], mean: 0, spread: 0 }
  const between = varianceBetween(effects)
  const { value: mean, weight } = pooled(effects, between)
  const z = normalQuantile(1 - alpha / 2)
  return {
    mean,
    spread: Math.sqrt(between),
    effects: effects.map(({ value, variance }) => {
      const keep = between / (between + variance)
      const middle = mean + keep * (value - mean)
      const half = z * Math.sqrt(keep * variance + (1 - keep) ** 2 / weight)
      return { value: middle, low: middle - half, high: middle + half }
    }),
  }
}

/**
 * S. Holm (1979): which of several tests hold when all are looked at together, with a chance of at most `alpha` that any
 * false one is among them.
 */
export function holm(ps: readonly number[], alpha = 0.05): boolean[] {
  const order = ps.map((p, n) => ({ p, n })).sort((a, b) => a.p - b.p)
  const holds = ps.map(() => false)
  for (const [rank, { p, n }] of order.entries()) {
    if (p > alpha / (ps.length - rank)) break
    holds[n] = true
  }
  return holds
}
