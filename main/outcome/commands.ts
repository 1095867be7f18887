import { z } from 'zod'
import { outcomeSchema } from '../../shared/model/outcome.ts'
import { ms } from '../../shared/model/values.ts'
import { fail, ok, type Result } from '../../shared/result.ts'
import { ISSUE_STATES, type IssueState, type Outcome } from '../../shared/vocabulary.ts'
import { query, type ReadDb, statement, type WriteDb } from '../cache/db.ts'
import { type Applied, defineCommand } from '../cache/journal.ts'
import { answerAudit } from './audit.ts'
import { judgeTicket } from './tickets.ts'

/** What a judgement changes: the outcome's own columns, and the life of its issue. */
const imageSchema = z.object({
  judged: outcomeSchema.nullable(),
  judgedBy: z.string().nullable(),
  judgedAt: ms.nullable(),
  /** What a late fact had reopened before; a judgement answers it. */
  reopenedAt: ms.nullable().default(null),
  reopenedFrom: outcomeSchema.nullable().default(null),
  issue: z.object({
    state: z.enum(ISSUE_STATES),
    closedAt: ms.nullable(),
    closedBecause: z.string().nullable(),
    version: z.int(),
  }),
})
type Image = z.infer<typeof imageSchema>

interface Row {
  issueId: number
  recalledAt: number | null
  judged: Outcome | null
  judgedBy: string | null
  judgedAt: number | null
  reopenedAt: number | null
  reopenedFrom: Outcome | null
  state: IssueState
  closedAt: number | null
  closedBecause: string | null
  version: number
}

const outcomeRow = (id: string) =>
  query<Row>(
    `SELECT i.issue_id AS issueId, i.recalled_at AS recalledAt, c.judged, c.judged_by AS judgedBy,
       c.judged_at AS judgedAt, c.reopened_at AS reopenedAt, c.reopened_from AS reopenedFrom, s.state, s.closed_at AS closedAt, s.closed_because AS closedBecause, s.version
     FROM outcome c JOIN intervention i ON i.id = c.intervention_id JOIN issue s ON s.id = i.issue_id
     WHERE c.intervention_id = ?`,
    [id],
  )

const UNCHANGED = 'The outcome was not changed.'

/** A person confirms or corrects what followed; the issue is over. */
export const confirmOutcome = defineCommand({
  name: 'outcome.confirm',
  args: z.object({ interventionId: z.string(), outcome: outcomeSchema }),
  apply: (tx, { interventionId, outcome }, { actor, at }) => {
    const row = find(tx, interventionId)
    if (!row.ok) return row
    const { issueId, state, version } = row.value
    const closing = state !== 'closed'
    return replace(tx, interventionId, issueId, row.value, {
      judged: outcome,
      judgedBy: actor,
      judgedAt: at,
      reopenedAt: null,
      reopenedFrom: null,
      issue: closing
        ? { state: 'closed', closedAt: at, closedBecause: `outcome:${outcome}`, version: version + 1 }
        : { ...imageOf(row.value).issue, closedBecause: becauseOf(row.value, outcome) },
    })
  },
})

/** A corrected judgement corrects why the issue was closed, if it was closed by a judgement. */
const becauseOf = ({ closedBecause }: Row, outcome: Outcome): string | null =>
  closedBecause?.startsWith('outcome:') ? `outcome:${outcome}` : closedBecause

/** The way back of a judgement. */
export const restoreOutcome = defineCommand({
  name: 'outcome.restore',
  args: z.object({ interventionId: z.string(), at: z.int(), before: imageSchema }),
  apply: (tx, { interventionId, at, before }) => {
    const row = find(tx, interventionId)
    if (!row.ok) return row
    if (row.value.version !== at)
      return fail('conflict', UNCHANGED, 'The issue has changed since.', 'Reload the issue and try again.')
    if (before.issue.state !== 'closed' && hasRival(tx, row.value.issueId))
      return fail(
        'conflict',
        UNCHANGED,
        'The problem came back and has a newer issue.',
        'Work on the newer issue, or correct the outcome instead.',
      )
    return replace(tx, interventionId, row.value.issueId, row.value, before)
  },
})

function find(db: ReadDb, id: string): Result<Row> {
  const row = db.get(outcomeRow(id))
  if (row && row.recalledAt === null) return ok(row)
  return fail('not_found', UNCHANGED, 'The intervention does not exist or was recalled.', 'Reload the queue.')
}

const imageOf = ({ state, closedAt, closedBecause, version, ...row }: Row): Image => ({
  ...{ judged: row.judged, judgedBy: row.judgedBy, judgedAt: row.judgedAt },
  ...{ reopenedAt: row.reopenedAt, reopenedFrom: row.reopenedFrom },
  issue: { state, closedAt, closedBecause, version },
})

function replace(tx: WriteDb, id: string, issueId: number, row: Row, after: Image): Result<Applied<null>> {
  const { state, closedAt, closedBecause, version } = after.issue
  tx.run(
    statement(
      `UPDATE outcome SET judged = ?, judged_by = ?, judged_at = ?, reopened_at = ?, reopened_from = ?
       WHERE intervention_id = ?`,
      [after.judged, after.judgedBy, after.judgedAt, after.reopenedAt, after.reopenedFrom, id],
    ),
  )
  tx.run(
    statement('UPDATE issue SET state = ?, closed_at = ?, closed_because = ?, version = ? WHERE id = ?', [
      state,
      closedAt,
      closedBecause,
      version,
      issueId,
    ]),
  )
  const undo = { interventionId: id, at: version, before: imageOf(row) }
  return ok({ value: null, undo: { command: 'outcome.restore', args: undo } })
}

const hasRival = (db: ReadDb, issueId: number): boolean =>
  db.get(
    query(
      `SELECT 1 FROM issue own JOIN issue other ON other.account_id = own.account_id AND other.category = own.category
       WHERE own.id = ? AND other.id <> own.id AND other.state <> 'closed'`,
      [issueId],
    ),
  ) !== undefined

/** Every decision of this stage. */
export const outcomeCommands = [confirmOutcome, restoreOutcome, judgeTicket, answerAudit]
