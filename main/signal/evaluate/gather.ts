import { describeBug } from '../../../shared/bug.ts'
import { HOUR } from '../../../shared/trigger/duration.ts'
import { query, type ReadDb } from '../../cache/db.ts'
import { isStorage } from '../../cache/failure.ts'
import { causeOf } from '../language/cause.ts'
import { beganAt } from '../language/onset.ts'
import { judgeOne } from './judge-one.ts'
import type { AccountRow, Fired, Firing, Judged, SignalRow, TriggerPlan } from './judged.ts'
import { type Moments, type Reading, readFacts, readingOf } from './read-facts.ts'

/**
 * Whom to look at, in order of id: everybody, or only those that changed or whose time has come. Left to itself, SQLite
 * would read `due` in that order and to its end, once for each batch, to find the few whose time has come.
 */
export const wanted = (everything: boolean, now: number, limit: number) =>
  everything
    ? query<{ id: number }>('SELECT id FROM account WHERE merged_into IS NULL ORDER BY id LIMIT ?', [limit])
    : query<{ id: number }>(
        `SELECT account_id AS id FROM dirty
           UNION SELECT account_id FROM due INDEXED BY due_at WHERE at <= ? ORDER BY 1 LIMIT ?`,
        [now, limit],
      )

const changed = (limit: number) =>
  query<{ n: number }>('SELECT count(*) AS n FROM (SELECT 1 FROM dirty LIMIT ?)', [limit])
/** Whether at most so many accounts have changed since they were last looked at. */
export const fewChanged = (read: ReadDb, most: number): boolean => (read.get(changed(most + 1))?.n ?? 0) <= most

export const signalsOf = (accounts: string) =>
  query<SignalRow>(
    `SELECT s.id, s.account_id, s.trigger_id, s.fired_at, s.cleared_at, s.evidence ->> '$.object.id' AS object
     FROM json_each(?) j CROSS JOIN signal s ON s.account_id = j.value`,
    [accounts],
  )

export const accountsOf = (accounts: string) =>
  query<AccountRow>(
    `SELECT a.id, a.churned_at, d.at AS due
     FROM json_each(?) j CROSS JOIN account a ON a.id = j.value LEFT JOIN due d ON d.account_id = a.id`,
    [accounts],
  )

/** What the triggers read of an account. */
export const readingOfPlans = (plans: readonly TriggerPlan[]): Reading =>
  readingOf(plans.flatMap(({ condition, close }) => (close ? [condition, close] : [condition])))

/** Judges some accounts at `now`, and at the moments since `from` that nobody has looked at: reads what the triggers need of them, and says what would change. Writes nothing. */
export function judge(
  db: ReadDb,
  plans: readonly TriggerPlan[],
  ids: readonly number[],
  moments: Moments,
  reading = readingOfPlans(plans),
): Judged {
  const accounts = JSON.stringify(ids)
  const judged: Judged = {
    accounts: ids.length,
    fired: [],
    cleared: [],
    early: [],
    reopened: [],
    due: [],
    setAside: [],
  }
  /** A bug about one account must not end the evaluation of the others. */
  const apart = <T>(accountId: number, work: () => T[]): T[] => {
    try {
      return work()
    } catch (error) {
      if (isStorage(error)) throw error
      judged.setAside.push({ accountId, why: describeBug(error) })
      judged.due.push({ accountId, at: moments.now + HOUR })
      return []
    }
  }
  const factsOf = readFacts(db, ids, reading, moments)
  const signals = Map.groupBy(db.all(signalsOf(accounts)), row => row.account_id)
  const fired = db
    .all(accountsOf(accounts))
    .flatMap(account =>
      apart(account.id, () =>
        judgeOne(judged, plans, account, factsOf(account.id), signals.get(account.id) ?? [], moments),
      ),
    )
  const withCause = withCauses(db, fired)
  judged.fired = fired.flatMap(one => apart(one.accountId, () => [withCause(one)]))
  return judged
}

/** Events of a firing that are asked; the newest come first. */
const MOST_ASKED = 40
const asked = ({ plan, evidence }: Fired): number[] => (plan.cause ? evidence.eventIds.slice(0, MOST_ASKED) : [])

const propertiesOf = (events: string) =>
  query<{ id: number; properties: string }>(
    'SELECT e.id, e.properties FROM json_each(?) j CROSS JOIN event e ON e.id = j.value',
    [events],
  )

/** Only firings pay for reading what their events are about. */
function withCauses(db: ReadDb, fired: readonly Fired[]): (one: Fired) => Firing {
  const ids = fired.flatMap(asked)
  const properties = new Map(
    ids.length === 0 ? [] : db.all(propertiesOf(JSON.stringify(ids))).map(row => [row.id, row.properties]),
  )
  return one => {
    const { plan, bound, accountId, at, clearedAt, evidence } = one
    const events = asked(one).flatMap(id => properties.get(id) ?? [])
    return {
      accountId,
      at,
      clearedAt,
      triggerId: plan.id,
      version: plan.version,
      evidence,
      cause: causeOf(plan.id, plan.cause, bound, at, events),
      beganAt: beganAt(bound, at, plan.since),
    }
  }
}
