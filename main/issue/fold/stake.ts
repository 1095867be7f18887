import { roughly } from '../../../shared/exchange.ts'
import { minorDigits } from '../../../shared/money.ts'
import { DAY } from '../../../shared/trigger/duration.ts'

/** An active subscription as far as issues care. `amountMinor` is monthly. */
export interface Subscription {
  amountMinor: number | null
  currency: string | null
  dueAt: number | null
}

/** How far ahead a renewal makes an issue pressing. */
const DEADLINE = 30 * DAY

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
 * Monthly value at stake: the account's own figure, else the sum of its active subscriptions, in the currency that the
 * team reckons in, so that priorities are comparable. Where nothing is known it is one whole unit, so that such issues
 * still have an order among themselves.
 */
export function valueAtStake(
  account: { mrrMinor: number | null; currency: string | null },
  subscriptions: readonly Subscription[],
  reckoning: string,
): { minor: number; currency: string } {
  const inReckoning = (minor: number | null, currency: string | null) =>
    minor === null ? 0 : roughly(minor, currency ?? reckoning, reckoning)
  const sum = subscriptions.reduce((total, one) => total + inReckoning(one.amountMinor, one.currency), 0)
  const minor = account.mrrMinor === null ? sum : inReckoning(account.mrrMinor, account.currency)
  return { minor: minor > 0 ? minor : 10 ** minorDigits(reckoning), currency: reckoning }
}
