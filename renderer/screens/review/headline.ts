import type { Review } from '../../../shared/model/review.ts'
import { count, percent, plural, withInterval } from '../../parts/number.ts'

/** The fewest accounts of an arm that allow any comparison. */
const FEW = 30

const span = (days: number | null) => (days === null ? 'so far' : `in the last ${days} days`)

/** Issues acted on, messages sent and their outcome, in one sentence with its interval. `days` null: all of history. */
export function finding({ totals }: Review, days: number | null): string {
  const { sent, messages, contacted } = totals
  if (sent === 0) return `No issue was acted on ${span(days)}`
  const start = `${plural(sent, 'issue')} acted on ${span(days)} (${plural(messages, 'message')} sent)`
  if (contacted.n === 0) return `${start}; outcomes are not known yet`
  const whom = contacted.k === 0 ? 'nobody contacted us so far' : `${count(contacted.k)} contacted us anyway`
  const of = contacted.n === sent ? '' : ` of ${count(contacted.n)} with a known outcome`
  return `${start}; ${whom}${of} (${withInterval(contacted)})`
}

/** Whether acting helped, as far as these numbers can tell: treated and held-out accounts are not compared yet. */
export function caveat(review: Review): string {
  return [comparison(review), dismissed(review)].filter(Boolean).join(' ')
}

function dismissed({ totals }: Review): string {
  const { k, n } = totals.dismissedFalse
  return n === 0
    ? ''
    : `${count(k)} of ${plural(n, 'dismissed issue')} ${k === 1 ? 'was a false positive' : 'were false positives'} (${withInterval(totals.dismissedFalse)}).`
}

/** The held-out share in counts: `3 of 21 accounts held out`. */
export const heldOutOf = ({ k, n }: Review['holdout']['observed']): string =>
  `${count(k)} of ${plural(n, 'account')} held out`

function comparison({ totals, rows, holdout }: Review): string {
  const { sent, heldOut } = totals
  const control = rows.reduce((sum, row) => sum + row.contactedControl.n, 0)
  if (sent + heldOut === 0) return ''
  if (heldOut < FEW || control < FEW) return `Cannot tell yet whether acting helped: ${heldOutOf(holdout.observed)}.`
  const k = rows.reduce((sum, row) => sum + row.contactedControl.k, 0)
  return `${count(k)} of ${count(control)} held-out accounts contacted us (${percent(k / control)}). Compare with care: the difference between the two arms is not tested yet.`
}
