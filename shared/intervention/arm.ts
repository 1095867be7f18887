import { hashShare } from '../hash.ts'
import type { Arm } from '../vocabulary.ts'

/**
 * The arm of an account, fixed by a hash of the workspace (`salt`) and the account's `uid` alone: it does not depend on
 * time, order or machine. `holdout` is the share kept untreated, 0–1. A larger holdout only ever adds accounts to it.
 */
export const armOf = (salt: string, uid: string, holdout: number): Arm =>
  hashShare(`${salt}:holdout`, uid) < holdout ? 'control' : 'treatment'
