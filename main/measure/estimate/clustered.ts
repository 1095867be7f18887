import { wilson } from '../proportion.ts'
import type { Estimate } from './difference.ts'
import type { ArmMoments } from './moments.ts'

/**
 * Sums over the accounts of one arm. An account brings `n` starts of which `k` were followed by a contact, and `x`
 * contacts in a time before. Sums are all that the estimators need, so accounts are gone through once.
 */
export interface ArmSums {
  accounts: number
  n: number
  k: number
  nn: number
  kn: number
  kk: number
  x: number
  xx: number
  xn: number
  xk: number
}

/** An arm without accounts. */
export const noSums = (): ArmSums => ({ accounts: 0, n: 0, k: 0, nn: 0, kn: 0, kk: 0, x: 0, xx: 0, xn: 0, xk: 0 })

/** Adds an account to its arm. */
export function addAccount(sums: ArmSums, n: number, k: number, x: number): void {
  sums.accounts++
  sums.n += n
  sums.k += k
  sums.nn += n * n
  sums.kn += k * n
  sums.kk += k * k
  sums.x += x
  sums.xx += x * x
  sums.xn += x * n
  sums.xk += x * k
}

/** Adds one arm to another: accounts of two groups together. */
export function plusSums(a: ArmSums, b: ArmSums): ArmSums {
  const sum = noSums()
  for (const key of Object.keys(sum) as (keyof ArmSums)[]) sum[key] = a[key] + b[key]
  return sum
}

/**
 * The share of starts followed by a contact, with the variance that accounts give it and starts alone would not: the
 * starts of one account resemble each other. Ratio of sums with its delta-method variance (A. Deng, U. Knoblich and J. Lu
 * (2018), "Applying the delta method in metric analytics", equation 6). The unit is the account, as it is of assignment.
 */
export function ratioMoments({ accounts, n, k, nn, kn, kk }: ArmSums): ArmMoments {
  const mean = k / n
  const squares = Math.max(0, kk - 2 * mean * kn + mean ** 2 * nn)
  return { n: accounts, mean, variance: squares / Math.max(1, accounts - 1) / (n / accounts) ** 2 }
}

/**
 * k and n of as many independent starts as would be as sure: L. Kish (1965), design effect. Never more than there are.
 */
export function effectiveHits(sums: ArmSums): { k: number; n: number } {
  const { mean, variance, n: accounts } = ratioMoments(sums)
  const independent = variance > 0 ? (mean * (1 - mean) * accounts) / variance : accounts
  const n = Math.min(sums.n, independent)
  return { k: mean * n, n }
}

/** The share of one arm with Wilson's interval on its effective size; null without accounts. */
export function clusteredShare(sums: ArmSums): Estimate | null {
  if (sums.n === 0) return null
  const { k, n } = effectiveHits(sums)
  return wilson(k / n, n)
}

/**
 * The same shares once what contacts before explain is taken out (`cuped`, of ratios): θ is that of the accounts within
 * their arms, and both arms are moved towards the mean before of all accounts. `explained`: share of variance that went.
 */
export function clusteredCuped(treated: ArmSums, control: ArmSums) {
  const [a, b] = [within(treated), within(control)]
  const spread = a.before + b.before
  const theta = spread === 0 ? 0 : (a.shared + b.shared) / spread
  const all = (treated.x + control.x) / (treated.accounts + control.accounts)
  const adjusted = (sums: ArmSums, { before, shared }: Within): ArmMoments => {
    const { n, mean, variance } = ratioMoments(sums)
    const squares = (theta ** 2 * before - 2 * theta * shared) / Math.max(1, n - 1)
    return { n, mean: mean - theta * (sums.x / n - all), variance: Math.max(0, variance + squares) }
  }
  const raw = a.after + b.after
  return {
    treated: adjusted(treated, a),
    control: adjusted(control, b),
    explained: raw === 0 ? 0 : Math.min(1, (theta * (a.shared + b.shared)) / raw),
  }
}

/** Sums of squares about the means of an arm: of the values after, of those before, and of both together. */
interface Within {
  after: number
  before: number
  shared: number
}

function within(sums: ArmSums): Within {
  const { accounts, n, x, xx, xn, xk } = sums
  const { mean, variance } = ratioMoments(sums)
  return {
    after: variance * (accounts - 1),
    // Counts are whole, so no rounding makes it less than 0.
    before: xx - x ** 2 / accounts,
    // The values after sum to 0 about its mean, so the mean before takes nothing away.
    shared: (xk - mean * xn) / (n / accounts),
  }
}
