import type { ApprovalNeed, ApprovalRules } from '../../../shared/intervention/approval.ts'
import { formatMoney } from '../../../shared/money.ts'

/** What decides whether a message needs a second person. */
export interface ApprovalFacts {
  /** How many interventions were started together with this one, itself included. */
  together: number
  /** Monthly value at stake of the issue. */
  value: { minor: number; currency: string }
  playbook: { version: number; approvedVersion: number }
  /** Somebody has approved a message of this very intervention before: that was for the whole run. */
  approvedBefore: boolean
}

/** Why a message needs a second person before it leaves, if it does. */
export function approvalReasons(facts: ApprovalFacts, rules: ApprovalRules): ApprovalNeed[] {
  if (facts.approvedBefore) return []
  const needs: ApprovalNeed[] = []
  const { together, value, playbook } = facts
  if (together > rules.bulkOver)
    needs.push({ reason: 'bulk', fact: `${together} were started together, more than ${rules.bulkOver}.` })
  const limit = rules.valueOver
  // What cannot be compared is shown to a person rather than let through.
  if (limit && value.minor > 0 && (value.currency !== limit.currency || value.minor > limit.minor)) {
    const over = value.currency === limit.currency ? 'more than' : 'not comparable with'
    needs.push({ reason: 'value', fact: `${formatMoney(value)} a month is at stake, ${over} ${formatMoney(limit)}.` })
  }
  if (rules.firstUse && playbook.version > playbook.approvedVersion)
    needs.push({ reason: 'first_use', fact: `Version ${playbook.version} of the playbook was never approved.` })
  return needs
}
