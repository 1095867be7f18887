import { hashShare } from '../hash.ts'
import type { Arm } from '../vocabulary.ts'

/**
 * The arm of an account, fixed by a hash of the workspace (`salt`) and the account's `uid` alone: it does not depend on
 * time, order or machine. `holdout` is the share kept untreated, 0–1. A larger holdout only ever adds accounts to it.
 */
export const armOf = (salt: string, uid: string, holdout: number): Arm =>
  hashShare(`${salt}:holdout`, uid) < holdout ? 'control' : 'treatment'

/** Whose control group an account is in: that of all playbooks together, or that of one playbook. */
export type HeldBy = 'holdout' | 'playbook'

/** The arm of an account for one playbook, whose control group that is, and the probability of control behind it. */
export interface Assignment {
  arm: Arm
  heldBy: HeldBy | null
  share: number
}

/** The shares kept untreated, 0–1: over all playbooks, and of the other accounts by one playbook. */
export interface ControlShares {
  holdout: number
  playbook: number
}

/** The probability that an account is in either control group. */
export const controlShare = ({ holdout, playbook }: ControlShares): number => holdout + (1 - holdout) * playbook

/** Assigns an account to its arm for a playbook. The two hashes are independent of each other, and of other playbooks. */
export function assign(salt: string, uid: string, playbookId: string, shares: ControlShares): Assignment {
  const share = controlShare(shares)
  if (armOf(salt, uid, shares.holdout) === 'control') return { arm: 'control', heldBy: 'holdout', share }
  return hashShare(`${salt}:control:${playbookId}`, uid) < shares.playbook
    ? { arm: 'control', heldBy: 'playbook', share }
    : { arm: 'treatment', heldBy: null, share }
}
