import type { Proportion } from '../../../shared/model/review.ts'

/** What a trigger's interventions have come to: the report card that autopilot goes by. */
export interface Card {
  judged: number
  falsePositives: number
  /** Interventions whose window is over, and those of them that contacted us: as assigned, by arm. */
  treated: { n: number; contacted: number }
  control: { n: number; contacted: number }
  /** How its last messages ended, newest first. */
  lastSends: readonly ('sent' | 'refused' | 'unsure')[]
}

/** Share and interval of k of n, handed in by the stage that measures. */
export type Measure = (k: number, n: number) => Proportion

/** Judgements from which on a share says something, and the share of false positives that is too many. */
const JUDGED = 10
const FALSE_PERCENT = 30
/** Messages in a row that did not certainly leave. */
const BAD_SENDS = 3

/** Why autopilot must stop automatically, but for harm, which its stop rule watches; null while it may go on. */
export function stopReason(card: Card, measure: Measure): string | null {
  const sends = card.lastSends.slice(0, BAD_SENDS)
  if (sends.length === BAD_SENDS && sends.every(send => send !== 'sent'))
    return `Its last ${BAD_SENDS} messages were refused or may not have arrived.`
  const wrong = measure(card.falsePositives, card.judged)
  if (card.judged >= JUDGED && (wrong.low ?? 0) > FALSE_PERCENT / 100)
    return `${card.falsePositives} of ${card.judged} judged were false positives: certainly more than ${FALSE_PERCENT} %.`
  return null
}
