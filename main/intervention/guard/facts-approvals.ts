import { z } from 'zod'
import { approvalNeedSchema } from '../../../shared/intervention/approval.ts'
import type { Guardrails } from '../../../shared/model/guardrails.ts'
import type { ReadDb } from '../../cache/db.ts'
import { approvalReasons } from './approvals.ts'
import { asked, byKey, list } from './facts-keys.ts'
import { approvalsOf, approvedBefore, approvedVersions, valuesOf } from './facts-sql.ts'
import type { Facts } from './preflight.ts'
import type { Question } from './question.ts'

const needsSchema = z.array(approvalNeedSchema)
const NO_APPROVAL: Facts['approval'] = { needs: [], answer: null }

/** For a queued message, what was asked and answered; for a planned one, what would have to be asked. */
export function approvalFacts(
  db: ReadDb,
  questions: readonly Question[],
  rules: Guardrails,
): (question: Question) => Facts['approval'] {
  const ids = list(questions.flatMap(({ self, asks }) => (self && !asks ? self.outboxId : [])))
  const queued = byKey(asked(db, ids, approvalsOf), row => row.id)
  const planned = questions.filter(({ asks }) => asks !== undefined)
  const values = byKey(asked(db, list(planned.map(({ issue }) => issue.id)), valuesOf), row => row.id)
  const versions = new Map(planned.length === 0 ? [] : db.kept(approvedVersions).map(row => [row.id, row.version]))
  const runs = list(planned.flatMap(({ asks }) => asks?.interventionId ?? []))
  const before = new Set(asked(db, runs, approvedBefore).map(row => row.id))
  const ofQueued = (id: number): Facts['approval'] => {
    const row = queued.get(id)
    if (!row) return NO_APPROVAL
    const { said, by, at } = row
    const answer = said !== null && by !== null && at !== null ? { said, by, at } : null
    return { needs: needsSchema.parse(JSON.parse(row.reasons)), answer }
  }
  return ({ self, asks, issue, playbookId }) => {
    if (!asks) return self ? ofQueued(self.outboxId) : NO_APPROVAL
    const { minor, currency } = values.get(issue.id) ?? { minor: 0, currency: 'EUR' }
    const facts = {
      together: asks.together,
      value: { minor, currency },
      playbook: { version: asks.playbookVersion, approvedVersion: versions.get(playbookId) ?? 0 },
      approvedBefore: asks.interventionId !== undefined && before.has(asks.interventionId),
    }
    return { needs: approvalReasons(facts, rules.approvals), answer: null }
  }
}
