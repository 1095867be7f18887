import type { ActingEffect, Bounded, League } from '../../../shared/review/effect.ts'
import { normalQuantile } from '../estimate/distributions.ts'
import { shrink, varianceBetween } from '../estimate/shrink.ts'
import { basisOf } from './compare-sums.ts'
import { avoidedBy } from './effects.ts'
import type { Tally } from './tally.ts'

const Z = normalQuantile(0.975)
const around = (value: number, variance: number): Bounded => ({
  value,
  low: value - Z * Math.sqrt(variance),
  high: value + Z * Math.sqrt(variance),
})

/**
 * Playbooks by what they do, adjusted for the luck of the best one (`shrink`), and what all of them did together. The
 * variance of the adjusted total has two parts: the error that each effect keeps, and the error of the common mean, which
 * all of them share.
 */
export function leagueOf(tallies: readonly Tally[], effects: readonly ActingEffect[]): League {
  const measured = tallies.flatMap(({ key, assigned }) => {
    const basis = basisOf(assigned.treated, assigned.control)
    const effect = effects.find(one => one.key === key)
    return basis && effect?.assigned.sequence ? [{ ...basis, effect, starts: assigned.treated.n }] : []
  })
  if (measured.length === 0) return { rows: [], naive: null, adjusted: null, spread: 0 }
  const drawn = shrink(measured)
  const rows = measured.map(({ effect, value, variance, starts }, at) => ({
    key: effect.key,
    label: effect.label,
    category: effect.category,
    starts,
    measured: around(value, variance),
    adjusted: drawn.effects[at] ?? around(value, variance),
  }))
  return {
    rows: rows.sort((a, b) => a.adjusted.value - b.adjusted.value),
    naive: totalOf(
      measured.map(({ value, variance, starts }) => ({ value, starts, variance: starts ** 2 * variance })),
    ),
    adjusted: adjustedTotal(measured, drawn.effects),
    spread: drawn.spread,
  }
}

const totalOf = (parts: readonly { value: number; starts: number; variance: number }[]): Bounded =>
  avoidedBy(
    around(
      parts.reduce((sum, { value, starts }) => sum + value * starts, 0),
      parts.reduce((sum, { variance }) => sum + variance, 0),
    ),
    1,
  )

function adjustedTotal(
  measured: readonly { value: number; variance: number; starts: number }[],
  drawn: readonly Bounded[],
): Bounded {
  const between = varianceBetween(measured)
  const weight = measured.reduce((sum, { variance }) => sum + 1 / (variance + between), 0)
  const keep = measured.map(({ variance }) => between / (between + variance))
  const shared = measured.reduce((sum, { starts }, at) => sum + starts * (1 - (keep[at] ?? 0)), 0)
  const own = measured.reduce((sum, { starts, variance }, at) => sum + starts ** 2 * (keep[at] ?? 0) * variance, 0)
  const value = measured.reduce((sum, { starts }, at) => sum + starts * (drawn[at]?.value ?? 0), 0)
  return avoidedBy(around(value, own + shared ** 2 / weight), 1)
}
