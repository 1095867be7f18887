import type { Period } from '../../../shared/period.ts'
import {
  type MissedTrouble,
  type RecallFigures,
  TROUBLE_ENDINGS,
  type TroubleEndings,
  UNSEEN_CAUSES,
} from '../../../shared/review/missed.ts'
import { CATEGORIES } from '../../../shared/vocabulary.ts'
import { weekOf } from '../figures/weeks.ts'
import { proportion } from '../proportion.ts'

/** What recall is counted from. `watchedFrom`: from when the console watched, UTC ms. */
export interface RecallParts {
  troubles: readonly MissedTrouble[]
  period: Period
  now: number
  watchedFrom: number | null
}

/** The most weeks of the trend. */
const MOST_WEEKS = 53

/** Counts every ticket and cancellation once: overall, by category and by week. */
export function recallFiguresOf({ troubles, period, now, watchedFrom }: RecallParts): RecallFigures {
  const weeks = Map.groupBy(troubles, ({ at }) => weekOf(at))
  const tickets = troubles.filter(({ kind }) => kind === 'ticket').length
  return {
    from: period.from ?? null,
    to: period.to ?? null,
    now,
    watchedFrom,
    all: troubles.length,
    tickets,
    cancellations: troubles.length - tickets,
    replayed: troubles.filter(({ at }) => watchedFrom === null || at < watchedFrom).length,
    endings: endingsOf(troubles),
    recall: recallOf(troubles),
    categories: [...CATEGORIES, null].flatMap(category => {
      const own = troubles.filter(one => one.category === category)
      return own.length === 0 ? [] : [{ category, endings: endingsOf(own), recall: recallOf(own) }]
    }),
    weeks: [...weeks]
      .map(([at, own]) => ({ at, recall: recallOf(own) }))
      .sort((a, b) => a.at - b.at)
      .slice(-MOST_WEEKS),
  }
}

function endingsOf(troubles: readonly MissedTrouble[]): TroubleEndings {
  const counts = Object.fromEntries(TROUBLE_ENDINGS.map(ending => [ending, 0])) as TroubleEndings
  for (const { ending } of troubles) counts[ending]++
  return counts
}

/** The share that the console had seen: open, acted upon, held out, or silenced by a person or a cap. */
const recallOf = (troubles: readonly MissedTrouble[]) =>
  proportion(troubles.filter(({ ending }) => !UNSEEN_CAUSES.includes(ending)).length, troubles.length)
