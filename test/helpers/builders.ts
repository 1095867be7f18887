import type Database from 'better-sqlite3'
import type { Playbook } from '../../shared/intervention/playbook.ts'
import type { Guardrails } from '../../shared/model/guardrails.ts'
import { DAY, HOUR } from '../../shared/trigger/duration.ts'
import type { Trigger } from '../../shared/trigger/trigger.ts'
import type { Category, IssueState } from '../../shared/vocabulary.ts'

/** Wednesday, 3 July 2024, 12:00 UTC: the moment at which tests stand unless they say otherwise. */
export const NOON = Date.UTC(2024, 6, 3, 12)

/** A workspace in which nobody is held out and hours are never quiet, unless a test says so. */
export function aWorkspace(db: Database.Database, guardrails: Partial<Guardrails> = {}): void {
  putSetting(db, 'workspace', { id: 'w-1', name: 'Test', sample: false })
  putSetting(db, 'guardrails', {
    holdout: 0,
    frequencyCap: { messages: 3, days: 7 },
    quietHours: { from: 0, to: 0 },
    recentContactDays: 3,
    undoSeconds: 10,
    ...guardrails,
  })
}

export function putSetting(db: Database.Database, key: string, value: unknown): void {
  db.prepare('INSERT INTO setting VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value').run(
    key,
    JSON.stringify(value),
  )
}

const insert = (db: Database.Database, table: string, row: Record<string, unknown>): number => {
  const columns = Object.keys(row)
  const sql = `INSERT INTO ${table} (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`
  return Number(db.prepare(sql).run(...Object.values(row)).lastInsertRowid)
}

let serial = 0
const unique = (): string => `t${++serial}`

interface AccountShape {
  uid?: string
  name?: string
  plan?: string | null
  timeZone?: string | null
  renewalInDays?: number
  churnedAt?: number | null
  mrrMinor?: number | null
}

/** Inserts an account and gives its id. */
export function anAccount(db: Database.Database, shape: AccountShape = {}): number {
  const uid = shape.uid ?? `test:${unique()}`
  return insert(db, 'account', {
    uid,
    name: shape.name ?? `Account ${uid}`,
    plan: shape.plan ?? 'Pro',
    time_zone: shape.timeZone === undefined ? 'UTC' : shape.timeZone,
    renews_at: shape.renewalInDays === undefined ? null : NOON + shape.renewalInDays * DAY,
    churned_at: shape.churnedAt ?? null,
    mrr_minor: shape.mrrMinor ?? 10_000,
    currency: 'EUR',
    updated_at: NOON - 90 * DAY,
  })
}

interface ContactShape {
  name?: string | null
  email?: string | null
  timeZone?: string | null
  consent?: boolean | null
}

export function aContact(db: Database.Database, account: number, shape: ContactShape = {}): number {
  const key = unique()
  db.exec("INSERT OR IGNORE INTO source (id, slug, kind, name, config) VALUES (1, 'test', 'files', 'Test', '{}')")
  return insert(db, 'contact', {
    account_id: account,
    source_id: 1,
    external_id: key,
    name: shape.name === undefined ? 'Ada Lovelace' : shape.name,
    email: shape.email === undefined ? `${key}@example.com` : shape.email,
    time_zone: shape.timeZone ?? null,
    consent: shape.consent === undefined || shape.consent === null ? null : Number(shape.consent),
  })
}

interface IssueShape {
  account?: number
  category?: Category
  state?: IssueState
  title?: string
  playbook?: string
  closedBecause?: string
  closedAt?: number
  openedAt?: number
}

export function anIssue(db: Database.Database, shape: IssueShape = {}): number {
  return insert(db, 'issue', {
    uid: `issue:${unique()}`,
    account_id: shape.account ?? anAccount(db),
    category: shape.category ?? 'usage',
    state: shape.state ?? 'open',
    band: 1,
    title: shape.title ?? 'Use has dropped',
    opened_at: shape.openedAt ?? NOON - DAY,
    closed_at: shape.closedAt ?? null,
    closed_because: shape.closedBecause ?? null,
    signal_count: 1,
    playbook_id: shape.playbook ?? 'usage-check-in',
    priority: 1,
    risk: 0.3,
    treatability: 0.3,
    value_minor: 10_000,
    currency: 'EUR',
    urgency: 1,
    minutes: 8,
    base: 0.3,
    factors: '[]',
  })
}

