import type { Review } from '../../../shared/model/review.ts'
import { count, plural, withInterval } from '../../parts/number.ts'

/** `in the last 30 days`; null: all of history. */
export const lastDaysWords = (days: number | null) => (days === null ? 'so far' : `in the last ${days} days`)

/** Issues acted on, messages sent and their outcome, in one sentence with its interval. `days` null: all of history. */
export function finding({ totals }: Review, days: number | null): string {
  const { sent, messages, contacted } = totals
  if (sent === 0) return `No issue was acted on ${lastDaysWords(days)}`
  const start = `${plural(sent, 'issue')} acted on ${lastDaysWords(days)} (${plural(messages, 'message')} sent)`
  if (contacted.n === 0) return `${start}; outcomes are not known yet`
  const whom = contacted.k === 0 ? 'nobody contacted us so far' : `${count(contacted.k)} contacted us anyway`
  const of = contacted.n === sent ? '' : ` of ${count(contacted.n)} with a known outcome`
  return `${start}; ${whom}${of} (${withInterval(contacted)})`
}

/** How much of what people closed was a false alarm. */
export function caveat({ totals }: Review): string {
  const { k, n } = totals.dismissedFalse
  return n === 0
    ? ''
    : `${count(k)} of ${plural(n, 'dismissed issue')} ${k === 1 ? 'was a false positive' : 'were false positives'} (${withInterval(totals.dismissedFalse)}).`
}

/** The held-out share in counts: `3 of 21 accounts held out`. */
export const heldOutOf = ({ k, n }: Review['holdout']['observed']): string =>
  `${count(k)} of ${plural(n, 'account')} held out`
