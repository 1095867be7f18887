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

/** Share and interval of k of n, by whoever measures. */
export type Measure = (k: number, n: number) => Proportion

/** Judgements from which on a share says something, and the share of false positives that is too many. */
const JUDGED = 10
const FALSE_PERCENT = 30
/** Messages in a row that did not certainly leave. */
const BAD_SENDS = 3

/** Why autopilot must stop by itself; null while it may go on. */
export function stopReason(card: Card, measure: Measure): string | null {
  const sends = card.lastSends.slice(0, BAD_SENDS)
  if (sends.length === BAD_SENDS && sends.every(send => send !== 'sent'))
    return `Its last ${BAD_SENDS} messages were refused or may not have arrived.`
  const wrong = measure(card.falsePositives, card.judged)
  if (card.judged >= JUDGED && (wrong.low ?? 0) > FALSE_PERCENT / 100)
    return `${card.falsePositives} of ${card.judged} judged were false positives: certainly more than ${FALSE_PERCENT} %.`
  const [treated, control] = [card.treated, card.control]
  if (harm(measure(treated.contacted, treated.n), measure(control.contacted, control.n)) > 0)
    return `Contacted accounts wrote to us more often (${treated.contacted} of ${treated.n}) than held-out accounts (${control.contacted} of ${control.n}).`
  return null
}

/**
 * The lower 95 % bound of treated minus control: above 0, outreach does harm. R. G. Newcombe (1998), "Interval estimation
 * for the difference between independent proportions", method 10, from the two score intervals.
 */
function harm(treated: Proportion, control: Proportion): number {
  const { value: p1, low: l1 } = treated
  const { value: p2, high: u2 } = control
  if (p1 === null || l1 === null || p2 === null || u2 === null) return Number.NEGATIVE_INFINITY
  return p1 - p2 - Math.hypot(p1 - l1, u2 - p2)
}
