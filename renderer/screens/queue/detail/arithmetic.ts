import type { Arithmetic } from '../../../../shared/model/issue.ts'
import { formatMoney, type Money, minorDigits } from '../../../../shared/money.ts'

/** By how much the product of the figures on screen may miss the priority, as a share of it. */
const MISS = 0.005
const DIGITS = [2, 3, 4] as const

export interface Shown {
  risk: string
  treatability: string
  money: string
  /** What the money was before it was converted; null where it was not. */
  of: string | null
  urgency: string
  minutes: string
  priority: string
}

/** No more digits than needed: `1`, `1.6`, `1.25`. */
const plain = (value: number) => String(Number(value.toFixed(2)))

/** A sum without its cents, where they do not matter. */
function whole({ minor, currency }: Money): Money {
  const unit = 10 ** minorDigits(currency)
  return { minor: Math.round(minor / unit) * unit, currency }
}

/** The terms of the priority with as many digits as it takes for a reader's own multiplication to come out right. */
export function shownArithmetic(a: Arithmetic, paid: Money | null): Shown {
  const exact = { minor: a.valueMinor, currency: a.currency }
  const converted = paid !== null && paid.currency !== a.currency
  const product = (digits: number, money: Money) =>
    (Number(a.risk.toFixed(digits)) *
      Number(a.treatability.toFixed(digits)) *
      (money.minor / 10 ** minorDigits(money.currency)) *
      Number(plain(a.urgency))) /
    a.minutes
  const fits = (digits: number, money: Money) =>
    Math.abs(product(digits, money) - a.priority) <= MISS * Math.abs(a.priority)
  const choices = DIGITS.flatMap(digits =>
    (converted ? [whole(exact), exact] : [exact]).map(money => ({ digits, money })),
  )
  const { digits, money } = choices.find(choice => fits(choice.digits, choice.money)) ?? { digits: 3, money: exact }
  return {
    risk: a.risk.toFixed(digits),
    treatability: a.treatability.toFixed(digits),
    money: `${converted ? '≈ ' : ''}${formatMoney(money)}`,
    of: converted ? formatMoney(paid) : null,
    urgency: plain(a.urgency),
    minutes: `${plain(a.minutes)} min`,
    priority: a.priority.toFixed(a.priority < 10 ? 2 : 1),
  }
}
