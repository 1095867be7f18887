import type { OutcomeView } from '../../shared/model/outcome.ts'
import { DAY } from '../../shared/trigger/duration.ts'
import { type Condition, type Trigger, triggerSchema } from '../../shared/trigger/trigger.ts'
import type { Outcome } from '../../shared/vocabulary.ts'
import { query, type ReadDb, statement, type WriteDb } from '../cache/db.ts'
import { isStorage } from '../cache/failure.ts'
import { LEFT_AT } from '../cache/left.ts'
import { THEIRS } from '../cache/tickets.ts'
import type { Writer } from '../cache/writer.ts'
import { propose } from './propose.ts'

/** Whether a condition holds for an account at a moment (UTC ms), after a trigger's firing was answered at `since`. */
export type ConditionHolds = (
  condition: Condition,
  accountId: number,
  at: number,
  followed: { triggerId: string; since: number },
) => boolean

interface Pending {
  id: string
  accountId: number
  triggerId: string
  exposedAt: number
  windowEndsAt: number
  contactedAt: number | null
  metricMetAt: number | null
  churnedAt: number | null
  proposal: Outcome | null
  accountChurnedAt: number | null
  arm: 'treatment' | 'control'
  leftAt: number | null
}

const pending = query<Pending>(
  `SELECT c.intervention_id AS id, i.account_id AS accountId, i.trigger_id AS triggerId, i.exposed_at AS exposedAt,
     c.window_ends_at AS windowEndsAt, c.contacted_at AS contactedAt, c.metric_met_at AS metricMetAt,
     c.churned_at AS churnedAt, c.proposal, a.churned_at AS accountChurnedAt, i.arm, ${LEFT_AT} AS leftAt
   FROM outcome c INDEXED BY outcome_pending JOIN intervention i ON i.id = c.intervention_id
     JOIN account a ON a.id = i.account_id
   WHERE c.judged IS NULL AND i.recalled_at IS NULL`,
)

const firstTicket = (account: number, after: number, until: number) =>
  query<{ at: number | null }>(
    `SELECT min(o.opened_at) AS at FROM object o
     WHERE o.account_id = $account AND ${THEIRS} AND o.opened_at > $after AND o.opened_at <= $until`,
    { account, after, until },
  )

const firstChurn = (accountId: number, after: number, until: number) =>
  query<{ at: number | null }>(
    `SELECT min(at) AS at FROM event WHERE account_id = ? AND kind IN ('churn', 'churned') AND at > ? AND at <= ?`,
    [accountId, after, until],
  )

/** How much is written in one transaction: a person's decision never waits for more. */
const BATCH = 100
/** How long the loop runs before others get their turn, in ms. */
const TURN = 8

/**
 * Matches later tickets, churn and the success metric to every intervention that nobody has judged, and proposes its
 * outcome. Facts are read again each time, because data may arrive late. Returns how many proposals changed.
 */
export async function closeLoops(deps: {
  writer: Writer
  read: ReadDb
  now: number
  holds: ConditionHolds
}): Promise<{ changed: number }> {
  const { writer, read, now, holds } = deps
  const success = successConditions(read)
  const changed: Pending[] = []
  let since = performance.now()
  for (const row of read.all(pending)) {
    const after = unlessBroken(() => followed(read, row, success.get(row.triggerId), holds, now))
    if (after && differs(row, after)) changed.push(after)
    if (performance.now() - since > TURN) {
      await new Promise(resolve => setImmediate(resolve))
      since = performance.now()
    }
  }
  for (let from = 0; from < changed.length; from += BATCH)
    await writer.write('bulk', tx => {
      for (const row of changed.slice(from, from + BATCH)) save(tx, row)
    })
  return { changed: changed.length }
}

/** A bug about one outcome leaves that one to a person, who judges it by hand; the others are proposed. */
function unlessBroken<T>(look: () => T): T | null {
  try {
    return look()
  } catch (error) {
    if (isStorage(error)) throw error
    return null
  }
}

/** Nothing can follow from what has not left. */
const NOTHING = { contactedAt: null, metricMetAt: null, churnedAt: null, proposal: null }

