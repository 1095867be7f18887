import type Database from 'better-sqlite3'
import { HOUR } from '../../shared/trigger/duration.ts'
import { CATEGORIES } from '../../shared/vocabulary.ts'
import { NOON } from './builders.ts'

/** Rows of every table that grows with use: enough for the planner to weigh one way against another. */
export const MANY = 6_000

/** One of a list, by row, in no order. */
const one = (list: string, by = 'i'): string => {
  const values = list.split(', ')
  return `CASE (${by} * 7919) % ${values.length} ${values.map((value, n) => `WHEN ${n} THEN ${value}`).join(' ')} END`
}

/** Each is what a row of number `i` holds, and how many rows there are for each account. */
const tablesOf = (rows: number): [insert: string, values: string, times?: number][] => [
  [
    'account (uid, name, plan, mrr_minor, currency, merged_into, updated_at)',
    `'big:' || i, 'Company ' || i, 'Pro', i, 'EUR', iif(i % 100 = 99, i, NULL), 0`,
  ],
  ['account_key (source_id, external_id, account_id)', `1, 'k' || i, 1 + i`],
  [
    'contact (account_id, source_id, external_id, name, email)',
    `1 + i, 1, 'c' || i, 'Ada ' || i, 'ada' || i || '@example.com'`,
  ],
  [
    'event (account_id, source_id, stream, external_id, kind, at, value)',
    `1 + i % ${rows}, 1, 'usage', 'e' || i, ${one("'feature_used', 'login', 'payment_failed', 'error_seen'")}, @now - i * @hour, 1`,
    5,
  ],
  [
    'object (account_id, source_id, kind, external_id, state, state_since, opened_at, closed_at)',
    `1 + i % ${rows}, 1, ${one("'ticket', 'order', 'invoice', 'shipment', 'subscription'")}, 'o' || i, 'open', 0,
     @now - i * @hour, iif(i % 3, @now, NULL)`,
    2,
  ],
  ['object_state', `1 + i, @now - i, 'open', NULL`],
  ['dirty', '1 + i'],
  ['due', '1 + i, @now + i'],
  ['identity', `'email', 'ada' || i || '@example.com', 1 + i, 1, 1`],
  ['merge_proposal', `1 + i, 2 + i, 'domain', 'a' || i, 0.5, @now, iif(i % 50, 'rejected', 'open'), NULL, NULL`],
  ['merge', `'m' || i, 1 + i, 2 + i, 'domain', @now, 'maya', NULL, '{}'`],
  [
    `issue (uid, account_id, category, state, band, band_until, title, opened_at, closed_at, signal_count, playbook_id,
       priority, risk, treatability, value_minor, currency, urgency, minutes, model_id, base, factors, claimed_by,
       snoozed_until)`,
    `'i' || i, 1 + i, ${one(CATEGORIES.map(name => `'${name}'`).join(', '))}, ${one("'open', 'snoozed', 'acting', 'closed', 'closed', 'closed', 'closed'")},
     i % 3, @now + i, 'Use has dropped', @now - i, NULL, 1, 'usage-check-in', i % 977, 0.3, 0.3, 1000, 'EUR', 1, 8,
     1 + i % 40, 0.3, '[]', iif(i % 40, NULL, 'maya'), iif(i % 7 = 1, @now + i, NULL)`,
  ],
  [
    `signal (account_id, trigger_id, trigger_version, fired_at, cleared_at, evidence, issue_id, dimension, cause,
       began_at)`,
    `1 + i, ${one("'usage-down', 'payment-failed', 'shipment-exception', 'errors-spike'")}, 1, @now - i, NULL,
     '{"figures":[],"eventIds":[]}', iif(i % 500, 1 + i, NULL), ${one("'carrier', 'trigger', 'release'")},
     'cause ' || (i % 90), @now - i`,
  ],
  ['held_back', `'usage-down', i % 90, 1 + i`],
  [
    'incident (uid, dimension, cause, state, began_at, found_at, last_at, usual)',
    `'n' || i, 'carrier', 'cause ' || i, iif(i % 50, 'closed', 'open'), @now - i, @now, @now, 0.1`,
  ],
  ['incident_issue', `1 + i % 300, 1 + i, @now, 0`],
  [
    `intervention (id, issue_id, account_id, trigger_id, playbook_id, playbook_version, arm, exposed_at,
       window_ends_at, started_by, state, wake_at, batch_id)`,
    `'v' || i, 1 + i, 1 + i, 'usage-down', 'usage-check-in', 1, iif(i % 20, 'treatment', 'control'),
     @now - i * @hour, @now, 'maya', iif(i % 9, 'done', 'running'), iif(i % 18, NULL, @now + i), 'b' || (i % 60)`,
  ],
  ['step', `'v' || i, 0, 0, iif(i % 11, 'outreach', 'task'), iif(i % 3, 'done', 'open'), @now, NULL, '{"title":""}'`],
  [
    `outbox (key, intervention_id, issue_id, account_id, lane, channel, recipient, payload, overrides, state,
       queued_at, not_before, sent_at, provider_id)`,
    `'key' || i, 'v' || i, 1 + i, 1 + i, 'lane' || (i % 2000), 'email', 'ada' || (i % 2000) || '@example.com',
     '{}', '[]', ${one("'sent', 'sent', 'sent', 'sent', 'sent', 'waiting', 'refused', 'unsure', 'held'")},
     @now, @now, @now - i, 'p' || i`,
  ],
  ['attempt', `1 + i, 1, @now, @now, 'sent', NULL`],
  ['approval', `1 + i, '[]', 'maya', @now, iif(i % 30, 'approved', NULL), 'sam', @now, NULL`],
  ['verdict', `'v' || i, @now, 'compose', '[]'`],
  [
    'outcome (intervention_id, window_ends_at, proposal, judged)',
    `'v' || i, @now + i, iif(i % 18, NULL, 'quiet'), iif(i % 9, 'quiet', NULL)`,
  ],
  [
    'unsent (at, stage, ended, step, issue_id, account_id, playbook_id, channel, actor, because)',
    `@now - i, 'compose', 'refused', 0, 1 + i, 1 + i, 'usage-check-in', 'email', 'maya', '[]'`,
  ],
  ['consent', `1 + i, 'service', 1, @now, 'maya'`],
  ['suppression', `'gone' || i || '@example.com', 'asked not to', @now`],
  [
    `resolution (outbox_id, intervention_id, issue_id, account_id, action, target, params, evidence_before, applied_at)`,
    `1 + i, 'v' || i, 1 + i, 1 + i, 'stripe.retry_payment', 'in_' || i, '{}', '[]', @now`,
  ],
  [
    'journal (id, actor, device, at, command, args, undo, undoes, hash)',
    `'j' || i, 'maya', 'desk', @now, 'queue.claim', '{}', NULL, iif(i % 40, NULL, 'j' || (i - 1)), ''`,
  ],
  [
    'quarantine (source_id, stream, line, raw, fingerprint, reason, at)',
    `1, 'usage', i, '{}', 'f' || i, 'no account', 0`,
  ],
]

/**
 * Fills a cache with many rows in every table that grows; what is there already stays. `rows` is how many of most of them;
 * events and objects are several times as many, and they span the same years however many they are. Tables named in
 * `except` are left alone.
 */
export function fillTables(db: Database.Database, rows: number, except: readonly string[] = []): void {
  for (const [insert, values, times = 1] of tablesOf(rows)) {
    if (except.includes(insert.split(' ')[0] ?? '')) continue
    db.prepare(
      `WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < ${rows * times - 1})
       INSERT INTO ${insert} SELECT ${values} FROM n WHERE true ON CONFLICT DO NOTHING`,
    ).run({ now: NOON, hour: Math.max(1, Math.round((HOUR * MANY) / rows)) })
  }
}