interface SignalShape {
  trigger?: string
  firedAt?: number
  clearedAt?: number | null
  figures?: { name: string; label: string; value: number; usual: number | null }[]
}

export function aSignal(db: Database.Database, issue: number, shape: SignalShape = {}): number {
  const account = db.prepare('SELECT account_id FROM issue WHERE id = ?').pluck().get(issue)
  return insert(db, 'signal', {
    account_id: account,
    trigger_id: shape.trigger ?? 'usage-down',
    trigger_version: 1,
    fired_at: shape.firedAt ?? NOON - HOUR,
    cleared_at: shape.clearedAt ?? null,
    evidence: JSON.stringify({ figures: shape.figures ?? [], eventIds: [] }),
    issue_id: issue,
  })
}

/** A ticket of an account, opened at a moment and, where given, closed at another. */
export const aTicket = (db: Database.Database, account: number, openedAt: number, closedAt: number | null = null) =>
  insert(db, 'object', {
    account_id: account,
    source_id: 1,
    kind: 'ticket',
    external_id: unique(),
    state: closedAt === null ? 'open' : 'closed',
    opened_at: openedAt,
    closed_at: closedAt,
  })

export const anEvent = (db: Database.Database, account: number, kind: string, at: number, value: number | null = 1) =>
  insert(db, 'event', {
    account_id: account,
    source_id: 1,
    stream: 'test',
    external_id: unique(),
    kind,
    at,
    value,
  })

/** A trigger that fires and succeeds by counts of `feature_used`; its prior risk orders signals. */
export function aTrigger(db: Database.Database, shape: Partial<Trigger> = {}): string {
  const counted = { type: 'count', events: { kind: 'feature_used' }, over: '7d' } as const
  const trigger: Trigger = {
    id: 'usage-down',
    title: 'Use has dropped',
    sentence: '{recent} uses.',
    category: 'usage',
    when: { measure: counted, op: '<', threshold: 1 },
    cooldown: '7d',
    playbook: 'usage-check-in',
    success: { measure: counted, op: '>=', threshold: 1 },
    window: '14d',
    prior: { risk: 0.3, weight: 20 },
    minutes: 8,
    ...shape,
  }
  db.prepare('INSERT OR REPLACE INTO trigger VALUES (?, 1, 1, ?)').run(trigger.id, JSON.stringify(trigger))
  return trigger.id
}

export function aPlaybook(db: Database.Database, shape: Partial<Playbook> = {}): string {
  const playbook: Playbook = {
    id: 'usage-check-in',
    name: 'Usage check-in',
    summary: '',
    categories: ['usage'],
    treatability: 0.3,
    window: '14d',
    steps: [
      {
        type: 'outreach',
        channel: 'email',
        topic: 'service',
        subject: 'About {{ account.name }}',
        body: '{% if contact.first_name %}Hello {{ contact.first_name }},{% else %}Hello,{% endif %}\n\nAll well?',
      },
    ],
    ...shape,
  }
  const definition = JSON.stringify(playbook)
  db.prepare('INSERT OR REPLACE INTO playbook VALUES (?, 1, ?, 1)').run(playbook.id, definition)
  db.prepare('INSERT OR REPLACE INTO playbook_version VALUES (?, 1, ?)').run(playbook.id, definition)
  return playbook.id
}

/** An account with a contact, and an issue whose one signal still holds: everything that outreach needs. */
export function aReachableIssue(
  db: Database.Database,
  shape: { account?: AccountShape; contact?: ContactShape; issue?: IssueShape } = {},
): { account: number; contact: number; issue: number } {
  const account = anAccount(db, shape.account)
  const contact = aContact(db, account, shape.contact)
  const issue = anIssue(db, { ...shape.issue, account })
  aSignal(db, issue)
  return { account, contact, issue }
}
