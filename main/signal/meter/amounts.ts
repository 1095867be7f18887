import { type Currencies, comparableMinor, minorBound } from '../../../shared/exchange.ts'
import { type AmountTest, BOUNDS } from '../../../shared/trigger/measures/parts.ts'

/** An amount of money as it is kept: minor units, and their currency where one is named. */
export interface Priced {
  amountMinor?: number | null
  currency?: string | null
}

const HOLDS: Record<(typeof BOUNDS)[number], (found: number, bound: number) => boolean> = {
  gte: (found, bound) => found >= bound,
  gt: (found, bound) => found > bound,
  lte: (found, bound) => found <= bound,
  lt: (found, bound) => found < bound,
}

/** Whether an amount is within bounds, which are whole units of a currency. One that cannot be compared is not. */
export function amountTester(test: AmountTest, currencies: Currencies): (of: Priced) => boolean {
  const bounds = BOUNDS.flatMap(name => {
    const bound = test[name]
    return bound === undefined ? [] : [{ holds: HOLDS[name], minor: minorBound(bound, test.currency) }]
  })
  return ({ amountMinor, currency }) => {
    if (typeof amountMinor !== 'number') return false
    const found = comparableMinor(currencies, { minor: amountMinor, currency: currency ?? null }, test.currency)
    return found !== null && bounds.every(({ holds, minor }) => holds(found, minor))
  }
}
