import type { IssueReach } from '../../../shared/desk/reach.ts'
import type { Playbook } from '../../../shared/intervention/playbook.ts'
import type { ReadDb } from '../../cache/db.ts'
import { getPlaybook } from '../playbook/playbooks.ts'
import { ownPlaybooksOf, whyNoMessage } from './bulk-plan.ts'
import { type Go, type Planned, planMany } from './plan.ts'

/** Each start is judged as if it were the only one: a list is looked through, not started. */
const ALONE: Go = { together: 1, before: facts => facts, note: () => {} }

/**
 * What starting its own playbook would come to for each of some issues at `now`: preflight's answer, and the reason in
 * preflight's words. Issues that are gone, and those whose playbook is, are left out.
 */
export function reachMany(db: ReadDb, issueIds: readonly number[], now: number): IssueReach[] {
  const playbooks = new Map<string, Playbook | null>()
  const playbookOf = (id: string): Playbook | null => {
    const known = playbooks.get(id)
    if (known !== undefined) return known
    const found = getPlaybook(db, id)?.playbook ?? null
    playbooks.set(id, found)
    return found
  }
  return planMany(db, ownPlaybooksOf(db, issueIds), now, ALONE).flatMap(plan => {
    const playbook = playbookOf(plan.playbookId)
    return playbook ? [reachOf(db, plan, playbook, now)] : []
  })
}

function reachOf(db: ReadDb, plan: Planned, playbook: Playbook, now: number): IssueReach {
  const { leaves, at, because } = plan.decision
  const of = { issueId: plan.issueId, playbookId: plan.playbookId }
  const problem = leaves === 'refused' ? null : whyNoMessage(db, playbook, plan, now)
  if (problem !== null) return { ...of, reach: 'refused', at: null, why: problem }
  return { ...of, reach: leaves, at, why: because.map(({ fact }) => fact).join(' ') }
}
