import { z } from 'zod'
import { type ApprovalView, approvalNeedSchema } from '../../../shared/intervention/approval.ts'
import { headline, outgoingOf } from '../../../shared/outbox/outgoing.ts'
import { query, type ReadDb } from '../../cache/db.ts'

type ApprovalRow = Omit<ApprovalView, 'needs' | 'subject' | 'to'> & { needs: string; payload: string }

/** The page is found by its order first; what is shown of a message is read for its rows alone. */
const approvalRows = (answered: boolean, batchId: string | undefined, offset: number, limit: number) => {
  const order = `p.asked_at ${answered ? 'DESC' : ''}, p.outbox_id`
  const wanted = answered
    ? 'p.answer IS NOT NULL'
    : "p.answer IS NULL AND EXISTS (SELECT 1 FROM outbox h INDEXED BY outbox_held WHERE h.id = p.outbox_id AND h.state = 'held')"
  return query<ApprovalRow>(
    `WITH page AS MATERIALIZED (SELECT p.outbox_id FROM ${
      batchId === undefined
        ? `approval p INDEXED BY ${answered ? 'approval_answered' : 'approval_open'}`
        : `intervention i INDEXED BY intervention_batch CROSS JOIN outbox o INDEXED BY outbox_intervention
             ON o.intervention_id = i.id CROSS JOIN approval p ON p.outbox_id = o.id`
    } WHERE ${wanted} ${batchId === undefined ? '' : 'AND i.batch_id = $batchId'}
       ORDER BY ${order} LIMIT $limit OFFSET $offset)
     SELECT p.outbox_id AS outboxId, i.id AS interventionId, i.batch_id AS batchId, i.issue_id AS issueId,
       i.account_id AS accountId, a.name AS accountName, i.playbook_id AS playbookId, o.payload, p.reasons AS needs,
       p.asked_by AS askedBy, p.asked_at AS askedAt, p.answer, p.answered_by AS answeredBy,
       p.answered_at AS answeredAt, p.note
     FROM page CROSS JOIN approval p ON p.outbox_id = page.outbox_id CROSS JOIN outbox o ON o.id = p.outbox_id
       CROSS JOIN intervention i ON i.id = o.intervention_id CROSS JOIN account a ON a.id = i.account_id
     ORDER BY ${order}`,
    { limit, offset, ...(batchId === undefined ? {} : { batchId }) },
  )
}

/** Messages that wait for a second person, oldest first; or those that were answered, newest first. */
export const listApprovals = (
  db: ReadDb,
  {
    answered,
    batchId,
    offset,
    limit,
  }: { answered: boolean; batchId?: string | undefined; offset: number; limit: number },
): ApprovalView[] =>
  db.all(approvalRows(answered, batchId, offset, limit)).map(({ needs, payload, ...row }) => ({
    ...row,
    ...headline(outgoingOf(payload)),
    needs: z.array(approvalNeedSchema).parse(JSON.parse(needs)),
  }))
