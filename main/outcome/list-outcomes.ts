import type { OutcomeDetail } from '../../shared/model/outcome.ts'
import { query, type ReadDb } from '../cache/db.ts'
import { LEFT_AT } from '../cache/left.ts'

const PENDING = `AND (c.judged IS NULL OR c.reopened_at IS NOT NULL)
  AND (i.arm = 'control' OR c.proposal IS NOT NULL OR ${LEFT_AT} IS NOT NULL)`

const views = (where: string, order: string, params: { limit: number; offset: number }) =>
  query<OutcomeDetail>(
    `SELECT i.id AS interventionId, i.issue_id AS issueId, i.account_id AS accountId, a.name AS accountName,
       s.category, i.trigger_id AS triggerId, i.playbook_id AS playbookId, i.arm, i.exposed_at AS exposedAt,
       ${LEFT_AT} AS sentAt, c.window_ends_at AS windowEndsAt, c.contacted_at AS contactedAt,
       c.metric_met_at AS metricMetAt, c.churned_at AS churnedAt, c.proposal, c.judged, c.judged_by AS judgedBy,
       c.judged_at AS judgedAt, c.induced_at AS inducedAt, c.induced_by AS inducedBy, c.reopened_at AS reopenedAt,
       c.reopened_from AS reopenedFrom
     FROM outcome c JOIN intervention i ON i.id = c.intervention_id JOIN issue s ON s.id = i.issue_id
       JOIN account a ON a.id = i.account_id
     WHERE i.recalled_at IS NULL ${where} ORDER BY ${order} LIMIT $limit OFFSET $offset`,
    params,
  )

/** Outcomes that nobody has judged of what left or was held out, those with a proposal first; or all, newest first. */
export const listOutcomes = (
  db: ReadDb,
  { pending: unjudged, offset, limit }: { pending: boolean; offset: number; limit: number },
): OutcomeDetail[] =>
  db.all(
    unjudged
      ? views(PENDING, 'c.proposal IS NULL, c.window_ends_at, c.intervention_id', { limit, offset })
      : views('', 'i.exposed_at DESC, i.id', { limit, offset }),
  )
