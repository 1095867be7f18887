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

/** SQL: whose the row is, and what opens it. `a`: the account; `s`: the issue. */
const OF_ACCOUNT = 'a.id AS accountId, a.name AS accountName'
const OF_ISSUE = `${OF_ACCOUNT}, s.id AS issueId`

function dismissed({ triggerId, falseOnly, ...period }: Of<'dismissed'>, page: Page): Query<BehindRow> {
  return query(
    `SELECT ${OF_ISSUE}, s.closed_at AS at, s.closed_because AS what, NULL AS tookMs
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
    `SELECT ${OF_ISSUE}, ${at} AS at, ${own} AS what, NULL AS tookMs
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
    `SELECT ${OF_ACCOUNT}, NULL AS issueId, o.opened_at AS at, 'ticket' AS what, NULL AS tookMs
     FROM account a CROSS JOIN object o INDEXED BY object_account
       ON o.account_id = a.id AND o.kind = 'ticket' AND o.opened_at >= $at AND o.opened_at < $end
     WHERE a.merged_into IS NULL AND ${THEIRS} AND (a.signed_up_at IS NULL OR a.signed_up_at <= $at)
       AND (a.churned_at IS NULL OR a.churned_at >= $end) ${arm === 'all' ? '' : `AND ${ARM} = $arm`}
     ORDER BY o.opened_at, o.id LIMIT $limit OFFSET $offset`,
    arm === 'all' ? asked : { ...asked, ...bounds(period), arm },
  )
}

/** Starts as the review counts them: with an outcome, and not recalled. */
const STARTED = `exposure e CROSS JOIN intervention i ON i.id = e.intervention_id AND i.recalled_at IS NULL
  CROSS JOIN outcome c ON c.intervention_id = e.intervention_id CROSS JOIN issue s ON s.id = e.issue_id
  CROSS JOIN account a ON a.id = e.account_id`

function ofPerson({ of, actor, ...period }: Of<'claimed' | 'started' | 'confirmed'>, page: Page): Query<BehindRow> {
  if (of === 'claimed')
    return query(
      `SELECT ${OF_ISSUE}, s.opened_at AS at, s.state AS what, NULL AS tookMs
       FROM issue s INDEXED BY issue_queue_claim CROSS JOIN account a ON a.id = s.account_id
       WHERE s.state = 'open' AND s.claimed_by = $actor ORDER BY s.priority DESC, s.id LIMIT $limit OFFSET $offset`,
      { actor, ...page },
    )
  const asked = { ...bounds(period), actor, ...page }
  if (of === 'started')
    return query(
      `SELECT ${OF_ISSUE}, e.assigned_at AS at, e.arm AS what, NULL AS tookMs FROM ${STARTED}
       WHERE e.assigned_at >= $from AND e.assigned_at < $to AND e.actor = $actor
       ORDER BY e.assigned_at DESC, e.intervention_id LIMIT $limit OFFSET $offset`,
      asked,
    )
  return query(
    `SELECT ${OF_ISSUE}, c.judged_at AS at, 'outcome:' || c.judged AS what, NULL AS tookMs
     FROM outcome c INDEXED BY outcome_judged CROSS JOIN intervention i ON i.id = c.intervention_id
       CROSS JOIN issue s ON s.id = i.issue_id CROSS JOIN account a ON a.id = i.account_id
     WHERE c.judged IS NOT NULL AND c.judged_at >= $from AND c.judged_at < $to AND c.judged_by = $actor
     ORDER BY c.judged_at DESC, c.intervention_id LIMIT $limit OFFSET $offset`,
    asked,
  )
}

/** The slowest first: they are what a median hides. */
function resolved({ by, ...period }: Of<'resolved'>, page: Page): Query<BehindRow> {
  const asked = { ...bounds(period), ...page }
  if (by === 'us')
    return query(
      `SELECT DISTINCT ${OF_ISSUE}, s.closed_at AS at, 'resolved' AS what,
         s.closed_at - s.opened_at AS tookMs FROM ${STARTED}
       WHERE e.assigned_at >= $from AND e.assigned_at < $to AND e.arm = 'treatment' AND e.exposed_at IS NOT NULL
         AND s.closed_at IS NOT NULL ORDER BY tookMs DESC, s.id LIMIT $limit OFFSET $offset`,
      asked,
    )
  return query(
    `SELECT ${OF_ACCOUNT}, NULL AS issueId, o.closed_at AS at, 'ticket' AS what,
       o.closed_at - o.opened_at AS tookMs
     FROM account a CROSS JOIN object o INDEXED BY object_account
       ON o.account_id = a.id AND o.kind = 'ticket' AND o.opened_at >= $from AND o.opened_at < $to
     WHERE a.merged_into IS NULL AND ${THEIRS} AND o.closed_at IS NOT NULL
     ORDER BY tookMs DESC, o.id LIMIT $limit OFFSET $offset`,
    asked,
  )
}

/** The issues, messages or tickets behind a figure, page by page. */
export function rowsBehind(db: ReadDb, wanted: BehindAsk, moment: Moment, page: Page): BehindRow[] {
  switch (wanted.of) {
    case 'dismissed':
      return db.all(dismissed(wanted, page))
    case 'week':
      return db.all(ofWeek(wanted, page))
    case 'claimed':
    case 'started':
    case 'confirmed':
      return db.all(ofPerson(wanted, page))
    case 'resolved':
      return db.all(resolved(wanted, page))
    default:
      return db.all(waiting(wanted, moment, page))
  }
}
