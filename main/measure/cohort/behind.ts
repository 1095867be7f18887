import type { BehindAsk, BehindRow } from '../../../shared/review/behind.ts'
import { THEIRS } from '../../cache/asked/tickets.ts'
import { type Query, query, type ReadDb } from '../../cache/db.ts'
import { WEEK } from '../figures/weeks.ts'
import { CLOSED_BY_PERSON, FOUND_BY } from '../figures/work.ts'
import type { Moment } from '../moment.ts'
import { bounds } from './read-starts.ts'

interface Page {
  offset: number
  limit: number
}

type Of<Kind extends BehindAsk['of']> = Extract<BehindAsk, { of: Kind }>

function dismissed({ triggerId, falseOnly, ...period }: Of<'dismissed'>, page: Page): Query<BehindRow> {
  return query(
    `SELECT s.account_id AS accountId, a.name AS accountName, s.id AS issueId, s.closed_at AS at, s.closed_because AS what
     FROM issue s JOIN account a ON a.id = s.account_id
     WHERE s.state = 'closed' AND s.closed_at >= $from AND s.closed_at < $to AND ${CLOSED_BY_PERSON}
       AND ifnull(${FOUND_BY}, '') = $trigger ${falseOnly ? `AND s.closed_because LIKE '%false_positive'` : ''}
     ORDER BY s.closed_at DESC, s.id LIMIT $limit OFFSET $offset`,
    { ...bounds(period), trigger: triggerId, ...page },
  )
}

/** Issues and messages of an age: opened or queued up to `least` ms ago, and no longer ago than `most`. */
function waiting({ of, state, least, most }: Of<'queue' | 'outbox'>, moment: Moment, page: Page): Query<BehindRow> {
  const [now, at] = of === 'queue' ? [moment.now, 's.opened_at'] : [moment.wall, 'o.queued_at']
  const from = of === 'queue' ? 'issue s' : 'outbox o INDEXED BY outbox_state JOIN issue s ON s.id = o.issue_id'
  const own = of === 'queue' ? 's.state' : 'o.state'
  return query(
    `SELECT s.account_id AS accountId, a.name AS accountName, s.id AS issueId, ${at} AS at, ${own} AS what
     FROM ${from} JOIN account a ON a.id = s.account_id
     WHERE ${own} = $state AND ${at} <= $until AND ${at} > $after ORDER BY ${at}, s.id LIMIT $limit OFFSET $offset`,
    {
      state,
      until: least === 0 ? Number.MAX_SAFE_INTEGER : now - least,
      after: most === undefined ? -1 : now - most,
      ...page,
    },
  )
}

/** The arm of an account's first start in the period, where that start was before the week. */
const ARM = `(SELECT iif(e.assigned_at < $at, e.arm, NULL) FROM exposure e INDEXED BY exposure_account
  JOIN intervention i ON i.id = e.intervention_id WHERE e.account_id = a.id AND e.assigned_at >= $from
  AND e.assigned_at < $to AND i.recalled_at IS NULL ORDER BY e.assigned_at LIMIT 1)`

function ofWeek({ at, arm, ...period }: Of<'week'>, page: Page): Query<BehindRow> {
  const asked = { at, end: at + WEEK, ...page }
  return query(
    `SELECT a.id AS accountId, a.name AS accountName, NULL AS issueId, o.opened_at AS at, 'ticket' AS what
     FROM account a CROSS JOIN object o INDEXED BY object_account
       ON o.account_id = a.id AND o.kind = 'ticket' AND o.opened_at >= $at AND o.opened_at < $end
     WHERE a.merged_into IS NULL AND ${THEIRS} AND (a.signed_up_at IS NULL OR a.signed_up_at <= $at)
       AND (a.churned_at IS NULL OR a.churned_at >= $end) ${arm === 'all' ? '' : `AND ${ARM} = $arm`}
     ORDER BY o.opened_at, o.id LIMIT $limit OFFSET $offset`,
    arm === 'all' ? asked : { ...asked, ...bounds(period), arm },
  )
}

/** The issues, messages or tickets behind a figure, page by page. */
export function rowsBehind(db: ReadDb, wanted: BehindAsk, moment: Moment, page: Page): BehindRow[] {
  switch (wanted.of) {
    case 'dismissed':
      return db.all(dismissed(wanted, page))
    case 'week':
      return db.all(ofWeek(wanted, page))
    default:
      return db.all(waiting(wanted, moment, page))
  }
}
