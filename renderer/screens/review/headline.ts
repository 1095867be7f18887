import type { Review } from '../../../shared/model/review.ts'
import { count, percent, plural, withInterval } from '../../parts/number.ts'

/** Accounts of an arm below which a difference cannot be spoken of at all. */
const FEW = 30

const span = (days: number | null) => (days === null ? 'so far' : `in the last ${days} days`)

/** What was done and what followed, in one sentence with its interval. `days` null means all of history. */
export function finding({ totals }: Review, days: number | null): string {
  const { sent, contacted } = totals
  if (sent === 0) return `No message was sent ${span(days)}`
  const start = `${plural(sent, 'message')} sent ${span(days)}`
  if (contacted.n === 0) return `${start}; what followed is not known yet`
  const whom = contacted.k === 0 ? 'nobody has contacted us so far' : `${count(contacted.k)} contacted us anyway`
  const of = contacted.n === sent ? '' : ` of the ${count(contacted.n)} that can be judged`
  return `${start}; ${whom}${of} (${withInterval(contacted)})`
}

/** Whether acting helped. The numbers here cannot carry more than this: treated and held out are not compared yet. */
export function caveat(review: Review): string {
  return [comparison(review), dismissed(review)].filter(Boolean).join(' ')
}

function dismissed({ totals }: Review): string {
  const { k, n } = totals.dismissedFalse
  return n === 0
    ? ''
    : `Of ${plural(n, 'dismissed issue')}, ${count(k)} would not have happened (${withInterval(totals.dismissedFalse)}).`
}

/** The same counts wherever the held-out share is spoken of: `3 of 21 accounts held out`. */
export const heldOutOf = ({ k, n }: Review['holdout']['observed']): string =>
  `${count(k)} of ${plural(n, 'account')} held out`

function comparison({ totals, rows, holdout }: Review): string {
  const { sent, heldOut } = totals
  const control = rows.reduce((sum, row) => sum + row.contactedControl.n, 0)
  if (sent + heldOut === 0) return ''
  if (heldOut < FEW || control < FEW) return `Cannot tell yet whether acting helped: ${heldOutOf(holdout.observed)}.`
  const k = rows.reduce((sum, row) => sum + row.contactedControl.k, 0)
  return `Of the ${count(control)} held out, ${count(k)} contacted us (${percent(k / control)}). Compare with care: the two groups are not yet tested against each other.`
}
