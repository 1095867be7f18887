import type { Currencies } from '../../../shared/exchange.ts'
import { kindsOf } from '../../../shared/trigger/activity.ts'
import { OWNER } from '../../cache/asked/owner.ts'
import { readCurrencies } from '../../cache/currencies.ts'
import { query, type ReadDb } from '../../cache/db.ts'
import { type ConditionPlan, comparesAmounts, type Need, needsOf, objectKindsOf } from '../language/detect.ts'
import { curvesReader } from '../life/life-store.ts'
import type { AccountFacts, Fact, ObjectFact, Rows, Stay, Usual } from '../meter/rows.ts'
import { usualOf } from './usual.ts'

interface EventRow extends Fact {
  account: number
}

/** What a set of conditions reads, found once for many accounts. */
export interface Reading {
  needs: Need[]
  objects: string[]
  /** Columns of the account that are read; `properties` only where one of them is. */
  account: boolean
  /** Amounts are compared, for which rates are needed. */
  amounts: boolean
  quantiles: boolean
  /** How long objects live is asked. */
  lives: boolean
}

export function readingOf(plans: readonly ConditionPlan[]): Reading {
  const text = JSON.stringify(plans.map(plan => plan.comparisons.map(({ comparison }) => comparison)))
  return {
    needs: needsOf(plans),
    objects: objectKindsOf(plans),
    account: text.includes('"attribute"'),
    amounts: comparesAmounts(plans),
    quantiles: text.includes('"relative"'),
    lives: text.includes('"late"'),
  }
}

/** Which moments are asked about: now, and those since `from` that nobody has looked at yet. */
export interface Moments {
  from: number
  now: number
}

/**
 * The events of a kind that some accounts' measures look at: those that count at `from` or later, and the first ones
 * after now, which say when the account must be looked at again. `CROSS JOIN` keeps the accounts outside, so
 * event_account serves both.
 */
export function eventsOf(accounts: string, need: Need, { from, now }: Moments) {
  const kinds = kindsOf(need.kind)
  const isKind = (alias: string) =>
    kinds.length === 1 ? `${alias}.kind = ?` : `${alias}.kind IN (${kinds.map(() => '?').join(', ')})`
  const latest = `min(coalesce((SELECT max(l.at) - 1 FROM event l
    WHERE l.account_id = j.value AND ${isKind('l')} AND l.at <= ?), 9e15), ?)`
  return query<EventRow>(
    `SELECT e.account_id AS account, e.id, e.at, e.value, ${need.properties ? 'e.properties' : "'{}' AS properties"}
     FROM json_each(?) j CROSS JOIN event e
       ON e.account_id = j.value AND ${isKind('e')} AND e.at > ${need.latest ? latest : '?'}
      AND e.at <= coalesce(
        (SELECT min(f.at) FROM event f WHERE f.account_id = j.value AND ${isKind('f')} AND f.at > ?), ?)`,
    [accounts, ...kinds, ...(need.latest ? [...kinds, from] : []), openedAt(need, from), ...kinds, now, now],
  )
}
const openedAt = (need: Need, from: number): number =>
  need.lookback === Number.POSITIVE_INFINITY ? -9e15 : from - need.lookback

interface ObjectRow extends Omit<ObjectFact, 'stays'> {
  account: number
  state: string | null
}

/** The objects of a kind that were not over at `from`. */
export const objectsOf = (accounts: string, kind: string, from: number) =>
  query<ObjectRow>(
    `SELECT o.account_id AS account, o.id, o.external_id AS externalId, o.state, o.opened_at AS openedAt, o.closed_at AS closedAt, o.due_at AS dueAt,
       o.lane, o.amount_minor AS amountMinor, o.currency, o.properties
     FROM json_each(?) j CROSS JOIN object o ON o.account_id = j.value AND o.kind = ?
     WHERE o.closed_at IS NULL OR o.closed_at > ?`,
    [accounts, kind, from],
  )

const staysOf = (objects: string, from: number) =>
  query<Stay & { object: number }>(
    `SELECT s.object_id AS object, s.state, s.since, s.until FROM json_each(?) j CROSS JOIN object_state s
       ON s.object_id = j.value WHERE s.until IS NULL OR s.until > ?`,
    [objects, from],
  )

const attributesOf = (accounts: string) =>
  query<{ id: number }>(
    `SELECT a.id, a.name, a.plan, a.country, a.time_zone, ${OWNER} AS owner, a.mrr_minor, a.currency, a.signed_up_at, a.renews_at,
       a.churned_at, a.properties FROM json_each(?) j CROSS JOIN account a ON a.id = j.value`,
    [accounts],
  )

interface Gathering extends AccountFacts {
  events: Map<string, Fact[]>
  objects: Map<string, ObjectFact[]>
  account?: Readonly<Record<string, unknown>>
  currencies?: Currencies
  rows: Map<string, Rows>
}

/** The facts of some accounts that a reading needs at some moments. */
export function readFacts(
  db: ReadDb,
  ids: readonly number[],
  reading: Reading,
  moments: Moments,
): (id: number) => AccountFacts {
  const accounts = JSON.stringify(ids)
  const usual: Usual | undefined = reading.quantiles ? usualOf(db) : undefined
  const lives = reading.lives ? curvesReader(db) : undefined
  const all = new Map<number, Gathering>()
  const factsOf = (id: number): Gathering => {
    const known = all.get(id)
    if (known) return known
    const fresh: Gathering = {
      events: new Map(),
      objects: new Map(),
      rows: new Map(),
      ...(usual && { usual }),
      ...(lives && { lives }),
    }
    all.set(id, fresh)
    return fresh
  }
  for (const need of reading.needs) {
    let last = -1
    let list: Fact[] = []
    for (const row of db.all(eventsOf(accounts, need, moments))) {
      if (row.account !== last) {
        list = []
        last = row.account
        factsOf(last).events.set(need.kind, list)
      }
      list.push(row)
    }
  }
  for (const kind of reading.objects) readObjects(db, accounts, kind, moments.from, factsOf)
  if (reading.account)
    for (const row of db.all(attributesOf(accounts))) Object.assign(factsOf(row.id), { account: { ...row } })
  if (reading.amounts) {
    const currencies = readCurrencies(db)
    for (const facts of all.values()) facts.currencies = currencies
  }
  return factsOf
}

function readObjects(
  db: ReadDb,
  accounts: string,
  kind: string,
  from: number,
  factsOf: (id: number) => Gathering,
): void {
  const rows = db.all(objectsOf(accounts, kind, from))
  if (rows.length === 0) return
  const stays = Map.groupBy(db.all(staysOf(JSON.stringify(rows.map(row => row.id)), from)), stay => stay.object)
  for (const { account, state, ...row } of rows) {
    const fact: ObjectFact = { ...row, stays: stays.get(row.id) ?? presentStay(row, state) }
    const { objects } = factsOf(account)
    const list = objects.get(kind)
    if (list) list.push(fact)
    else objects.set(kind, [fact])
  }
}

/** An object whose history was not kept has been in its state since it began. */
const presentStay = ({ openedAt }: { openedAt: number | null }, state: string | null): Stay[] =>
  state === null ? [] : [{ state, since: openedAt ?? 0, until: null }]
