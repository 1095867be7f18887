import { converted, type Rates, rateBetween } from '../../../shared/exchange.ts'
import type { ValueBasis } from '../../../shared/model/issue.ts'
import { minorDigits } from '../../../shared/money.ts'
import { DAY } from '../../../shared/trigger/duration.ts'

/** An active subscription as far as issues care. `amountMinor` is monthly. */
export interface Subscription {
  amountMinor: number | null
  currency: string | null
  dueAt: number | null
}

/** A subscription with when it begins and ends, UTC ms; null where nobody knows. */
export interface DatedSubscription extends Subscription {
  openedAt: number | null
  closedAt: number | null
}

/** Whether a subscription runs at a moment. */
export const runsAt = ({ openedAt, closedAt }: DatedSubscription, now: number): boolean =>
  (openedAt === null || openedAt <= now) && (closedAt === null || closedAt > now)

/** What amounts are compared in. */
export interface Reckoning {
  currency: string
  rates: Rates
  /** Monthly value of the account in the middle, in minor units; null where no account's value is known. */
  typicalMinor: number | null
}

/** Monthly value at stake in the currency of the reckoning, and how it was found. */
export interface Stake {
  minor: number
  currency: string
  basis: ValueBasis
}

/** How far ahead a renewal makes an issue pressing, in ms. */
export const DEADLINE = 30 * DAY

/** The nearest renewal within 30 days of `now`, of the account itself or of a subscription; null when none is near. */
export function deadlineOf(
  renewsAt: number | null,
  subscriptions: readonly Subscription[],
  now: number,
): number | null {
  const near = [renewsAt, ...subscriptions.map(one => one.dueAt)].filter(
    (at): at is number => at !== null && at > now && at <= now + DEADLINE,
  )
  return near.length === 0 ? null : Math.min(...near)
}

/**
 * Monthly value at stake: the account's own figure, else the sum of its active subscriptions, at dated rates in the
 * currency that the team reckons in, so that priorities are comparable. An account of which nothing but amounts without
 * a rate is known counts as the one in the middle; where nothing is known at all it is one whole unit, so that such
 * issues still have an order among themselves. No amount ever counts one to one.
 */
export function valueAtStake(
  account: { mrrMinor: number | null; currency: string | null },
  subscriptions: readonly Subscription[],
  { currency: reckoning, rates, typicalMinor }: Reckoning,
): Stake {
  const paid =
    account.mrrMinor === null
      ? subscriptions.map(one => ({ minor: one.amountMinor ?? 0, currency: one.currency }))
      : [{ minor: account.mrrMinor, currency: account.currency }]
  const used = new Map<string, ValueBasis['rates'][number]>()
  const missing = new Set<string>()
  let sum = 0
  // Nothing is nothing in every currency.
  for (const { minor, currency } of paid.filter(one => one.minor !== 0)) {
    const code = currency ?? reckoning
    const found = rateBetween(rates, code, reckoning)
    if (!found) missing.add(code)
    else {
      if (found.day !== null) used.set(code, { currency: code, rate: found.rate, day: found.day })
      sum += converted(minor, code, reckoning, found.rate)
    }
  }
  const basis = { rates: [...used.values()], missing: [...missing].sort() }
  const one = 10 ** minorDigits(reckoning)
  if (sum > 0) return { minor: sum, currency: reckoning, basis: { by: 'known', ...basis } }
  if (missing.size === 0) return { minor: one, currency: reckoning, basis: { by: 'nothing', ...basis } }
  return { minor: typicalMinor ?? one, currency: reckoning, basis: { by: 'typical', ...basis } }
}
