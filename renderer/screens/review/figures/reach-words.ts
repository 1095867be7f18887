import type { ReviewFigures } from '../../../../shared/review/figures.ts'
import { percent, plural } from '../../../parts/number.ts'
import { moneyWords } from './bounded-words.ts'

type Reach = ReviewFigures['reach']

/** What the first hours of work save, of everything that is open: `8 hours reach 62 % of the queue’s value`. */
export function reachWords({ currency, hours, valueMinor }: Reach, spent: number): string {
  const saved = hours[spent - 1] ?? hours.at(-1) ?? 0
  const part = valueMinor > 0 ? percent(saved / valueMinor) : 'none'
  return `${plural(spent, 'hour')} ${spent === 1 ? 'reaches' : 'reach'} ${part} of the queue’s value: ${moneyWords(saved, currency)} of ${moneyWords(valueMinor, currency)}.`
}

/** What the next hour of work would save. */
export function nextHourWords({ currency, hours, minutes }: Reach, spent: number): string {
  const [saved, next] = [hours[spent - 1], hours[spent]]
  if (saved !== undefined && next !== undefined)
    return `An hour more would be worth ${moneyWords(next - saved, currency)}.`
  // Hours are kept up to a limit, so the list may end before the queue does.
  return minutes > hours.length * 60 ? 'The hours beyond are not counted.' : 'An hour more would find no open issue.'
}