function followed(
  read: ReadDb,
  row: Pending,
  success: Condition | undefined,
  holds: ConditionHolds,
  now: number,
): Pending {
  if (row.arm === 'treatment' && row.leftAt === null) return { ...row, ...NOTHING }
  const until = Math.min(now, row.windowEndsAt)
  const within = (at: number | null) => (at !== null && at > row.exposedAt && at <= until ? at : null)
  const churns = [
    within(row.accountChurnedAt),
    read.get(firstChurn(row.accountId, row.exposedAt, until))?.at ?? null,
  ].filter(at => at !== null)
  const known = {
    ...row,
    contactedAt: read.get(firstTicket(row.accountId, row.exposedAt, until))?.at ?? null,
    churnedAt: churns.length > 0 ? Math.min(...churns) : null,
    metricMetAt: within(row.metricMetAt) ?? (success ? metricMet(row, success, holds, until, now) : null),
  }
  return { ...known, proposal: propose(known, now) }
}

/**
 * When the metric came true. While the window runs, looking now is enough, because this runs again and again; when it
 * has closed unseen (a console that was off, a clock that jumped) each of its days is looked at, once.
 */
function metricMet(row: Pending, success: Condition, holds: ConditionHolds, until: number, now: number): number | null {
  const isMet = (at: number) => holds(success, row.accountId, at, { triggerId: row.triggerId, since: row.exposedAt })
  if (now < row.windowEndsAt) {
    // The first day belongs to the decision: what holds then was not brought about by it.
    return until >= row.exposedAt + DAY && isMet(until) ? until : null
  }
  if (row.proposal === 'quiet') return null
  for (let at = row.exposedAt + DAY; at < until; at += DAY) if (isMet(at)) return at
  return isMet(until) ? until : null
}

const successConditions = (read: ReadDb): Map<string, Trigger['success']> =>
  new Map(
    read
      .all(query<{ definition: string }>('SELECT definition FROM trigger'))
      .map(row => triggerSchema.parse(JSON.parse(row.definition)))
      .map(trigger => [trigger.id, trigger.success]),
  )

const differs = (a: Pending, b: Pending): boolean =>
  a.contactedAt !== b.contactedAt ||
  a.churnedAt !== b.churnedAt ||
  a.metricMetAt !== b.metricMetAt ||
  a.proposal !== b.proposal

function save(tx: WriteDb, { id, contactedAt, metricMetAt, churnedAt, proposal }: Pending): void {
  // A person may have judged it while it was looked at; theirs is the last word.
  tx.run(
    statement(
      `UPDATE outcome SET contacted_at = ?, metric_met_at = ?, churned_at = ?, proposal = ?
       WHERE intervention_id = ? AND judged IS NULL`,
      [contactedAt, metricMetAt, churnedAt, proposal, id],
    ),
  )
}

const PENDING = `AND c.judged IS NULL AND (i.arm = 'control' OR ${LEFT_AT} IS NOT NULL)`

const views = (where: string, order: string, params: { limit: number; offset: number }) =>
  query<OutcomeView>(
    `SELECT i.id AS interventionId, i.issue_id AS issueId, i.account_id AS accountId, a.name AS accountName,
       s.category, i.trigger_id AS triggerId, i.playbook_id AS playbookId, i.arm, i.exposed_at AS exposedAt,
       ${LEFT_AT} AS sentAt, c.window_ends_at AS windowEndsAt, c.contacted_at AS contactedAt,
       c.metric_met_at AS metricMetAt, c.churned_at AS churnedAt, c.proposal, c.judged, c.judged_by AS judgedBy,
       c.judged_at AS judgedAt
     FROM outcome c JOIN intervention i ON i.id = c.intervention_id JOIN issue s ON s.id = i.issue_id
       JOIN account a ON a.id = i.account_id
     WHERE i.recalled_at IS NULL ${where} ORDER BY ${order} LIMIT $limit OFFSET $offset`,
    params,
  )

/** Outcomes that nobody has judged of what left or was held out, those with a proposal first; or all, newest first. */
export const listOutcomes = (
  db: ReadDb,
  { pending: unjudged, offset, limit }: { pending: boolean; offset: number; limit: number },
): OutcomeView[] =>
  db.all(
    unjudged
      ? views(PENDING, 'c.proposal IS NULL, c.window_ends_at, c.intervention_id', { limit, offset })
      : views('', 'i.exposed_at DESC, i.id', { limit, offset }),
  )
