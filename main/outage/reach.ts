import type { Reach } from '../../shared/desk/outage.ts'
import type { Arm, OutboxState } from '../../shared/vocabulary.ts'

/** What has become of a playbook for one account, newest start first. */
export interface NoticeStart {
  arm: Arm
  recalled: boolean
  /** The state of its message; null where there is none. */
  state: OutboxState | null
}

const OF_STATE: Record<OutboxState, keyof Reach> = {
  waiting: 'waiting',
  sending: 'waiting',
  held: 'held',
  sent: 'sent',
  unsure: 'unsure',
  refused: 'refused',
  cancelled: 'recalled',
}

/** How an account stands to a message: by its newest start, or by a start that was refused and left no other. */
export function noticeReach(starts: readonly NoticeStart[], refused: boolean): keyof Reach {
  const [newest] = starts
  if (!newest) return refused ? 'refused' : 'none'
  if (newest.recalled) return 'recalled'
  if (newest.arm === 'control') return 'heldOut'
  return newest.state === null ? 'none' : OF_STATE[newest.state]
}

/** Whether a message can still be started for an account. */
export const canBeTold = (reach: keyof Reach): boolean =>
  reach === 'none' || reach === 'recalled' || reach === 'refused'

/** How many accounts stand how. */
export function reachSums(reaches: Iterable<keyof Reach>): Reach {
  const sums: Reach = { none: 0, waiting: 0, held: 0, sent: 0, unsure: 0, refused: 0, recalled: 0, heldOut: 0 }
  for (const reach of reaches) sums[reach]++
  return sums
}
