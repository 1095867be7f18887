import { type PromiseMade, promiseStanding } from '../../shared/desk/promise.ts'
import { clockTime, personZone, weekdayDate } from '../parts/time.ts'

/** By when, by the clock of the person who reads: `Fri 4 Dec, 17:00`. */
export const dueWords = (at: number, now: number): string =>
  `${weekdayDate(at, now, personZone())}, ${clockTime(at, personZone())}`

/** How a promise stands, in a word or two, and how loudly it is said. */
export function standingWords(
  promise: Pick<PromiseMade, 'dueAt' | 'state'>,
  now: number,
): { text: string; tone: string } {
  if (promise.state === 'proposed') return { text: 'confirm?', tone: 'wait' }
  const standing = promiseStanding(promise.dueAt, now)
  if (standing === 'lapsed') return { text: 'lapsed', tone: 'bad' }
  return standing === 'near' ? { text: 'due soon', tone: 'wait' } : { text: 'promised', tone: '' }
}
