import { z } from 'zod'
import {
  UNSENT_ENDINGS,
  type Unsent,
  type UnsentCounts,
  type UnsentEnding,
  type UnsentFilter,
  unsentReasonSchema,
} from '../../../../shared/intervention/unsent.ts'
import type { Period } from '../../../../shared/period.ts'
import type { Check } from '../../../../shared/vocabulary.ts'
import { query, type ReadDb } from '../../../cache/db.ts'

// A message that was refused and then put back in line is one that waits again, or has left.
const STILL = `NOT EXISTS (SELECT 1 FROM outbox o WHERE o.intervention_id = u.intervention_id AND o.step = u.step
  AND o.kind = 'message' AND o.state IN ('held', 'waiting', 'sending', 'unsure', 'sent'))`
// What somebody has accepted as gone is on nobody's list.
const LISTED = 'u.accepted_in IS NULL'
const NAMED = "EXISTS (SELECT 1 FROM json_each(u.because) r WHERE json_extract(r.value, '$.check') = $check)"

/** A moment in a period: bound rather than left out, so that counting is one statement. */
const WITHIN = 'u.at >= $from AND u.at < $to'
const bounds = ({ from, to }: Period) => ({ from: from ?? 0, to: to ?? Number.MAX_SAFE_INTEGER })

const unsentRows = ({ accountId, check, ended, ...period }: UnsentFilter, offset: number, limit: number) =>
  query<Omit<Unsent, 'because'> & { because: string }>(
    `SELECT u.id, u.at, u.stage, u.ended, u.intervention_id AS interventionId, u.issue_id AS issueId,
       u.account_id AS accountId, a.name AS accountName, u.playbook_id AS playbookId, u.channel, u.recipient, u.actor,
       u.because
     FROM unsent u JOIN account a ON a.id = u.account_id
     WHERE ${WITHIN} AND ${LISTED} AND ${STILL}
       ${accountId === undefined ? '' : 'AND u.account_id = $accountId'}
       ${ended === undefined ? '' : 'AND u.ended = $ended'} ${check === undefined ? '' : `AND ${NAMED}`}
     ORDER BY u.at DESC, u.id DESC LIMIT $limit OFFSET $offset`,
    {
      ...{ limit, offset },
      ...bounds(period),
      ...(accountId === undefined ? {} : { accountId }),
      ...(ended === undefined ? {} : { ended }),
      ...(check === undefined ? {} : { check }),
    },
  )

/** Messages that were planned and did not leave, newest first, each with why. */
export const listUnsent = (db: ReadDb, filter: UnsentFilter & { offset: number; limit: number }): Unsent[] =>
  db
    .all(unsentRows(filter, filter.offset, filter.limit))
    .map(row => ({ ...row, because: z.array(unsentReasonSchema).parse(JSON.parse(row.because)) }))

const endings = (period: Period) =>
  query<{ ended: UnsentEnding; n: number }>(
    `SELECT u.ended, count(*) AS n FROM unsent u WHERE ${WITHIN} AND ${LISTED} AND ${STILL} GROUP BY u.ended`,
    bounds(period),
  )

const checks = (period: Period) =>
  query<{ check: Check; n: number }>(
    `SELECT json_extract(r.value, '$.check') AS "check", count(*) AS n FROM unsent u, json_each(u.because) r
     WHERE ${WITHIN} AND ${LISTED} AND ${STILL} AND json_extract(r.value, '$.check') IS NOT NULL GROUP BY 1 ORDER BY n DESC, 1`,
    bounds(period),
  )

/** How many did not leave in a period, by ending and by check; a message with two reasons counts for both. */
export function countUnsent(db: ReadDb, period: Period): UnsentCounts {
  const sums = Object.fromEntries(UNSENT_ENDINGS.map(ending => [ending, 0])) as Record<UnsentEnding, number>
  for (const { ended, n } of db.all(endings(period))) sums[ended] += n
  const total = Object.values(sums).reduce((sum, n) => sum + n, 0)
  return { from: period.from ?? null, to: period.to ?? null, total, endings: sums, checks: db.all(checks(period)) }
}
