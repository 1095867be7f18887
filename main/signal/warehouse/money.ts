import { type Currencies, factorBetween } from '../../../shared/exchange.ts'
import { type Expr, number, op, text } from './sql.ts'

/** `comparableMinor`, in the words of a statement: an amount in minor units of `to`; NULL where there is no rate. */
export function comparable(
  currencies: Currencies,
  { minor, currency }: { minor: Expr; currency: Expr },
  to: string,
): Expr {
  const { reckoning, rates } = currencies
  const factors = [...new Set(['EUR', reckoning, to, ...Object.keys(rates)])].flatMap(from => {
    const factor = factorBetween(currencies, from, to)
    return factor === null ? [] : [[from, factor] as const]
  })
  const factor: Expr = { pick: { coalesce: currency, to: text(reckoning) }, from: factors }
  return { floor: op(op(minor, '*', factor), '+', number(0.5)) }
}
