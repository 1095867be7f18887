import { relationOf } from '../../../shared/trigger/measures/measures.ts'
import { type Condition, measuresOf } from '../../../shared/trigger/trigger.ts'
import { query, type ReadDb } from '../../cache/db.ts'
import { type Bound, bind, holdsAt, nextChange, planCondition } from '../language/detect.ts'
import type { ObjectFact } from '../meter/rows.ts'
import { readFacts, readingOf } from './read-facts.ts'
import { lackingAtLast } from './supply.ts'

/** Whose firing is followed: the trigger, and when its firing was answered (UTC ms). */
export interface Followed {
  triggerId: string
  since: number
}

/** The objects for which a trigger had fired for an account and was not over by a moment, as they are now. */
const firedFor = (account: number, { triggerId, since }: Followed) =>
  query<Omit<ObjectFact, 'stays'>>(
    `SELECT DISTINCT o.id, o.external_id AS externalId, o.opened_at AS openedAt, o.closed_at AS closedAt,
       o.due_at AS dueAt, o.lane, o.properties
     FROM signal s CROSS JOIN object o ON o.id = s.evidence ->> '$.object.id'
     WHERE s.account_id = ? AND s.trigger_id = ? AND s.fired_at <= ? AND (s.cleared_at IS NULL OR s.cleared_at > ?)`,
    [account, triggerId, since, since],
  )

/** Whether a condition holds, and the next moment at which that may change by time alone (UTC ms); null for none. */
export interface Holding {
  holds: boolean
  until: number | null
}

/**
 * Whether a condition holds for one account at a moment, read from the cache. One about objects holds when it does for
 * every object that the trigger had fired for; where it had fired for none, it does not hold.
 */
export function holdingOf(
  db: ReadDb,
  condition: Condition,
  accountId: number,
  at: number,
  followed?: Followed,
): Holding {
  const plan = planCondition(condition, lackingAtLast(db))
  const facts = readFacts(db, [accountId], readingOf([plan]), { from: at, now: at })(accountId)
  if (!measuresOf(condition).some(measure => relationOf(measure) !== null)) return holdingAt(bind(plan, facts), at)
  const objects = followed ? db.all(firedFor(accountId, followed)) : []
  const each = objects.map(object => holdingAt(bind(plan, { ...facts, self: { ...object, stays: [] } }), at))
  const turns = each.flatMap(({ until }) => until ?? [])
  return {
    holds: each.length > 0 && each.every(({ holds }) => holds),
    until: turns.length === 0 ? null : Math.min(...turns),
  }
}

const holdingAt = (bound: Bound, at: number): Holding => ({ holds: holdsAt(bound, at), until: nextChange(bound, at) })

/** Whether a condition holds for one account at a moment. */
export const conditionHolds = (...asked: Parameters<typeof holdingOf>): boolean => holdingOf(...asked).holds
