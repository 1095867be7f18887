import { formatMoney } from '../money.ts'
import type { MetricKind } from './ask.ts'
import type { Interval } from './experiment.ts'

/** What the values of a metric are. */
export interface MetricUnit {
  kind: MetricKind
  currency: string | null
}

/** A count with thousands: `1,240`. */
const whole = (n: number): string => Math.round(n).toLocaleString('en')

/** A mean or share of a metric: `12.0 %`, `3.41`, `€12.50`. */
export function valueWords(value: number, { kind, currency }: MetricUnit): string {
  if (kind === 'share') return `${(value * 100).toFixed(1)}\u00a0%`
  if (kind === 'money') return typeset(formatMoney({ minor: Math.round(value), currency: currency ?? '' }))
  return typeset(plainWords(value))
}

const typeset = (words: string): string => words.replace('-', '−')

/** As many digits as matter for a mean of counts. */
const plainWords = (value: number): string =>
  Math.abs(value) >= 1_000 ? whole(value) : Number(value.toPrecision(3)).toLocaleString('en')

/** The size of a difference without its sign: `6.0 points`, `0.41`, `€1.20`. */
export const gapWords = (value: number, unit: MetricUnit): string =>
  unit.kind === 'share' ? `${points(Math.abs(value))} points` : valueWords(Math.abs(value), unit)

const points = (value: number): string => (value * 100).toFixed(1)

/** With its sign, typeset: `+6.0`, `−€1.20`. */
export function signedWords(value: number, unit: MetricUnit): string {
  const size = unit.kind === 'share' ? points(Math.abs(value)) : valueWords(Math.abs(value), unit)
  return `${value < 0 ? '−' : '+'}${size}`
}

/** The bounds of a difference: `−9.9 to −2.1`. */
export const boundsWords = ({ low, high }: Interval, unit: MetricUnit): string =>
  `${signedWords(low, unit)} to ${signedWords(high, unit)}`

/** A total over an arm: units of a share or a number, an amount of money. */
export const totalWords = (value: number, unit: MetricUnit): string =>
  unit.kind === 'money' ? valueWords(Math.abs(value), unit) : whole(Math.abs(value))

/** Tails are computed as 1 − a distribution function, which says nothing below this. */
const LEAST_P = 1e-12

/** A p value for a table, never as 0, because nothing is impossible by chance: `0.031`, `3.9e-6`, `< 1e-12`. */
export function chanceCell(p: number): string {
  if (p < LEAST_P) return `< ${LEAST_P}`
  return p < 0.0001 ? p.toExponential(1) : p.toPrecision(2)
}

/** The same in a sentence, with its sign: `= 0.031`, `< 1e-12`. */
export const chanceWords = (p: number): string => (p < LEAST_P ? chanceCell(p) : `= ${chanceCell(p)}`)
