import { query, type ReadDb } from '../../main/cache/db.ts'
import type { AccountRecord, ContactRecord, EventRecord, ObjectRecord } from '../../main/record/record.ts'
import { DAY, MINUTE } from '../../shared/trigger/duration.ts'
import { bareAccount, bareContact, bareEvent, bareObject, by } from './records.ts'
import { NOW } from './synced-folder.ts'

/** What a source knows at a moment; the cache must come to equal it. */
export interface Truth {
  accounts: Map<string, { name: string; plan: string }>
  /** Ids that were deleted: their accounts stay in the cache, marked. */
  deleted: Set<string>
  /** Ids that went into another account. */
  merged: Map<string, string>
  contacts: Map<string, { account: string; name: string; email: string }>
  tickets: Map<string, { account: string; state: string; openedAt: number }>
  events: Map<string, { account: string; kind: string; at: number }>
}

/** `accounts` accounts with two contacts, two tickets and three events each, all of them told apart by their ids. */
export function aTruth(accounts: number): Truth {
  const truth: Truth = {
    accounts: new Map(),
    deleted: new Set(),
    merged: new Map(),
    contacts: new Map(),
    tickets: new Map(),
    events: new Map(),
  }
  for (let n = 1; n <= accounts; n++) addAccount(truth, n)
  return truth
}

export function addAccount(truth: Truth, n: number): void {
  const account = `A${n}`
  truth.accounts.set(account, { name: `Company ${n}`, plan: n % 2 ? 'Pro' : 'Basic' })
  for (let i = 1; i <= 2; i++) {
    truth.contacts.set(`C${n}-${i}`, { account, name: `Person ${n} ${i}`, email: `p${n}.${i}@example.com` })
    truth.tickets.set(`T${n}-${i}`, { account, state: i === 1 ? 'open' : 'pending', openedAt: NOW - n * DAY })
  }
  for (let i = 1; i <= 3; i++)
    truth.events.set(`E${n}-${i}`, { account, kind: 'login', at: NOW - n * DAY + i * MINUTE })
}

export const accountRecord = (externalId: string, known: { name: string; plan: string }): AccountRecord =>
  bareAccount({ externalId, ...known })

export const contactRecord = (
  externalId: string,
  { account, name, email }: { account: string; name: string; email: string },
): ContactRecord => bareContact({ externalId, account: by(account), name, email })

export const ticketRecord = (
  externalId: string,
  { account, state, openedAt }: { account: string; state: string; openedAt: number },
): ObjectRecord => bareObject({ externalId, account: by(account), kind: 'ticket', state, openedAt })

export const eventRecord = (
  externalId: string,
  { account, kind, at }: { account: string; kind: string; at: number },
): EventRecord => bareEvent({ externalId, account: by(account), kind, at })

/** The four kinds of records as sets of lines, for comparison without regard to order. */
export interface Sets {
  accounts: string[]
  contacts: string[]
  tickets: string[]
  events: string[]
}

const lines = <T>(entries: Iterable<[string, T]>, line: (id: string, value: T) => unknown[]): string[] =>
  [...entries].map(([id, value]) => line(id, value).join(' | ')).sort()

/** What the cache must hold. An account that is gone is there, but over. */
export function expectedSets(truth: Truth): Sets {
  const home = (id: string): string => {
    const into = truth.merged.get(id)
    return into === undefined ? id : home(into)
  }
  return {
    accounts: lines(truth.accounts, (id, { name, plan }) => [
      id,
      name,
      plan,
      truth.deleted.has(id) || truth.merged.has(id) ? 'over' : 'alive',
    ]),
    contacts: lines(truth.contacts, (id, c) => [id, home(c.account), c.name, c.email]),
    tickets: lines(truth.tickets, (id, t) => [id, home(t.account), t.state, t.openedAt]),
    events: lines(truth.events, (id, e) => [id, home(e.account), e.kind, e.at]),
  }
}

/** What the cache holds of one source. Accounts are called by the id that their source gave them first. */
export function cachedSets(read: ReadDb, sourceId = 1): Sets {
  const rows = (sql: string): string[] =>
    read
      .all(query<Record<string, string | number>>(sql, [sourceId]))
      .map(row => Object.values(row).join(' | '))
      .sort()
  const own = `substr(a.uid, instr(a.uid, ':') + 1)`
  return {
    accounts: rows(`SELECT ${own}, a.name, a.plan, CASE WHEN a.churned_at IS NULL THEN 'alive' ELSE 'over' END
      FROM account a JOIN source s ON s.id = ? AND substr(a.uid, 1, instr(a.uid, ':') - 1) = s.slug`),
    contacts: rows(`SELECT c.external_id, ${own}, c.name, c.email FROM contact c
      JOIN account a ON a.id = c.account_id WHERE c.source_id = ?`),
    tickets: rows(`SELECT o.external_id, ${own}, o.state, o.opened_at FROM object o
      JOIN account a ON a.id = o.account_id WHERE o.source_id = ?`),
    events: rows(`SELECT e.external_id, ${own}, e.kind, e.at FROM event e
      JOIN account a ON a.id = e.account_id WHERE e.source_id = ?`),
  }
}

/** How many lines the two differ by. */
export function differences(expected: Sets, found: Sets): number {
  const apart = (a: readonly string[], b: readonly string[]) => {
    const others = new Set(b)
    return a.filter(line => !others.has(line)).length + (new Set(a).size < a.length ? 1 : 0)
  }
  return (Object.keys(expected) as (keyof Sets)[]).reduce(
    (sum, kind) => sum + apart(expected[kind], found[kind]) + apart(found[kind], expected[kind]),
    0,
  )
}
