import { chiSquareTail, logGamma } from './distributions.ts'

/** How sure the alternative is that shares lie near the planned ones; 10,000 as Lindon and Malek advise. */
const CONCENTRATION = 10_000

/**
 * Whether units came to the arms in the planned shares, by Pearson's χ² test: the chance of a ratio at least as far off.
 * For one look only.
 */
export function ratioTest(counts: readonly number[], shares: readonly number[]): number {
  const total = counts.reduce((sum, n) => sum + n, 0)
  if (total === 0) return 1
  const statistic = counts.reduce((sum, n, arm) => {
    const expected = total * (shares[arm] ?? 0)
    return sum + (n - expected) ** 2 / expected
  }, 0)
  return chiSquareTail(statistic, counts.length - 1)
}

/**
 * Whether the same share of each arm is missing, by Pearson's χ² test of the table of missing and present units: the
 * chance of shares at least as far apart. 1 where none or all are missing.
 */
export function missingTest(missing: readonly number[], units: readonly number[]): number {
  const gone = missing.reduce((sum, n) => sum + n, 0)
  const total = units.reduce((sum, n) => sum + n, 0)
  if (gone === 0 || gone === total) return 1
  const statistic = units.reduce((sum, n, arm) => {
    const expected = (n * gone) / total
    const apart = (missing[arm] ?? 0) - expected
    return sum + apart ** 2 / expected + apart ** 2 / (n - expected)
  }, 0)
  return chiSquareTail(statistic, units.length - 1)
}

/**
 * The ratio test for looking as often as one likes: M. Lindon and A. Malek (2022), "Anytime-valid inference for multinomial
 * count data", arXiv 2011.03567. `looks` are the counts that came between one look and the next; gives the p value at
 * each look, which never rises. p = min over looks of 1 / Bayes factor, Dirichlet alternative around the planned shares.
 * With several concentrations the factor is the mean of theirs: a mean of martingales from 1 is one too.
 */
export function sequentialRatioTest(
  looks: readonly (readonly number[])[],
  shares: readonly number[],
  concentrations: readonly number[] = [CONCENTRATION],
): number[] {
  const factors = concentrations.map(concentration => ratioFactors(looks, shares, concentration))
  let least = 1
  return looks.map((_, look) => {
    const mean = factors.reduce((sum, of) => sum + Math.exp(of[look] ?? 0), 0) / factors.length
    least = Math.min(least, 1 / mean)
    return least
  })
}

/**
 * The logarithm of that test's Bayes factor at each look. Under the planned shares the factor is a martingale from 1,
 * whatever the concentration: a small one sees a gross fault in few units, a large one a small fault in many.
 */
export function ratioFactors(
  looks: readonly (readonly number[])[],
  shares: readonly number[],
  concentration = CONCENTRATION,
): number[] {
  const prior = shares.map(share => share * concentration)
  const counts = shares.map(() => 0)
  return looks.map(look => {
    for (const [arm, n] of look.entries()) counts[arm] = (counts[arm] ?? 0) + n
    return logBayesFactor(counts, prior, shares)
  })
}

function logBayesFactor(counts: readonly number[], prior: readonly number[], shares: readonly number[]): number {
  const sum = (of: readonly number[]) => of.reduce((total, x) => total + x, 0)
  const [a0, n0] = [sum(prior), sum(counts)]
  return (
    logGamma(a0) -
    logGamma(a0 + n0) +
    sum(
      counts.map((n, arm) => {
        const a = prior[arm] ?? 0
        return logGamma(a + n) - logGamma(a) - n * Math.log(shares[arm] ?? 1)
      }),
    )
  )
}
