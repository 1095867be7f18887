import { localFullDay } from '../../../../shared/local-time.ts'
import type { Arithmetic } from '../../../../shared/model/issue.ts'
import { formatMoney, type Money, minorDigits } from '../../../../shared/money.ts'

/** How far the product of the displayed figures may be from the priority, as a share of it. */
const MISS = 0.005
const DIGITS = [2, 3, 4] as const

export interface Shown {
  risk: string
  treatability: string
  money: string
  /** The amount as it is paid; null where that is the same. */
  of: string | null
  /** The rates that were used, with their days, and what has none; null where there is nothing to say. */
  note: string | null
  urgency: string
  minutes: string
  priority: string
}

/** No more digits than needed: `1`, `1.6`, `1.25`. */
const plain = (value: number) => String(Number(value.toFixed(2)))

/** An amount rounded to whole units, where cents do not matter. */
function whole({ minor, currency }: Money): Money {
  const unit = 10 ** minorDigits(currency)
  return { minor: Math.round(minor / unit) * unit, currency }
}

/** Four digits are enough to check a rate. */
const brief = (rate: number) => String(Number(rate.toPrecision(4)))

/** `31 Dec 2025` for `2025-12-31`; a day has no zone. */
const dayWords = (day: string) => (Number.isNaN(Date.parse(day)) ? day : localFullDay(Date.parse(day), 'UTC'))

function noteOf({ basis, currency }: Arithmetic): string | null {
  const used = basis.rates.map(one => `1 ${one.currency} = ${brief(one.rate)} ${currency} as of ${dayWords(one.day)}`)
  const missing = basis.missing.join(', ')
  const without =
    basis.by === 'typical'
      ? [`no rate for ${missing}: counts as a typical account`]
      : missing === ''
        ? []
        : [`no rate for ${missing}: those amounts are left out`]
  return [...used, ...without].join(' · ') || null
}

/** The factors of the priority, with enough digits for a reader's own multiplication to give the same result. */
export function shownArithmetic(a: Arithmetic, paid: Money | null): Shown {
  const exact = { minor: a.valueMinor, currency: a.currency }
  const converted = a.basis.rates.length > 0
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
    of: paid !== null && paid.currency !== a.currency ? formatMoney(paid) : null,
    note: noteOf(a),
    urgency: plain(a.urgency),
    minutes: `${plain(a.minutes)} min`,
    priority: a.priority.toFixed(a.priority < 10 ? 2 : 1),
  }
}
