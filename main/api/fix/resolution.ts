import type { ResolutionView } from '../../../shared/outbox/action-manifest.ts'
import { headline, outgoingOf } from '../../../shared/outbox/outgoing.ts'
import { query } from '../../cache/db.ts'
import { judgeResolution } from '../../intervention/door.ts'
import { api, journalled } from '../whole/context.ts'

interface Row extends Omit<ResolutionView, 'title' | 'before' | 'after'> {
  payload: string
  before: string
  after: string | null
}
const resolutions = (issueId: number | undefined, limit: number, offset: number) =>
  query<Row>(
    `SELECT r.outbox_id AS outboxId, r.intervention_id AS interventionId, r.issue_id AS issueId,
       r.account_id AS accountId, a.name AS accountName, r.action, r.target, o.state, o.why, o.payload,
       r.evidence_before AS before, r.evidence_after AS after, coalesce(r.applied_at, o.sent_at) AS appliedAt, r.verdict,
       r.judged_at AS judgedAt
     FROM resolution r JOIN outbox o ON o.id = r.outbox_id JOIN account a ON a.id = r.account_id
     ${issueId === undefined ? '' : 'WHERE r.issue_id = $issue'} ORDER BY r.outbox_id DESC LIMIT $limit OFFSET $offset`,
    { limit, offset, ...(issueId === undefined ? {} : { issue: issueId }) },
  )

export const resolution = {
  list: api.resolution.list.handler(({ context: { engine }, input }) =>
    engine.read
      .all(resolutions(input.issueId, input.limit, input.offset))
      .map(({ payload, before, after, ...row }) => ({
        ...row,
        title: headline(outgoingOf(payload)).subject,
        before: JSON.parse(before),
        after: after === null ? null : JSON.parse(after),
      })),
  ),
  judge: api.resolution.judge.handler(({ context: { engine }, input }) =>
    journalled(engine.decide(judgeResolution, input)),
  ),
}
