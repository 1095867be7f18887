import type { IssueState } from '../../../shared/vocabulary.ts'

/** Where an issue stands in its life. */
export interface Life {
  state: IssueState
  snoozedUntil: number | null
  closedAt: number | null
  closedBecause: string | null
}

/**
 *   open ⇄ snoozed      until its date comes or it gets worse (one more signal, or worse than it was by `worseThan`)
 *   open, snoozed ─▶ closed 'cleared'   when none of its signals holds any more
 *   acting stays        an intervention is under way, and its outcome decides
 */
export function age(life: Life, facts: { live: number; worse: boolean }, now: number): Life {
  if (life.state !== 'open' && life.state !== 'snoozed') return life
  if (facts.live === 0) return { state: 'closed', snoozedUntil: null, closedAt: now, closedBecause: 'cleared' }
  const due = life.snoozedUntil !== null && life.snoozedUntil <= now
  return life.state === 'snoozed' && (facts.worse || due) ? { ...life, state: 'open', snoozedUntil: null } : life
}
