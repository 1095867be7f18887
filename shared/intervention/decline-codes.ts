import { DAY } from '../trigger/duration.ts'

/** Where these lists come from. Stripe names both kinds of code in `last_payment_error.decline_code`. */
export const DECLINE_SOURCES = {
  /** "Non-retryable decline codes": what Stripe's own retries never try again. */
  retries: 'https://docs.stripe.com/billing/revenue-recovery/smart-retries#non-retryable-decline-codes',
  /** What each code means, and what to do next. */
  codes: 'https://docs.stripe.com/declines/codes',
} as const

interface HardDecline {
  /** Why another attempt is wrong, for a person. */
  why: string
  source: keyof typeof DECLINE_SOURCES
}

const card = (why: string): HardDecline => ({ why, source: 'codes' })
const never = (why: string): HardDecline => ({ why, source: 'retries' })

/**
 * Declines after which the same card is never tried again. Card networks charge for such attempts, and the customer is
 * told by the bank each time: only another card, or a word of the customer, can help.
 */
export const HARD_DECLINES: ReadonlyMap<string, HardDecline> = new Map([
  ['incorrect_number', never('the card number is wrong')],
  ['lost_card', never('the card was reported lost')],
  ['pickup_card', never('the bank wants the card withdrawn')],
  ['stolen_card', never('the card was reported stolen')],
  ['revocation_of_authorization', never('the customer has withdrawn this authorisation')],
  ['revocation_of_all_authorizations', never('the customer has withdrawn all authorisations')],
  ['authentication_required', never('the customer has to confirm the payment')],
  ['highest_risk_level', never('the payment was blocked as fraud')],
  ['transaction_not_allowed', never('the bank does not allow this kind of payment')],
  ['do_not_try_again', card('the bank asks not to try again')],
  ['expired_card', card('the card has expired')],
  ['fraudulent', card('the payment is suspected to be fraud')],
  ['invalid_account', card('the card or its account is not valid')],
  ['invalid_number', card('the card number is wrong')],
  ['merchant_blacklist', card('the customer is on a block list')],
  ['new_account_information_available', card('the card or its account is no longer valid')],
  ['restricted_card', card('the card was reported lost or stolen')],
  ['security_violation', card('the bank reports a security violation')],
  ['service_not_allowed', card('the bank does not allow this kind of payment')],
  ['stop_payment_order', card('the customer has stopped this payment')],
])

/** How often a payment is tried within what time: Stripe's recommendation for its own retries (`retries`). */
export const RETRY_CAP = { attempts: 8, within: 14 * DAY } as const

/** What is known before a payment is tried again. Times in UTC ms. */
export interface RetryFacts {
  /** Code of the last decline; null where the provider gave none. */
  declineCode: string | null
  /** When it was tried before, by us or by the provider, as far as is known. */
  attempts: readonly number[]
  /** What the provider itself has counted, all attempts so far; null where it does not say. */
  counted: number | null
}

export type RetryAnswer = { may: true } | { may: false; why: string; until: number | null }

/**
 * Whether a payment may be tried once more at `now`. `until`: when that may change by time alone. The provider's own
 * count has no dates, so it counts as if all of it were recent: rather one attempt too few than one too many.
 */
export function mayRetry({ declineCode, attempts, counted }: RetryFacts, now: number): RetryAnswer {
  const hard = declineCode === null ? undefined : HARD_DECLINES.get(declineCode)
  if (hard) return { may: false, why: `Payments are never retried after ${declineCode}: ${hard.why}.`, until: null }
  const recent = attempts.filter(at => at > now - RETRY_CAP.within).sort((a, b) => a - b)
  const tried = `The payment was tried ${Math.max(recent.length, counted ?? 0)} times. At most ${RETRY_CAP.attempts} attempts are allowed within 14 days.`
  const freed = recent[recent.length - RETRY_CAP.attempts]
  if (freed !== undefined) return { may: false, why: tried, until: freed + RETRY_CAP.within }
  if (counted !== null && counted >= RETRY_CAP.attempts) return { may: false, why: tried, until: null }
  return { may: true }
}
