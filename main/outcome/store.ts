import { createHash } from 'node:crypto'
import { DAY } from '../../shared/trigger/duration.ts'
import type { Condition, Trigger } from '../../shared/trigger/trigger.ts'
import type { Arm, Outcome } from '../../shared/vocabulary.ts'
import { query, type ReadDb, statement, type WriteDb } from '../cache/db.ts'
import { triggerOf } from '../cache/definitions.ts'
import { isStorage } from '../cache/failure.ts'
import { LEFT_AT } from '../cache/left.ts'
import { saltOf } from '../cache/settings.ts'
import type { Writer } from '../cache/writer.ts'
import {
  claimOutcomes,
  dueOutcomes,
  lastOutcomeLook,
  openOutcomes,
  outcomeDueAgain,
  rememberOutcomeLook,
} from './due.ts'
import { type Contacts, churnedWithin, clearedBefore, contactsWithin, isUnreachable, nextContact } from './facts.ts'
import { isReopened, propose, type SaidBefore } from './propose.ts'

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

interface Pending extends SaidBefore, Contacts {
  id: string
  issueId: number
  accountId: number
  category: string
  triggerId: string
  exposedAt: number
  windowEndsAt: number
  metricMetAt: number | null
  churnedAt: number | null
  accountChurnedAt: number | null
  arm: Arm
  leftAt: number | null
  reopenedAt: number | null
  reopenedFrom: Outcome | null
}

/** How long a judgement is held against facts that come late. */
const LATE = 30 * DAY

/** Some outcomes that nobody has judged, or that were judged lately; `ids` is a JSON array. */
const pendingOf = (ids: string, now: number) =>
  query<Pending>(
    `SELECT c.intervention_id AS id, i.issue_id AS issueId, i.account_id AS accountId,
       s.category, i.trigger_id AS triggerId, i.exposed_at AS exposedAt, c.window_ends_at AS windowEndsAt,
       c.contacted_at AS contactedAt, c.induced_at AS inducedAt, c.induced_by AS inducedBy,
       c.metric_met_at AS metricMetAt, c.churned_at AS churnedAt, c.proposal, c.judged, c.reopened_at AS reopenedAt,
       c.reopened_from AS reopenedFrom, a.churned_at AS accountChurnedAt, i.arm, ${LEFT_AT} AS leftAt
     FROM json_each(?) j CROSS JOIN outcome c ON c.intervention_id = j.value
       JOIN intervention i ON i.id = c.intervention_id JOIN account a ON a.id = i.account_id
       JOIN issue s ON s.id = i.issue_id
     WHERE (c.judged IS NULL OR c.judged_at >= ?) AND i.recalled_at IS NULL`,
    [ids, now - LATE],
  )

/** Outcomes that are looked at and written together: a person's decision never waits for more. */
const BATCH = 100
/** How long the loop runs before others get their turn, in ms. */
const TURN = 8

/**
 *   due ─▶ claim (due now) ─▶ read what followed ─▶ outcome, and when to look again
 *
 * Matches later tickets, churn and the success metric to the interventions that nobody has judged, or that were judged
 * lately, and that are due (`outcome_due`), and proposes their outcomes. Looks at all of them when `everybody` is asked
 * for, a trigger's success condition has changed or the clock was set back. Returns how many outcomes changed.
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
  const looking = { read, salt: saltOf(read), now, holds }
  const before = lastOutcomeLook(read)
  const by = { at: now, mark: markOf(success) }
  const everybody = deps.everybody || before?.mark !== by.mark || now < before.at
  const ids = read.all(everybody ? openOutcomes(now - LATE) : dueOutcomes(now)).map(({ id }) => id)
  let changed = 0
  const pause = breather()
  for (let from = 0; from < ids.length; from += BATCH) {
    const batch = JSON.stringify(ids.slice(from, from + BATCH))
    await writer.write('bulk', tx => tx.run(claimOutcomes(batch, now)))
    const looked: Looked[] = []
    for (const row of read.all(pendingOf(batch, now))) {
      looked.push(look(looking, row, success.get(row.triggerId)))
      await pause()
    }
    changed += await writer.write('bulk', tx => {
      const changes = looked.filter(one => save(tx, one, now)).length
      const known = new Set(looked.map(({ after }) => after.id))
      for (const id of ids.slice(from, from + BATCH)) if (!known.has(id)) tx.run(outcomeDueAgain(id, null, now))
      return changes
    })
  }
  if (everybody || before?.at !== now) await writer.write('bulk', tx => rememberOutcomeLook(tx, by))
  return { changed }
}

const markOf = (success: ReadonlyMap<string, Condition>): string =>
  createHash('sha256')
    .update(JSON.stringify([...success]))
    .digest('base64url')

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

function look(looking: Looking, row: Pending, success: Condition | undefined): Looked {
  const { now } = looking
  const again: number[] = []
  const after = unlessBroken(() => followed(looking, row, success, at => void again.push(at)))
  // Nothing follows from what has not left, until it leaves or is refused.
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

/** Nothing can follow from what has not left; only that nobody could be reached. */
const NOTHING = { contactedAt: null, inducedAt: null, inducedBy: null, metricMetAt: null, churnedAt: null }

