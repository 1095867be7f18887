import { formatMoney } from '../../../../shared/money.ts'
import type { Bounded } from '../../../../shared/review/effect.ts'
import { count } from '../../../parts/number.ts'

const minus = (words: string): string => words.replace('-', '−')

/** A span of hours in its largest sensible unit: `40 min`, `5.5 h`, `3.2 d`. */
export function hoursWords(hours: number): string {
  if (hours < 1) return `${Math.round(hours * 60)} min`
  return hours < 48 ? `${hours.toFixed(1)} h` : `${(hours / 24).toFixed(1)} d`
}

/** A median with its bounds: `5.5 h (4.1 h to 7.0 h)`. */
export const hoursWithBounds = ({ value, low, high }: Bounded): string =>
  `${hoursWords(value)} (${hoursWords(low)} to ${hoursWords(high)})`

/** A count with its bounds, typeset: `41 (23 to 59)`. */
export function countWithBounds({ value, low, high }: Bounded): string {
  // Adding 0 turns a rounded −0 into 0.
  const whole = (n: number) => minus(count(Math.round(n) + 0))
  return `${whole(value)} (${whole(low)} to ${whole(high)})`
}

/** An amount in whole minor units, typeset: `−€12.50`. */
export const moneyWords = (minor: number, currency: string): string =>
  minus(formatMoney({ minor: Math.round(minor) + 0, currency }))

/** An amount with its bounds: `€328 (€184 to €472)`. */
export const moneyWithBounds = ({ value, low, high }: Bounded, currency: string): string =>
  `${moneyWords(value, currency)} (${moneyWords(low, currency)} to ${moneyWords(high, currency)})`

/** A ratio with its bounds: `3.1 (0.4 to 5.8)`. */
export function ratioWithBounds({ value, low, high }: Bounded): string {
  const digits = (x: number) => minus((Math.round(x * 10) / 10 + 0).toFixed(1))
  return `${digits(value)} (${digits(low)} to ${digits(high)})`
}
