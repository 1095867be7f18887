import type { Evidence } from '../../shared/model.ts'
import { query, type ReadDb } from '../cache/db.ts'
import { bind, type ConditionPlan, detect, type Need, needsOf, nextChange } from './detect.ts'
import type { Fact, History } from './measure.ts'

/** A trigger that is switched on, made ready for many accounts. `cooldown` in milliseconds. */
export interface TriggerPlan {
  id: string
  version: number
  cooldown: number
  condition: ConditionPlan
}

export interface Firing {
  accountId: number
  triggerId: string
  version: number
  evidence: Evidence
}

/** What became of some accounts. `due` lists only accounts whose due time differs from the stored one. */
export interface Judged {
  accounts: number
  fired: Firing[]
  cleared: number[]
  due: { accountId: number; at: number | null }[]
}

/** Whom to look at, in order of id: everybody, or only those that changed or whose time has come. */
export const wanted = (everything: boolean, now: number, limit: number) =>
  everything
    ? query<{ id: number }>('SELECT id FROM account ORDER BY id LIMIT ?', [limit])
    : query<{ id: number }>(
        'SELECT account_id AS id FROM dirty UNION SELECT account_id FROM due WHERE at <= ? ORDER BY 1 LIMIT ?',
        [now, limit],
      )

interface EventRow extends Fact {
  account: number
}
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

/**
 * The events of a kind that some accounts' measures look at: those in (from, now] and the first ones after now, which
 * say when the account must be looked at again. `CROSS JOIN` keeps the accounts outside, so event_account serves both.
 */
export const eventsOf = (accounts: string, need: Need, now: number) =>
  query<EventRow>(
    `SELECT e.account_id AS account, e.id, e.at, e.value, ${need.properties ? 'e.properties' : "'{}' AS properties"}
     FROM json_each(?) j CROSS JOIN event e
       ON e.account_id = j.value AND e.kind = ? AND e.at > ?
      AND e.at <= coalesce((SELECT min(f.at) FROM event f WHERE f.account_id = j.value AND f.kind = ? AND f.at > ?), ?)`,
    [accounts, need.kind, now - need.lookback, need.kind, now, now],
  )

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

/** Judges some accounts at `now`: reads what the triggers need of them, and says what would change. Writes nothing. */
export function judge(db: ReadDb, plans: readonly TriggerPlan[], ids: readonly number[], now: number): Judged {
  const accounts = JSON.stringify(ids)
  const histories = gatherHistories(db, accounts, needsOf(plans.map(plan => plan.condition)), now)
  const signals = Map.groupBy(db.all(signalsOf(accounts)), row => row.account_id)
  const judged: Judged = { accounts: ids.length, fired: [], cleared: [], due: [] }
  for (const account of db.all(accountsOf(accounts)))
    judgeOne(judged, plans, account, histories.get(account.id) ?? NOTHING, signals.get(account.id) ?? [], now)
  return judged
}

const NOTHING: History = new Map()

function gatherHistories(db: ReadDb, accounts: string, needs: readonly Need[], now: number): Map<number, History> {
  const histories = new Map<number, Map<string, Fact[]>>()
  for (const need of needs) {
    for (const row of db.all(eventsOf(accounts, need, now))) {
      const history = histories.get(row.account) ?? new Map<string, Fact[]>()
      histories.set(row.account, history)
      const facts = history.get(need.kind)
      if (facts) facts.push(row)
      else history.set(need.kind, [row])
    }
  }
  return histories
}

function judgeOne(
  judged: Judged,
  plans: readonly TriggerPlan[],
  account: AccountRow,
  history: History,
  signals: readonly SignalRow[],
  now: number,
): void {
  // Who has left cannot be kept from trouble any more: nothing holds for them.
  const left = account.churned_at !== null && account.churned_at <= now
  const moments: (number | null)[] = [left ? null : account.churned_at]
  const live = new Set(signals.filter(row => row.cleared_at === null).map(row => row.id))
  for (const plan of left ? [] : plans) {
    const own = signals.filter(row => row.trigger_id === plan.id)
    const open = own.find(row => row.cleared_at === null)
    const bound = bind(plan.condition, history)
    const { holds, ...evidence } = detect(bound, now)
    moments.push(nextChange(bound, now))
    if (holds && open) live.delete(open.id)
    if (!holds || open) continue
    const rested = restedAt(own, plan.cooldown, now)
    if (rested > now) moments.push(rested)
    else judged.fired.push({ accountId: account.id, triggerId: plan.id, version: plan.version, evidence })
  }
  judged.cleared.push(...live)
  const at = moments.reduce<number | null>((a, b) => (a === null ? b : b === null ? a : Math.min(a, b)), null)
  if (at !== account.due) judged.due.push({ accountId: account.id, at })
}

/** When a trigger may fire again: one cooldown after it last fired. */
function restedAt(own: readonly SignalRow[], cooldown: number, now: number): number {
  const last = Math.max(Number.NEGATIVE_INFINITY, ...own.map(row => row.fired_at).filter(at => at <= now))
  return last + cooldown
}
