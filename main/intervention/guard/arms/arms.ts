import { own } from '../../../../shared/foreign/own.ts'
import { type Assignment, assign, controlShare, type HeldBy } from '../../../../shared/intervention/arm.ts'
import type { Guardrails } from '../../../../shared/model/guardrails.ts'
import type { Arm } from '../../../../shared/vocabulary.ts'
import { query, type ReadDb } from '../../../cache/db.ts'
import { saltOf } from '../../../cache/settings.ts'
import { list } from '../facts-keys.ts'
import { guardrailsOf } from '../settings.ts'

/** An account as arms know it: its row, and the name that is the same on every computer. */
export interface Assignable {
  id: number
  uid: string
}

interface AssignedRow {
  accountId: number
  playbookId: string
  arm: Arm
  heldBy: HeldBy | null
  share: number
}

const assignedTo = (accounts: string) =>
  query<AssignedRow>(
    `SELECT account_id AS accountId, playbook_id AS playbookId, arm, held_by AS heldBy, share
     FROM exposure INDEXED BY exposure_account WHERE account_id IN (SELECT value FROM json_each(?))
     ORDER BY account_id, assigned_at, intervention_id`,
    [accounts],
  )

/**
 * The arms of accounts, by playbook. An arm that was assigned once stays: whatever the shares are today, the account's
 * first assignment decides about the holdout, and its first one to the playbook about the playbook's control group.
 */
export function armsOf(
  db: ReadDb,
  accounts: readonly Assignable[],
  rules: Guardrails = guardrailsOf(db),
): (account: Assignable, playbookId: string) => Assignment {
  const salt = saltOf(db)
  const assigned = Map.groupBy(db.all(assignedTo(list(accounts.map(({ id }) => id)))), row => row.accountId)
  return ({ id, uid }, playbookId) => {
    const before = assigned.get(id) ?? []
    const first = before[0]
    const shares = { holdout: rules.holdout, playbook: own(rules.playbookControls, playbookId) ?? 0 }
    if (!first) return assign(salt, uid, playbookId, shares)
    if (first.heldBy === 'holdout') return { arm: 'control', heldBy: 'holdout', share: first.share }
    const same = before.find(row => row.playbookId === playbookId && row.heldBy !== 'holdout')
    if (same) return { arm: same.arm, heldBy: same.heldBy, share: same.share }
    // The holdout has passed it by: only this playbook's own control group is still to be decided.
    return { ...assign(salt, uid, playbookId, { ...shares, holdout: 0 }), share: controlShare(shares) }
  }
}

/** The arm of one account for a playbook. */
export const assignmentOf = (db: ReadDb, account: Assignable, playbookId: string): Assignment =>
  armsOf(db, [account])(account, playbookId)

/** The arm of an account over all playbooks together. */
export const armFor = (db: ReadDb, account: Assignable): Arm => {
  const { heldBy } = assignmentOf(db, account, '')
  return heldBy === 'holdout' ? 'control' : 'treatment'
}
