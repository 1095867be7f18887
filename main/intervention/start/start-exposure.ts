import type { ReadDb } from '../../cache/db.ts'
import type { Decision } from '../../cache/journal.ts'
import type { ExposedBy, NewExposure } from '../guard/arms/exposure.ts'
import type { Override } from '../guard/preflight.ts'
import { actionSetting } from '../message/actions.ts'
import type { PreparedStart } from './prepare.ts'

/** Which start it is, where it came from, and what the person set aside. */
interface StartedFrom {
  interventionId: string
  origin: string
  overrides: readonly Override[]
}

/** A start as comparisons of the arms need it. */
export function exposureOf(
  db: ReadDb,
  { interventionId, origin, overrides }: StartedFrom,
  prepared: PreparedStart,
  { at, actor, triggerId }: Pick<Decision, 'at' | 'actor'> & { triggerId: string },
): NewExposure {
  const { issue, playbook, playbookVersion, assignment, outreach } = prepared
  const isOverridden = assignment.arm === 'control' && prepared.decision.leaves !== 'held_out'
  return {
    ...{ interventionId, accountId: issue.accountId, issueId: issue.id, triggerId },
    ...{ playbookId: playbook.id, playbookVersion, assignment, origin, actor, assignedAt: at },
    act: actOf(prepared),
    position: outreach?.position ?? null,
    needsApproval: needsApproval(db, prepared),
    overrideReason: isOverridden ? (overrides.find(({ check }) => check === 'arm')?.reason ?? null) : null,
    dueAt: at,
  }
}

const ACTS: Partial<Record<PreparedStart['firstAct'], ExposedBy>> = { outreach: 'message', resolution: 'fix' }
const actOf = ({ firstAct }: PreparedStart): ExposedBy => ACTS[firstAct] ?? 'run'

function needsApproval(db: ReadDb, { firstAct, fixFirst, decided }: PreparedStart): boolean {
  if (firstAct === 'outreach') return decided.needs.length > 0
  return fixFirst !== null && actionSetting(db, fixFirst.action)?.autoApprove !== true
}
