import type { Assignment } from '../../../../shared/intervention/arm.ts'
import { statement, type WriteDb } from '../../../cache/db.ts'

/** What a run begins with: a message, a fix, or something else such as a task or a wait. */
export type ExposedBy = 'message' | 'fix' | 'run'

/** A start, as comparisons of the arms need it. Times of the workspace, UTC ms. */
export interface NewExposure {
  interventionId: string
  accountId: number
  issueId: number
  triggerId: string
  playbookId: string
  playbookVersion: number
  assignment: Assignment
  origin: string
  actor: string
  assignedAt: number
  act: ExposedBy
  /** Where the run's first message is in the playbook's program; null where it has none. */
  position: number | null
  /** A second person has to release what the run begins with, or would have to. */
  needsApproval: boolean
  /** Why it is started although the account is held out; null where nobody said so. */
  overrideReason: string | null
  /** When the account would be written to, where it is held out. */
  dueAt: number | null
}

/**
 * Writes a start down in the arm that the account was assigned to. What begins with neither message nor fix differs from
 * the start on, in both arms; everything else when it leaves (`markExposed`) or would have left (`ghosts.ts`).
 */
export function keepExposure(tx: WriteDb, row: NewExposure): void {
  const { arm, heldBy, share } = row.assignment
  const atOnce = row.act === 'run'
  const isHeldOut = arm === 'control' && row.overrideReason === null
  tx.run(
    statement(
      `INSERT INTO exposure (intervention_id, account_id, issue_id, trigger_id, playbook_id, playbook_version, arm,
         held_by, share, origin, actor, assigned_at, act, position, exposed_at, ghost, approval, override_reason, due_at)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      [
        ...[row.interventionId, row.accountId, row.issueId, row.triggerId, row.playbookId, row.playbookVersion],
        ...[arm, heldBy, share, row.origin, row.actor, row.assignedAt, row.act, row.position],
        ...[atOnce ? row.assignedAt : null, Number(atOnce && isHeldOut), Number(row.needsApproval)],
        ...[row.overrideReason, atOnce || !isHeldOut ? null : row.dueAt],
      ],
    ),
  )
}

/** An outbox row passed its last check: the arms differ from now on, if it is the first one of its intervention. */
export const markExposed = (tx: WriteDb, { id, interventionId }: { id: number; interventionId: string }, at: number) =>
  tx.run(
    statement(
      `UPDATE exposure SET exposed_at = $at WHERE intervention_id = $intervention AND exposed_at IS NULL
         AND NOT EXISTS (SELECT 1 FROM outbox o WHERE o.intervention_id = $intervention AND o.id < $id)`,
      { at, intervention: interventionId, id },
    ),
  )
