import { type ArmMoments, momentsOf } from './moments.ts'

/** A unit's value after the moment of assignment, and the same kind of value before it. */
export interface Paired {
  after: number
  before: number
}

const mean = (values: readonly number[]): number => values.reduce((sum, x) => sum + x, 0) / values.length

/**
 * A. Deng, Y. Xu, R. Kohavi and T. Walker (2013), "Improving the sensitivity of online controlled experiments by
 * utilizing pre-experiment data" (CUPED): takes out of each value what the value before explains. θ and the mean before
 * are those of both arms together, so that no arm gains by it. Gives the arms' moments, and the share of variance that
 * went.
 */
export function cuped(treated: readonly Paired[], control: readonly Paired[]) {
  const all = [...treated, ...control]
  const [after, before] = [mean(all.map(unit => unit.after)), mean(all.map(unit => unit.before))]
  const covariance = mean(all.map(unit => (unit.after - after) * (unit.before - before)))
  const variance = mean(all.map(unit => (unit.before - before) ** 2))
  const theta = variance === 0 ? 0 : covariance / variance
  const adjusted = (units: readonly Paired[]): ArmMoments =>
    momentsOf(units.map(unit => unit.after - theta * (unit.before - before)))
  const spread = mean(all.map(unit => (unit.after - after) ** 2))
  return {
    treated: adjusted(treated),
    control: adjusted(control),
    theta,
    explained: spread === 0 || variance === 0 ? 0 : covariance ** 2 / (variance * spread),
  }
}
