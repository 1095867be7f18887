import { describeBug } from '../../../shared/bug.ts'
import type { Evidence } from '../../../shared/model/signal.ts'
import { HOUR } from '../../../shared/trigger/duration.ts'
import type { CauseRef } from '../../../shared/trigger/trigger.ts'
import { query, type ReadDb } from '../../cache/db.ts'
import { isStorage } from '../../cache/failure.ts'
import { type Cause, causeOf } from '../language/cause.ts'
import { type Bound, bind, type ConditionPlan, detect, holdsAt, nextChange } from '../language/detect.ts'
import { beganAt } from '../language/onset.ts'
import type { AccountFacts } from '../meter/rows.ts'
import { type Reading, readFacts, readingOf } from './read-facts.ts'

/** A trigger that is switched on, made ready for many accounts. `cooldown` in milliseconds. */
export interface TriggerPlan {
  id: string
  version: number
  cooldown: number
  condition: ConditionPlan
  /** When an open signal is over; null where that is when the condition no longer holds. */
  close: ConditionPlan | null
  /** Most firings a day (UTC) over all accounts; null without limit. */
  dailyCap: number | null
  /** What accounts may share; null where that is the trigger alone. */
  cause: CauseRef | null
  /** Since when it has been watched, UTC ms. */
  since: number
}

export interface Firing {
  accountId: number
  triggerId: string
  version: number
  evidence: Evidence
  cause: Cause
  /** When it began to hold by the data's dates (UTC ms); null where that was before anybody watched. */
  beganAt: number | null
}

/** A firing before its events were asked what they say of its cause. */
interface Fired {
  plan: TriggerPlan
  bound: Bound
  accountId: number
  evidence: Evidence
}

/** What became of some accounts. `due` lists only accounts whose due time differs from the stored one. */
export interface Judged {
  accounts: number
  fired: Firing[]
  cleared: number[]
  /** Signals that hold although they fired later than now: the clock was turned back since. */
  early: number[]
  due: { accountId: number; at: number | null }[]
  /** Accounts that could not be judged, and what is known of why; they are judged again in an hour. */
  setAside: { accountId: number; why: string }[]
}

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

interface SignalRow {
  id: number
  account_id: number
  trigger_id: string
  fired_at: number
  cleared_at: number | null
}
interface AccountRow {
  id: number
  churned_at: number | null
  due: number | null
}

export const signalsOf = (accounts: string) =>
  query<SignalRow>(
    `SELECT s.id, s.account_id, s.trigger_id, s.fired_at, s.cleared_at
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

/** Judges some accounts at `now`: reads what the triggers need of them, and says what would change. Writes nothing. */
export function judge(
  db: ReadDb,
  plans: readonly TriggerPlan[],
  ids: readonly number[],
  now: number,
  reading = readingOfPlans(plans),
): Judged {
  const accounts = JSON.stringify(ids)
  const judged: Judged = { accounts: ids.length, fired: [], cleared: [], early: [], due: [], setAside: [] }
  /** A bug about one account must not end the evaluation of the others. */
  const apart = <T>(accountId: number, work: () => T[]): T[] => {
    try {
      return work()
    } catch (error) {
      if (isStorage(error)) throw error
      judged.setAside.push({ accountId, why: describeBug(error) })
      judged.due.push({ accountId, at: now + HOUR })
      return []
    }
  }
  const factsOf = readFacts(db, ids, reading, now)
  const signals = Map.groupBy(db.all(signalsOf(accounts)), row => row.account_id)
  const fired = db
    .all(accountsOf(accounts))
    .flatMap(account =>
      apart(account.id, () =>
        judgeOne(judged, plans, account, factsOf(account.id), signals.get(account.id) ?? [], now),
      ),
    )
  const withCause = withCauses(db, fired, now)
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
function withCauses(db: ReadDb, fired: readonly Fired[], now: number): (one: Fired) => Firing {
  const ids = fired.flatMap(asked)
  const properties = new Map(
    ids.length === 0 ? [] : db.all(propertiesOf(JSON.stringify(ids))).map(row => [row.id, row.properties]),
  )
  return one => {
    const { plan, bound, accountId, evidence } = one
    const events = asked(one).flatMap(id => properties.get(id) ?? [])
    return {
      accountId,
      triggerId: plan.id,
      version: plan.version,
      evidence,
      cause: causeOf(plan.id, plan.cause, bound, now, events),
      beganAt: beganAt(bound, now, plan.since),
    }
  }
}

function judgeOne(
  judged: Judged,
  plans: readonly TriggerPlan[],
  account: AccountRow,
  facts: AccountFacts,
  signals: readonly SignalRow[],
  now: number,
): Fired[] {
  // Who has left cannot be kept from trouble any more: nothing holds for them.
  const left = account.churned_at !== null && account.churned_at <= now
  let due = left ? null : account.churned_at
  const look = (at: number | null) => {
    if (at !== null && (due === null || at < due)) due = at
  }
  const fired: Fired[] = []
  const live = new Set(signals.filter(row => row.cleared_at === null).map(row => row.id))
  for (const plan of left ? [] : plans) {
    const own = signals.length === 0 ? signals : signals.filter(row => row.trigger_id === plan.id)
    const open = own.find(row => row.cleared_at === null)
    const bound = bind(plan.condition, facts)
    const closing = plan.close && bind(plan.close, facts)
    const holds = holdsAt(bound, now)
    const over = closing ? holdsAt(closing, now) : !holds
    look(nextChange(bound, now))
    if (closing) look(nextChange(closing, now))
    if (open) {
      if (over) continue
      live.delete(open.id)
      if (open.fired_at > now) judged.early.push(open.id)
      continue
    }
    if (!holds || over) continue
    const rested = restedAt(own, plan.cooldown, now)
    if (rested > now) look(rested)
    else {
      const { holds: _, ...evidence } = detect(bound, now)
      fired.push({ plan, bound, accountId: account.id, evidence })
    }
  }
  judged.cleared.push(...live)
  if (due !== account.due) judged.due.push({ accountId: account.id, at: due })
  return fired
}

/** When a trigger may fire again: one cooldown after it last fired. */
function restedAt(own: readonly SignalRow[], cooldown: number, now: number): number {
  const last = Math.max(Number.NEGATIVE_INFINITY, ...own.map(row => row.fired_at).filter(at => at <= now))
  return last + cooldown
}
