import { createHash } from 'node:crypto'
import type { OutcomeView } from '../../shared/model/outcome.ts'
import { DAY } from '../../shared/trigger/duration.ts'
import { type Condition, type Trigger, triggerSchema } from '../../shared/trigger/trigger.ts'
import type { Outcome } from '../../shared/vocabulary.ts'
import { query, type ReadDb, statement, type WriteDb } from '../cache/db.ts'
import { isStorage } from '../cache/failure.ts'
import { LEFT_AT } from '../cache/left.ts'
import { THEIRS } from '../cache/tickets.ts'
import type { Writer } from '../cache/writer.ts'
import { claimOutcomes, dueOutcomes, lastOutcomeLook, outcomeDueAgain, rememberOutcomeLook, unjudged } from './due.ts'
import { propose } from './propose.ts'

/**
 * Whether a condition holds for an account at a moment, after a trigger's firing was answered at `since`, and until when
 * no more than new data can change that. UTC ms.
 */
export type ConditionHolds = (
  condition: Condition,
  accountId: number,
  at: number,
  followed: { triggerId: string; since: number },
) => { holds: boolean; until: number | null }

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

const pendingOf = (ids: string) =>
  query<Pending>(
    `SELECT c.intervention_id AS id, i.account_id AS accountId, i.trigger_id AS triggerId, i.exposed_at AS exposedAt,
     c.window_ends_at AS windowEndsAt, c.contacted_at AS contactedAt, c.metric_met_at AS metricMetAt,
     c.churned_at AS churnedAt, c.proposal, a.churned_at AS accountChurnedAt, i.arm, ${LEFT_AT} AS leftAt
   FROM json_each(?) j CROSS JOIN outcome c ON c.intervention_id = j.value
     JOIN intervention i ON i.id = c.intervention_id JOIN account a ON a.id = i.account_id
   WHERE c.judged IS NULL AND i.recalled_at IS NULL`,
    [ids],
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

/** Outcomes that are looked at together: what is written in one transaction, so that a person's decision never waits for more. */
const BATCH = 100
/** How long the loop runs before others get their turn, in ms. */
const TURN = 8

/**
 *   due ─▶ claim (due now) ─▶ read what followed ─▶ outcome, and when to look again
 *
 * Matches later tickets, churn and the success metric to the interventions that nobody has judged and that are due
 * (`outcome_due`), and proposes their outcomes; to all of them when `everybody` is asked for, a trigger's success
 * condition has changed or the clock was set back. Returns how many proposals changed.
 *
 * A claim says that somebody looks. What changes meanwhile sets the time to 0 again, and is seen by the next run.
 */
export async function closeLoops(deps: {
  writer: Writer
  read: ReadDb
  now: number
  everybody?: boolean
  holds: ConditionHolds
}): Promise<{ changed: number }> {
  const { writer, read, now, holds } = deps
  const success = successConditions(read)
  const by = {
    at: now,
    mark: createHash('sha256')
      .update(JSON.stringify([...success]))
      .digest('base64url'),
  }
  const before = lastOutcomeLook(read)
  const everybody = deps.everybody || before?.mark !== by.mark || now < before.at
  const ids = read.all(everybody ? unjudged : dueOutcomes(now)).map(({ id }) => id)
  let changed = 0
  const pause = breather()
  for (let from = 0; from < ids.length; from += BATCH) {
    const batch = JSON.stringify(ids.slice(from, from + BATCH))
    await writer.write('bulk', tx => tx.run(claimOutcomes(batch, now)))
    const looked: Looked[] = []
    for (const row of read.all(pendingOf(batch))) {
      looked.push(look(read, row, success.get(row.triggerId), holds, now))
      await pause()
    }
    changed += await writer.write('bulk', tx => looked.filter(one => save(tx, one, now)).length)
  }
  if (everybody || before?.at !== now) await writer.write('bulk', tx => rememberOutcomeLook(tx, by))
  return { changed }
}

/** Lets others have their turn now and then. */
function breather(): () => Promise<void> {
  let since = performance.now()
  return async () => {
    if (performance.now() - since <= TURN) return
    await new Promise(resolve => setImmediate(resolve))
    since = performance.now()
  }
}

/** What was found out about one outcome, and when to look again; null: when something has changed. */
interface Looked {
  before: Pending
  after: Pending
  nextAt: number | null
}

function look(read: ReadDb, row: Pending, success: Condition | undefined, holds: ConditionHolds, now: number): Looked {
  const again: number[] = []
  const after = unlessBroken(() => followed(read, row, success, holds, now, at => void again.push(at)))
  // Nothing follows from what has not left, until it leaves.
  if (after && hasNotLeft(row)) return { before: row, after, nextAt: null }
  return { before: row, after: after ?? row, nextAt: Math.min(now + DAY, ...again.filter(at => at > now)) }
}

const hasNotLeft = ({ arm, leftAt }: Pending): boolean => arm === 'treatment' && leftAt === null

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
  lookAt: (at: number) => void,
): Pending {
  if (hasNotLeft(row)) return { ...row, ...NOTHING }
  const until = Math.min(now, row.windowEndsAt)
  const within = (at: number | null) => (at !== null && at > row.exposedAt && at <= until ? at : null)
  const churns = [
    within(row.accountChurnedAt),
    read.get(firstChurn(row.accountId, row.exposedAt, until))?.at ?? null,
  ].filter(at => at !== null)
  for (const at of foreseen(read, row, now)) lookAt(at)
  const known = {
    ...row,
    contactedAt: read.get(firstTicket(row.accountId, row.exposedAt, until))?.at ?? null,
    churnedAt: churns.length > 0 ? Math.min(...churns) : null,
    metricMetAt: within(row.metricMetAt) ?? (success ? metricMet(row, success, holds, until, now, lookAt) : null),
  }
  return { ...known, proposal: propose(known, now) }
}

