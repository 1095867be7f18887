import type { Period } from '../../../shared/period.ts'
import type { ReviewFigures } from '../../../shared/review/figures.ts'
import type { KeptAnswer } from '../../../shared/review/kept-answer.ts'
import { lastDaysOf } from '../../../shared/review/last-days.ts'
import { useCounted } from '../../state/now.ts'
import { lastDaysWords } from './headline.ts'

/** Figures that are on screen, of which period, and when they were counted, by the machine’s clock, UTC ms. */
interface Shown {
  figures: ReviewFigures
  range: Period
  /** The last so many days; null: all of history. */
  days: number | null
  countedAt: number
  /** They are not those of the chosen period, or are from an earlier visit. */
  isOlder: boolean
}

/** What the page asked for, as its query has it. */
interface AskedFigures {
  data: ReviewFigures | undefined
  dataUpdatedAt: number
  isPlaceholderData: boolean
}

/**
 * The newest figures of the chosen period; before there are any, those kept from an earlier visit, or those of the period
 * chosen before. `now`: the workspace’s time; `wall`: the machine’s. UTC ms.
 */
export function shownOf(
  { data, dataUpdatedAt, isPlaceholderData }: AskedFigures,
  kept: KeptAnswer<ReviewFigures> | undefined,
  { now, wall }: { now: number; wall: number },
): Shown | null {
  const own = isPlaceholderData ? undefined : data
  if (own) return shownAs(own, dataUpdatedAt, false)
  if (kept) return shownAs(kept.answer, kept.countedAt, true)
  return data ? shownAs(data, wall - Math.max(0, now - data.now), true) : null
}

function shownAs(figures: ReviewFigures, countedAt: number, isOlder: boolean): Shown {
  const range = figures.from === null ? {} : { from: figures.from }
  return { figures, range, days: lastDaysOf(range, figures.now) ?? null, countedAt, isOlder }
}

interface CountedLineProps {
  counting: boolean
  shown: Shown | null
  /** The period that was chosen. */
  days: number | null
}

/** How old the figures are, while newer ones are counted or could not be. */
export function CountedLine({ counting, shown, days }: CountedLineProps) {
  const isOther = shown !== null && shown.days !== days
  const counted = useCounted(shown && (counting || shown.isOlder) && !isOther ? shown.countedAt : null)
  return (
    <p className={shown?.isOlder ? 'quiet review-counted' : 'quiet review-counted late'} role="status">
      {isOther ? (
        <span>{`These are the figures ${lastDaysWords(shown.days)}.${counting ? ` Counting those ${lastDaysWords(days)} …` : ''}`}</span>
      ) : counted ? (
        <span>{`${counted.charAt(0).toUpperCase()}${counted.slice(1)}${counting ? ', counting again …' : '.'}`}</span>
      ) : null}
    </p>
  )
}
