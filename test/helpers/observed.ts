import type Database from 'better-sqlite3'
import type { Playbook } from '../../shared/intervention/playbook.ts'
import type { Condition, Trigger } from '../../shared/trigger/trigger.ts'

/** Builders that write observed facts straight into a cache, as a sync would have left them. */

/** The tests' "today": a Friday noon, UTC. */
export const NOON = Date.parse('2024-11-15T12:00:00Z')

interface AnAccount {
  name?: string
  mrrMinor?: number | null
  currency?: string | null
  renewsAt?: number | null
  churnedAt?: number | null
}

/** Inserts an account and marks it dirty; its id. */
export function anAccount(db: Database.Database, of: AnAccount = {}): number {
  const n = (db.prepare('SELECT count(*) AS n FROM account').get() as { n: number }).n + 1
  const { lastInsertRowid } = db
    .prepare(
      `INSERT INTO account (uid, name, mrr_minor, currency, renews_at, churned_at, updated_at)
       VALUES (?, ?, ?, ?, ?, ?, 0)`,
    )
    .run(
      `test:${n}`,
      of.name ?? `Company ${n}`,
      of.mrrMinor === undefined ? 10_000 : of.mrrMinor,
      of.currency === undefined ? 'EUR' : of.currency,
      of.renewsAt ?? null,
      of.churnedAt ?? null,
    )
  markDirty(db, Number(lastInsertRowid))
  return Number(lastInsertRowid)
}

export const markDirty = (db: Database.Database, account: number): void => {
  db.prepare('INSERT OR IGNORE INTO dirty VALUES (?)').run(account)
}

interface AnEvent {
  account: number
  kind: string
  at: number
  value?: number | null
  properties?: Record<string, string | number | boolean>
}

/** Inserts an event and marks its account dirty; its id. */
export function anEvent(db: Database.Database, { account, kind, at, value = null, properties = {} }: AnEvent): number {
  const n = (db.prepare('SELECT count(*) AS n FROM event').get() as { n: number }).n
  const { lastInsertRowid } = db
    .prepare(
      `INSERT INTO event (account_id, source_id, stream, external_id, kind, at, value, properties)
       VALUES (?, 1, 'test', ?, ?, ?, ?, ?)`,
    )
    .run(account, `E${n}`, kind, at, value, JSON.stringify(properties))
  markDirty(db, account)
  return Number(lastInsertRowid)
}

interface AnObject {
  account: number
  kind: string
  state?: string
  openedAt?: number
  closedAt?: number
  dueAt?: number
  amountMinor?: number
  currency?: string
}

export function anObject(db: Database.Database, of: AnObject): void {
  const n = (db.prepare('SELECT count(*) AS n FROM object').get() as { n: number }).n
  db.prepare(
    `INSERT INTO object (account_id, source_id, kind, external_id, state, opened_at, closed_at, due_at, amount_minor,
       currency) VALUES (?, 1, ?, ?, ?, ?, ?, ?, ?, ?)`,
  ).run(
    of.account,
    of.kind,
    `O${n}`,
    of.state ?? null,
    of.openedAt ?? null,
    of.closedAt ?? null,
    of.dueAt ?? null,
    of.amountMinor ?? null,
    of.currency ?? null,
  )
}

/** `count(kind) over … ≥ n`, the plainest condition there is. */
export const atLeast = (n: number, kind: string, over: string): Condition => ({
  measure: { type: 'count', events: { kind }, over },
  op: '>=',
  threshold: n,
})

export const aTrigger = (of: Partial<Trigger> = {}): Trigger => ({
  id: 'payments-failing',
  title: 'Payment will fail again',
  sentence: '{recent} failed payments in 14 days.',
  category: 'billing',
  when: atLeast(3, 'payment_failed', '14d'),
  cooldown: '7d',
  playbook: 'new-card',
  success: atLeast(1, 'payment_succeeded', '14d'),
  window: '14d',
  prior: { risk: 0.4, weight: 10 },
  minutes: 6,
  ...of,
})

/** Stores a trigger as switched on, with a playbook of its name. */
export function withTrigger(db: Database.Database, of: Partial<Trigger> = {}, treatability = 0.5): Trigger {
  const trigger = aTrigger(of)
  const playbook: Playbook = {
    id: trigger.playbook,
    name: trigger.playbook,
    summary: '',
    categories: [trigger.category],
    treatability,
    window: '14d',
    steps: [{ type: 'outreach', channel: 'email', topic: 'service', subject: 'S', body: 'B' }],
  }
  const definition = JSON.stringify(playbook)
  db.prepare('INSERT OR REPLACE INTO playbook VALUES (?, 1, ?, 1)').run(playbook.id, definition)
  db.prepare('INSERT OR REPLACE INTO playbook_version VALUES (?, 1, ?)').run(playbook.id, definition)
  db.prepare('INSERT OR REPLACE INTO trigger VALUES (?, 1, 1, ?)').run(trigger.id, JSON.stringify(trigger))
  return trigger
}
