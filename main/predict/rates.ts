import { parseDuration } from '../../shared/trigger/duration.ts'
import { spreadAccounts } from '../cache/asked/spread-accounts.ts'
import { THEIRS } from '../cache/asked/tickets.ts'
import { CHURN, troubleWithin } from '../cache/asked/trouble.ts'
import { query, type ReadDb } from '../cache/db.ts'
import { triggerOf } from '../cache/definitions.ts'
import { type BaseRate, STATED_BASE, shrunk } from './predict.ts'

/** How often a trigger's firings were followed by trouble. `base`: the share of all accounts that meet it in as long. */
export interface TriggerRate {
  window: string
  base: number
  rate: BaseRate
}

/** Base rates by trigger: the plain model that works from the first day on. */
export type Rates = ReadonlyMap<string, TriggerRate>

/** Enough to know a share within a few points; more would only make people wait. */
const MOST_FIRINGS = 1_000
/** Among a trigger's newest firings whose window has passed, how many were followed by trouble. */
const firingsFollowed = (trigger: string, category: string, window: number, now: number) =>
  query<{ n: number; k: number }>(
    `SELECT count(*) AS n, ifnull(sum(bad), 0) AS k FROM (
       SELECT ${troubleWithin('s.fired_at', '@window', '@category')} AS bad
       FROM signal s CROSS JOIN account a ON a.id = s.account_id
       WHERE s.trigger_id = @trigger AND s.fired_at <= @now - @window
         AND (s.cleared_at IS NULL OR s.cleared_at >= s.fired_at)
       ORDER BY s.fired_at DESC LIMIT ${MOST_FIRINGS})`,
    { trigger, category, window, now },
  )

/** Whether any of some accounts ever contacted us or left: without that there is nothing to learn from. */
const anyTrouble = (ids: string) =>
  query<{ known: 1 }>(
    `SELECT 1 AS known FROM json_each(?) j CROSS JOIN account a ON a.id = j.value
     WHERE a.churned_at IS NOT NULL
       OR EXISTS (SELECT 1 FROM object o WHERE o.account_id = a.id AND ${THEIRS})
       OR EXISTS (SELECT 1 FROM event e WHERE e.account_id = a.id AND e.kind IN ${CHURN}) LIMIT 1`,
    [ids],
  )

/** Among some accounts that were customers a window ago, how many have met trouble since. */
const sampleFollowed = (ids: string, category: string, window: number, now: number) =>
  query<{ n: number; k: number }>(
    `SELECT count(*) AS n, ifnull(sum(${troubleWithin('(@now - @window)', '@window', '@category')}), 0) AS k
     FROM json_each(@ids) j CROSS JOIN account a ON a.id = j.value
     WHERE a.churned_at IS NULL OR a.churned_at > @now - @window`,
    { ids, category, window, now },
  )

const definitions = query<{ definition: string }>('SELECT definition FROM trigger ORDER BY id')

/** Lets those who wait for this thread go first; each of the steps between takes a few milliseconds. */
const breathe = () => new Promise<void>(resolve => setImmediate(resolve))

/** Counts the rates as of `now`. Where nobody ever contacted us or left, no helpdesk is connected and only priors count. */
export async function countRates(db: ReadDb, now: number): Promise<Rates> {
  const ids = db.get(spreadAccounts)?.ids ?? '[]'
  await breathe()
  const known = db.get(anyTrouble(ids)) !== undefined
  const bases = new Map<string, number>()
  const rates = new Map<string, TriggerRate>()
  for (const row of db.all(definitions)) {
    await breathe()
    const { id, category, prior, window } = triggerOf(row.definition)
    const span = parseDuration(window) ?? 0
    const key = `${category} ${span}`
    const base = bases.get(key) ?? baseOf(known ? db.get(sampleFollowed(ids, category, span, now)) : undefined)
    bases.set(key, base)
    await breathe()
    const seen = known ? db.get(firingsFollowed(id, category, span, now)) : undefined
    rates.set(id, { window, base, rate: { k: seen?.k ?? 0, n: seen?.n ?? 0, prior } })
  }
  return rates
}

const baseOf = (seen: { n: number; k: number } | undefined): number =>
  seen ? shrunk({ ...seen, prior: STATED_BASE }) : STATED_BASE.risk