/** Later moments at which something follows that is known already: the data of a workspace whose clock is set back. */
function foreseen(read: ReadDb, { accountId, accountChurnedAt, windowEndsAt }: Pending, now: number): number[] {
  if (now >= windowEndsAt) return []
  return [
    windowEndsAt,
    accountChurnedAt,
    read.get(firstTicket(accountId, now, windowEndsAt))?.at ?? null,
    read.get(firstChurn(accountId, now, windowEndsAt))?.at ?? null,
  ].filter(at => at !== null)
}

/**
 * When the metric came true. While the window runs, looking whenever the answer may have changed is enough; when it has
 * closed unseen (a console that was off, a clock that jumped) each of its days is looked at, once.
 */
function metricMet(
  row: Pending,
  success: Condition,
  holds: ConditionHolds,
  until: number,
  now: number,
  lookAt: (at: number) => void,
): number | null {
  const ask = (at: number) => holds(success, row.accountId, at, { triggerId: row.triggerId, since: row.exposedAt })
  const isMet = (at: number) => ask(at).holds
  if (now < row.windowEndsAt) {
    // The first day belongs to the decision: what holds then was not brought about by it.
    if (until < row.exposedAt + DAY) {
      lookAt(row.exposedAt + DAY)
      return null
    }
    const found = ask(until)
    if (found.until !== null) lookAt(found.until)
    return found.holds ? until : null
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

/** Writes what is new and when to look again; true where something was new. */
function save(tx: WriteDb, { before, after, nextAt }: Looked, now: number): boolean {
  tx.run(outcomeDueAgain(after.id, nextAt, now))
  if (!differs(before, after)) return false
  const { id, contactedAt, metricMetAt, churnedAt, proposal } = after
  // A person may have judged it while it was looked at; theirs is the last word.
  tx.run(
    statement(
      `UPDATE outcome SET contacted_at = ?, metric_met_at = ?, churned_at = ?, proposal = ?
       WHERE intervention_id = ? AND judged IS NULL`,
      [contactedAt, metricMetAt, churnedAt, proposal, id],
    ),
  )
  return true
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
  { pending: open, offset, limit }: { pending: boolean; offset: number; limit: number },
): OutcomeView[] =>
  db.all(
    open
      ? views(PENDING, 'c.proposal IS NULL, c.window_ends_at, c.intervention_id', { limit, offset })
      : views('', 'i.exposed_at DESC, i.id', { limit, offset }),
  )
