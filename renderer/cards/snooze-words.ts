import { type Return, worseRisk } from '../../shared/desk/snooze.ts'
import { bandOf } from '../../shared/priority.ts'
import { percent } from '../parts/number.ts'
import { BAND_WORDS } from '../parts/words.ts'

/** Why an issue returned from a snooze, in a few words: `back: risk 31 % → 38 %`. */
export function returnWords({ why, from, to }: Pick<Return, 'why' | 'from' | 'to'>): string {
  if (why === 'date' || why === 'signal' || from === null || to === null)
    return why === 'signal' ? 'back: new signal' : 'back: its date'
  if (why === 'risk') return `back: risk ${percent(from)} → ${percent(to)}`
  if (why === 'band') return `back: ${BAND_WORDS[bandOf(to)].toLowerCase()}`
  return from > 0 ? `back: ${percent(to / from - 1)} more at stake` : 'back: more at stake'
}

/** The risk from which on an issue counts as worse. */
export const worseWords = (risk: number): string => `risk ${percent(worseRisk(risk))} or more`