interface Looking {
  read: ReadDb
  salt: string
  now: number
  holds: ConditionHolds
}

function followed(
  { read, salt, now, holds }: Looking,
  row: Pending,
  success: Condition | undefined,
  lookAt: (at: number) => void,
): Pending {
  const { leftAt, accountId, exposedAt, windowEndsAt } = row
  const until = Math.min(now, windowEndsAt)
  for (const at of foreseen(read, row, now)) lookAt(at)
  const known = hasNotLeft(row)
    ? { ...row, ...NOTHING }
    : {
        ...{ ...row, ...contactsWithin(read, row, until, salt) },
        churnedAt: firstWithin(
          row.accountChurnedAt,
          churnedWithin(read, accountId, exposedAt, until),
          exposedAt,
          until,
        ),
        metricMetAt:
          within(row.metricMetAt, exposedAt, until) ??
          (success ? metricMet(row, success, holds, until, now, lookAt) : null),
      }
  const proposal = propose(
    {
      ...{ ...known, sentAt: leftAt, unreachable: hasNotLeft(row) && isUnreachable(read, row.id) },
      clearedBeforeAt: now < windowEndsAt ? null : clearedBefore(read, row.issueId, leftAt),
    },
    now,
  )
  return reopened(row, { ...known, proposal }, now)
}

/** Notes that a late fact has changed what was said; a proposal that comes back to what was said needs nobody. */
function reopened(before: Pending, after: Pending, now: number): Pending {
  if (isReopened(before, after.proposal, now >= before.windowEndsAt))
    return { ...after, reopenedAt: now, reopenedFrom: before.judged ?? before.proposal }
  const isBack = after.reopenedAt !== null && after.proposal === after.reopenedFrom
  return isBack ? { ...after, reopenedAt: null, reopenedFrom: null } : after
}

const within = (at: number | null, after: number, until: number): number | null =>
  at !== null && at > after && at <= until ? at : null

function firstWithin(a: number | null, b: number | null, after: number, until: number): number | null {
  const found = [within(a, after, until), b].filter(at => at !== null)
  return found.length > 0 ? Math.min(...found) : null
}

/** Later moments at which something follows that is known already: the data of a workspace whose clock is set back. */
function foreseen(read: ReadDb, { accountId, accountChurnedAt, windowEndsAt }: Pending, now: number): number[] {
  if (now >= windowEndsAt) return []
  return [
    windowEndsAt,
    accountChurnedAt,
    nextContact(read, accountId, now, windowEndsAt),
    churnedWithin(read, accountId, now, windowEndsAt),
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
      .map(row => triggerOf(row.definition))
      .map(trigger => [trigger.id, trigger.success]),
  )

const FACTS = ['contactedAt', 'inducedAt', 'inducedBy', 'churnedAt', 'metricMetAt', 'proposal', 'reopenedAt'] as const

const differs = (a: Pending, b: Pending): boolean => FACTS.some(fact => a[fact] !== b[fact])

/** Writes what is new and when to look again; true where something was new. */
function save(tx: WriteDb, { before, after: row, nextAt }: Looked, now: number): boolean {
  tx.run(outcomeDueAgain(row.id, nextAt, now))
  if (!differs(before, row)) return false
  // A person may have judged it while it was looked at; theirs is the last word until the next look.
  const { changes } = tx.run(
    statement(
      `UPDATE outcome SET contacted_at = ?, induced_at = ?, induced_by = ?, metric_met_at = ?, churned_at = ?,
         proposal = ?, reopened_at = ?, reopened_from = ? WHERE intervention_id = ? AND judged IS ?`,
      [
        ...[row.contactedAt, row.inducedAt, row.inducedBy, row.metricMetAt, row.churnedAt, row.proposal],
        ...[row.reopenedAt, row.reopenedFrom, row.id, row.judged],
      ],
    ),
  )
  if (changes === 1 && row.judged !== null && row.reopenedAt !== null) tx.run(openAgain(row.issueId))
  return true
}

/** An issue that a judgement closed waits for a person again, unless the trouble has come back and has a newer issue. */
const openAgain = (issueId: number) =>
  statement(
    `UPDATE issue SET state = 'acting', closed_at = NULL, closed_because = NULL, version = version + 1
     WHERE id = ? AND state = 'closed' AND closed_because GLOB 'outcome:*' AND NOT EXISTS (SELECT 1 FROM issue other
       WHERE other.account_id = issue.account_id AND other.category = issue.category AND other.id <> issue.id
         AND other.state <> 'closed')`,
    [issueId],
  )
