import type { Outcome } from '../../shared/vocabulary.ts'

/** What followed an intervention, as far as it is known. UTC ms; null where it did not happen. */
export interface Followed {
  contactedAt: number | null
  metricMetAt: number | null
  churnedAt: number | null
  windowEndsAt: number
}

/**
 * The outcome that the facts speak for; null while the window is open and nothing has gone wrong. Bad news counts at
 * once, the worse before the lesser; good news only when the window has closed, because it may still turn.
 */
export function propose({ contactedAt, metricMetAt, churnedAt, windowEndsAt }: Followed, now: number): Outcome | null {
  if (churnedAt !== null) return 'left'
  if (contactedAt !== null) return 'contacted'
  if (now < windowEndsAt) return null
  return metricMetAt === null ? 'quiet' : 'avoided'
}
