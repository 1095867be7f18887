import type { Life } from '../life/age.ts'
import { type DatedSubscription, DEADLINE } from './stake.ts'

/** What of an issue changes by time alone; UTC ms. */
export interface TimedFacts {
  life: Life
  /** When the next band is reached. */
  bandUntil: number | null
  renewsAt: number | null
  subscriptions: readonly DatedSubscription[]
}

/**
 * The first moment after `now` at which an issue may look different although nothing was learned: its snooze ends, it
 * reaches the next band, a renewal comes near or passes, a subscription begins or ends. Null where there is none.
 */
export function settledUntil({ life, bandUntil, renewsAt, subscriptions }: TimedFacts, now: number): number | null {
  const renewals = [renewsAt, ...subscriptions.map(one => one.dueAt)].flatMap(at =>
    at === null ? [] : [at - DEADLINE, at],
  )
  const runs = subscriptions.flatMap(({ openedAt, closedAt }) => [openedAt, closedAt])
  return [life.state === 'snoozed' ? life.snoozedUntil : null, bandUntil, ...renewals, ...runs].reduce<number | null>(
    (first, at) => (at !== null && at > now && (first === null || at < first) ? at : first),
    null,
  )
}
