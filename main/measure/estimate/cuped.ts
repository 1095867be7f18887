import { momentsOf } from './moments.ts'

/** A unit's value after the moment of assignment, and the same kind of value before it. */
export interface Paired {
  after: number
  before: number
}

const mean = (values: readonly number[]): number => values.reduce((sum, x) => sum + x, 0) / values.length

/** How far each value is from the mean of all. */
function aboutMean(values: readonly number[]): number[] {
  const middle = mean(values)
  return values.map(x => x - middle)
}

/**
 * A. Deng, Y. Xu, R. Kohavi and T. Walker (2013), "Improving the sensitivity of online controlled experiments by
 * utilizing pre-experiment data" (CUPED): takes out of each value what the value before explains. θ and the mean before
 * are those of both arms together, so that no arm gains by it. Gives the arms' moments, and the share of variance that
 * went.
 */
export function cuped(treated: readonly Paired[], control: readonly Paired[]) {
  const all = [...treated, ...control]
  const after = aboutMean(all.map(unit => unit.after))
  const before = aboutMean(all.map(unit => unit.before))
  const covariance = mean(after.map((x, n) => x * (before[n] ?? 0)))
  const variance = mean(before.map(x => x ** 2))
  const spread = mean(after.map(x => x ** 2))
  const theta = variance === 0 ? 0 : covariance / variance
  const adjusted = all.map((unit, n) => unit.after - theta * (before[n] ?? 0))
  return {
    treated: momentsOf(adjusted.slice(0, treated.length)),
    control: momentsOf(adjusted.slice(treated.length)),
    theta,
    explained: spread === 0 || variance === 0 ? 0 : covariance ** 2 / (variance * spread),
  }
}
