import type { Factor } from '../../shared/model/issue.ts'

/** How often a trigger's past firings ended in a ticket or churn: k of n, and the belief stated before any of them. */
export interface BaseRate {
  k: number
  n: number
  prior: { risk: number; weight: number }
}

/** A signal that holds now, as the model sees it. `label` are its figures in words. */
export interface LiveSignal {
  label: string
  rate: BaseRate
}

export interface Prediction {
  risk: number
  base: number
  factors: Factor[]
  /** How many past firings it rests on; 0 where it rests on stated priors alone. */
  firings: number
}

/** What is assumed of an account before anything is known, and how many observations that is worth. */
export const STATED_BASE = { risk: 0.1, weight: 20 } as const

/** A share pulled towards a prior: (k + prior · weight) ÷ (n + weight), the mean of the beta posterior. */
export const shrunk = ({ k, n, prior }: BaseRate): number => (k + prior.risk * prior.weight) / (n + prior.weight)

/** Multiples of 2⁻⁴⁰ below one add up without rounding, so base and contributions give the risk to the last bit. */
const GRID = 2 ** 40
const onGrid = (value: number): number => Math.round(value * GRID) / GRID
const within = (value: number): number => onGrid(Math.min(Math.max(value, 0.001), 0.999))

/**
 * Risk of an issue from its live signals: noisy-or with a leak (Henrion 1987), the leak being `base`, the share of
 * accounts that get into trouble anyway: 1 − (1−base) · Π (1−rateᵢ)/(1−base). One signal alone gives its own rate.
 * Each signal's part of risk − base is in proportion to the logarithm of its factor; a rate below base counts against.
 */
export function predict(base: number, signals: readonly LiveSignal[]): Prediction {
  const leak = within(base)
  const weights = signals.map(signal => Math.log((1 - within(shrunk(signal.rate))) / (1 - leak)))
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  const risk = within(1 - (1 - leak) * Math.exp(total))
  const gap = risk - leak
  const parts = weights.map(weight => (total === 0 ? 0 : onGrid((gap * weight) / total)))
  const rest = gap - parts.reduce((sum, part) => sum + part, 0)
  const largest = parts.reduce((best, part, i) => (Math.abs(part) > Math.abs(parts[best] ?? 0) ? i : best), 0)
  const factors = signals.map(({ label }, i) => ({ label, contribution: (parts[i] ?? 0) + (i === largest ? rest : 0) }))
  return {
    risk,
    base: leak,
    factors: factors.sort((a, b) => Math.abs(b.contribution) - Math.abs(a.contribution)),
    firings: signals.reduce((sum, signal) => sum + signal.rate.n, 0),
  }
}
