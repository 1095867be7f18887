import jStat from 'jstat'

// jStat: one package without dependencies. simple-statistics has no t distribution, and the single functions of @stdlib
// that would be needed bring 230 packages.

/** Far out, rounding can take a distribution function above 1. */
const tail = (below: number): number => Math.max(0, 1 - below)

/** Quantile of the standard normal distribution; p in 0–1. */
export const normalQuantile = (p: number): number => jStat.normal.inv(p, 0, 1)
/** Two-sided p value of a standard normal statistic. */
export const normalTwoSided = (z: number): number => 2 * jStat.normal.cdf(-Math.abs(z), 0, 1)
/** Quantile of Student's t distribution. */
export const tQuantile = (p: number, dof: number): number => jStat.studentt.inv(p, dof)
/** Two-sided p value of a t statistic. */
export const tTwoSided = (t: number, dof: number): number => 2 * tail(jStat.studentt.cdf(Math.abs(t), dof))
/** The chance that a χ² variable is at least x. */
export const chiSquareTail = (x: number, dof: number): number => tail(jStat.chisquare.cdf(x, dof))
/** Natural logarithm of the gamma function. */
export const logGamma = (x: number): number => jStat.gammaln(x)
/** Quantile of the beta distribution. */
export const betaQuantile = (p: number, a: number, b: number): number => jStat.beta.inv(p, a, b)
