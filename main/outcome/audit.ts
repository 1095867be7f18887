import { z } from 'zod'
import { ok } from '../../shared/result.ts'
import { AUDIT_ANSWERS, AUDIT_KINDS, type AuditAnswer, type AuditKind } from '../../shared/review/audit.ts'
import { query, statement } from '../cache/db.ts'
import { defineCommand } from '../cache/journal.ts'
import { rowOf, uidOf } from '../cache/uid.ts'

const answerOf = (issue: number, kind: AuditKind) =>
  query<{ answer: AuditAnswer; chance: number }>(
    'SELECT answer, chance FROM audit_answer WHERE issue_id = ? AND kind = ?',
    [issue, kind],
  )

/**
 * A person says whether leaving an item alone was right. `chance`: the one with which the item was drawn, which the rate
 * needs and which no later data may change. `answer` null: nobody has said.
 */
export const answerAudit = defineCommand({
  name: 'audit.answer',
  args: z.strictObject({
    issue: uidOf('issue'),
    kind: z.enum(AUDIT_KINDS),
    chance: z.number().gt(0).max(1),
    answer: z.enum(AUDIT_ANSWERS).nullable(),
  }),
  apply: (tx, { issue, kind, chance, answer }, { actor, at }) => {
    const row = rowOf(tx, 'issue', issue)
    if (!row.ok) return row
    const before = tx.get(answerOf(row.value, kind))
    tx.run(
      answer === null
        ? statement('DELETE FROM audit_answer WHERE issue_id = ? AND kind = ?', [row.value, kind])
        : statement('INSERT OR REPLACE INTO audit_answer VALUES (?, ?, ?, ?, ?, ?)', [
            ...[row.value, kind, chance, answer],
            ...[actor, at],
          ]),
    )
    const undo = { issue, kind, chance: before?.chance ?? chance, answer: before?.answer ?? null }
    return ok({ value: null, undo: { command: 'audit.answer', args: undo } })
  },
})
