import type { Arm, Outcome } from '../../shared/vocabulary.ts'

/** What followed an intervention, as far as it is known. UTC ms; null where it did not happen. */
export interface Followed {
  arm: Arm
  /** When the first message or fix left; null for a held-out account, and for what has not left. */
  sentAt: number | null
  /** The receiving side refused the message, and nothing more of the intervention is to come. */
  unreachable: boolean
  /** The first contact about the trouble: those about our own message are told apart. */
  contactedAt: number | null
  metricMetAt: number | null
  churnedAt: number | null
  /** When the last signal of the issue cleared, if that was before anything left. */
  clearedBeforeAt: number | null
  windowEndsAt: number
}

/**
 * The outcome that the facts speak for; null while the window is open and nothing has gone wrong. Bad news counts at
 * once, the worse before the lesser; good news only when the window has closed, because it may still turn. Silence is no
 * success: it is `quiet`, whatever the message was.
 */
export function propose(followed: Followed, now: number): Outcome | null {
  const { arm, sentAt, contactedAt, metricMetAt, churnedAt, clearedBeforeAt, windowEndsAt } = followed
  if (arm === 'treatment' && sentAt === null) return followed.unreachable ? 'unreachable' : null
  if (churnedAt !== null) return 'left'
  if (contactedAt !== null) return sentAt !== null && contactedAt <= sentAt ? 'too_late' : 'contacted'
  if (now < windowEndsAt) return null
  if (clearedBeforeAt !== null) return 'needless'
  return metricMetAt === null ? 'quiet' : 'avoided'
}

/** What was proposed before, and what a person said. */
export interface SaidBefore {
  proposal: Outcome | null
  judged: Outcome | null
}

const BAD_NEWS: ReadonlySet<Outcome> = new Set(['left', 'contacted', 'too_late'])

/**
 * Whether a fact that became known late speaks against what a person judged, or against what was proposed once the window
 * had closed. That a window closes is no fact: where nothing was proposed before, only bad news speaks against a person.
 */
export function isReopened({ proposal, judged }: SaidBefore, next: Outcome | null, isOver: boolean): boolean {
  const earlier = judged ?? proposal
  if (earlier === null || next === null || next === earlier || next === proposal) return false
  if (proposal === null) return BAD_NEWS.has(next)
  return judged !== null || isOver
}
