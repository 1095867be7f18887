import type { Component, ComponentUser, Sureness } from '../../shared/desk/outage.ts'
import { SOURCE_DIMENSION } from '../../shared/desk/outage.ts'
import { type Currencies, comparableMinor } from '../../shared/exchange.ts'
import { query, type ReadDb } from '../cache/db.ts'
import type { Naming } from './namings.ts'
import { LOOKED_BACK, sureness, type Uses } from './sureness.ts'

/** One component, and where the data name it. */
export interface Look extends Component {
  namings: readonly Naming[]
  /** Workspace time, UTC ms; what is dated later is not there yet. */
  now: number
  currencies: Currencies
}

/** What a part of the accounts came to. `last`: the last of them, null where there are no more. */
export interface LookedAtSome {
  last: number | null
  affected: ComponentUser[]
  others: number
}

/** Accounts a turn: a few milliseconds. */
const TURN = 250

interface AccountRow {
  id: number
  name: string
  mrr: number | null
  currency: string | null
}

const activeAfter = (after: number, now: number) =>
  query<AccountRow>(
    `SELECT id, name, mrr_minor AS mrr, currency FROM account
     WHERE id > $after AND merged_into IS NULL AND (churned_at IS NULL OR churned_at > $now) ORDER BY id LIMIT ${TURN}`,
    { after, now },
  )

interface NamedRow {
  id: number
  namedAt: number | null
  unnamedAt: number | null
  now?: 0 | 1
}

const VALUE = "CAST(json_extract(properties, '$.' || json_quote($field)) AS TEXT)"

/** When events of a kind last named the component, and when they last named nothing. `accounts`: a JSON list. */
const namedByEvents = (accounts: string, { kind, field }: Naming, component: string, from: number, now: number) =>
  query<NamedRow>(
    `SELECT id, max(at) FILTER (WHERE value = $component COLLATE NOCASE) AS namedAt,
       max(at) FILTER (WHERE value IS NULL) AS unnamedAt
     FROM (SELECT k.value AS id, e.at, ${VALUE} AS value FROM json_each($accounts) k CROSS JOIN event e
       ON e.account_id = k.value AND e.kind = $kind AND e.at > $from AND e.at <= $now) GROUP BY id`,
    { accounts, kind, field, component, from, now },
  )

/** The same of objects: while one is open, it names its component now. */
const namedByObjects = (accounts: string, { kind, field }: Naming, component: string, from: number, now: number) =>
  query<NamedRow>(
    `SELECT id, max(at) FILTER (WHERE value = $component COLLATE NOCASE) AS namedAt,
       max(at) FILTER (WHERE value IS NULL) AS unnamedAt,
       ifnull(max(isOpen) FILTER (WHERE value = $component COLLATE NOCASE), 0) AS now
     FROM (SELECT k.value AS id, min(ifnull(o.closed_at, $now), $now) AS at,
         o.closed_at IS NULL OR o.closed_at > $now AS isOpen, ${VALUE} AS value
       FROM json_each($accounts) k CROSS JOIN object o ON o.account_id = k.value AND o.kind = $kind
         AND ifnull(o.opened_at, 0) <= $now AND ifnull(o.closed_at, $now) > $from) GROUP BY id`,
    { accounts, kind, field, component, from, now },
  )

const failingNow = (accounts: string, { dimension, component }: Component) =>
  query<{ id: number }>(
    `SELECT DISTINCT k.value AS id FROM json_each($accounts) k CROSS JOIN signal s
       ON s.account_id = k.value AND s.cleared_at IS NULL AND s.dimension = $dimension AND s.cause = $component`,
    { accounts, dimension, component },
  )

/** Accounts that a source of that name brought, with how new its data are. */
const broughtBy = (accounts: string, { component }: Component) =>
  query<NamedRow>(
    `SELECT DISTINCT k.value AS id, (SELECT max(newest_at) FROM stream t WHERE t.source_id = s.id) AS namedAt,
       NULL AS unnamedAt
     FROM json_each($accounts) k CROSS JOIN account_key y ON y.account_id = k.value
       CROSS JOIN source s ON s.id = y.source_id AND s.name = $component COLLATE NOCASE`,
    { accounts, component },
  )

const later = (a: number | null, b: number | null): number | null => (a === null ? b : b === null ? a : Math.max(a, b))

function usesOf(db: ReadDb, look: Look, accounts: string): Map<number, Uses> {
  const { namings, component, now } = look
  const uses = new Map<number, Uses>()
  const note = ({ id, namedAt, unnamedAt, now: shows = 0 }: NamedRow) => {
    const known = uses.get(id) ?? { now: false, namedAt: null, unnamedAt: null }
    uses.set(id, {
      now: known.now || shows === 1,
      namedAt: later(known.namedAt, namedAt),
      unnamedAt: later(known.unnamedAt, unnamedAt),
    })
  }
  for (const naming of namings) {
    const asked = naming.record === 'event' ? namedByEvents : namedByObjects
    for (const row of db.all(asked(accounts, naming, component, now - LOOKED_BACK, now))) note(row)
  }
  return uses
}

/** Looks at the next few accounts after one. */
export function lookAtSome(db: ReadDb, look: Look, after: number): LookedAtSome {
  const rows = db.all(activeAfter(after, look.now))
  const accounts = JSON.stringify(rows.map(({ id }) => id))
  const failing = new Set(db.all(failingNow(accounts, look)).map(({ id }) => id))
  const isSource = look.dimension === SOURCE_DIMENSION
  const uses = isSource
    ? new Map(db.all(broughtBy(accounts, look)).map(({ id, ...row }) => [id, { ...row, now: false }]))
    : usesOf(db, look, accounts)
  const affected = rows.flatMap(({ id, name, mrr, currency }): ComponentUser[] => {
    const own = uses.get(id)
    const known = own ?? { now: false, namedAt: null, unnamedAt: null }
    // That a source is away says nothing of what its customers meet.
    const sure: Sureness | null = isSource
      ? own
        ? 'probable'
        : null
      : sureness({ ...known, now: known.now || failing.has(id) }, look.now)
    if (!sure) return []
    const valueMinor = mrr === null ? null : comparableMinor(look.currencies, { minor: mrr, currency })
    return [{ accountId: id, accountName: name, sure, seenAt: known.namedAt, failing: failing.has(id), valueMinor }]
  })
  const last = rows.at(-1)?.id ?? null
  return { last: rows.length < TURN ? null : last, affected, others: rows.length - affected.length }
}
