import type Database from 'better-sqlite3'
import type { ReadDb } from '../../../main/cache/db.ts'
import { inOneGo, type Plan, planMany } from '../../../main/intervention/start/plan.ts'
import { NOW } from '../cache/data.ts'
import { stopwatch, type Took } from '../timing.ts'

const DAY = 86_400_000

const PLAYBOOK = {
  id: 'check-in',
  name: 'Check-in',
  summary: '',
  categories: ['usage'],
  treatability: 0.3,
  window: '14d',
  steps: [{ type: 'outreach', channel: 'email', topic: 'service', subject: 'Hello', body: 'Hello' }],
}

/**
 * A workspace that has written for a year: `accounts` accounts in six time zones with a contact and an open issue each,
 * and `messages` messages that have left, spread over them; a hundredth of the addresses is suppressed, a fiftieth of the
 * accounts has an open ticket.
 */
export function makePast(db: Database.Database, accounts: number, messages: number): void {
  const fill = (sql: string) => db.prepare(sql).run({ accounts, messages, now: NOW, year: 365 * DAY })
  const n = (upTo: string) => `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < @${upTo})`
  const zones = `CASE i % 6 WHEN 0 THEN 'Europe/Lisbon' WHEN 1 THEN 'Europe/Berlin' WHEN 2 THEN 'America/New_York'
    WHEN 3 THEN 'Asia/Kolkata' WHEN 4 THEN 'Asia/Kathmandu' ELSE 'Australia/Lord_Howe' END`
  db.transaction(() => {
    db.prepare('INSERT OR REPLACE INTO playbook VALUES (?, 1, ?, 1)').run(PLAYBOOK.id, JSON.stringify(PLAYBOOK))
    fill(`${n('accounts')} INSERT INTO account (id, uid, name, plan, time_zone, currency, updated_at)
      SELECT i, 'bench:' || i, 'Account ' || i, 'Growth', ${zones}, 'EUR', 0 FROM n`)
    fill(`${n('accounts')} INSERT INTO contact (id, account_id, source_id, external_id, name, email)
      SELECT i, i, 1, 'c' || i, 'Ada', 'c' || i || '@example' || (i % 500) || '.com' FROM n`)
    fill(`${n('accounts')} INSERT INTO issue (id, uid, account_id, category, state, band, title, opened_at, signal_count,
        playbook_id, priority, risk, treatability, value_minor, currency, urgency, minutes, base, factors)
      SELECT i, 'issue:' || i, i, 'usage', 'open', 1, 'Uses it less', @now, 1, 'check-in', i, 0.3, 0.3, 10000, 'EUR', 1, 6, 0.1,
        '[]' FROM n`)
    fill(`${n('accounts')} INSERT INTO signal (account_id, trigger_id, trigger_version, fired_at, evidence, issue_id)
      SELECT i, 'usage-down', 1, @now - 3600000, '{}', i FROM n`)
    fill(`${n('accounts')} INSERT INTO object (account_id, source_id, kind, external_id, opened_at, closed_at)
      SELECT i, 1, 'ticket', 't' || i, @now - 40 * 86400000, CASE WHEN i % 50 > 0 THEN @now - 30 * 86400000 END FROM n`)
    fill(`${n('accounts')} INSERT INTO suppression SELECT 'c' || i || '@example' || (i % 500) || '.com', 'asked us', 0
      FROM n WHERE i % 100 = 0`)
    fill(`${n('accounts')} INSERT INTO issue (id, uid, account_id, category, state, band, title, opened_at, closed_at,
        signal_count, playbook_id, priority, risk, treatability, value_minor, currency, urgency, minutes, base,
        factors)
      SELECT @accounts + i, 'past:' || i, i, 'access', 'closed', 1, 'Past', 0, 1, 1, 'check-in', 0, 0, 0, 0, 'EUR', 1, 1, 0,
        '[]' FROM n`)
    fill(`${n('messages')} INSERT INTO intervention (id, issue_id, account_id, contact_id, trigger_id, playbook_id,
        playbook_version, arm, exposed_at, window_ends_at, started_by)
      SELECT 'past-' || i, @accounts + (i * 7919) % @accounts + 1, (i * 7919) % @accounts + 1, (i * 7919) % @accounts + 1, 'usage-down', 'check-in', 1,
        'treatment', @now - @year + (@year / @messages) * i, @now, 'ada' FROM n`)
    fill(`${n('messages')} INSERT INTO outbox (key, intervention_id, issue_id, account_id, lane, channel, recipient, payload,
        overrides, state, queued_at, not_before, attempts, sent_at)
      SELECT 'k' || i, 'past-' || i, @accounts + a, a, address, 'email', address, '{}', '[]', 'sent', at, at, 1, at FROM (
        SELECT i, a, at, 'c' || a || '@example' || (a % 500) || '.com' AS address FROM (
          SELECT i, (i * 7919) % @accounts + 1 AS a, @now - @year + (@year / @messages) * i AS at FROM n))`)
  })()
}

/** Plans `count` messages in a workspace made by `makePast`: how long that took, and how many of them may leave now. */
export function planTime(read: ReadDb, accounts: number, count: number): Took & { leave: number } {
  const step = Math.max(1, Math.floor(accounts / count))
  const plans: Plan[] = Array.from({ length: count }, (_, i) => ({ issueId: i * step + 1, playbookId: 'check-in' }))
  const watch = stopwatch()
  const planned = planMany(read, plans, NOW, inOneGo(NOW, 1))
  return { ...watch(), leave: planned.filter(({ decision }) => decision.leaves === 'now').length }
}
