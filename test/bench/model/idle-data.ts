import type Database from 'better-sqlite3'

const DAY = 86_400_000

/** A numbered list from a first to before a last, for inserts in bulk. */
const numbers = 'WITH RECURSIVE n (i) AS (SELECT $from UNION ALL SELECT i + 1 FROM n WHERE i < $to - 1)'

/**
 * Accounts number `from` to before `to` as evaluations have left them at `now`: five events each, everybody to be looked at
 * again within a day, and each fifth with a signal, an issue, a message that left and an outcome that nobody has judged.
 */
export function settledAccounts(db: Database.Database, from: number, to: number, now: number): void {
  const fill = (insert: string, select: string) =>
    db.prepare(`${numbers} INSERT INTO ${insert} ${select}`).run({ from, to, now })
  db.transaction(() => {
    fill(
      'account (id, uid, name, plan, mrr_minor, currency, signed_up_at, updated_at)',
      `SELECT 1 + i, 'idle:' || i, 'Company ' || i, 'Pro', 1000 + i % 977, 'EUR', $now - 400 * ${DAY}, 0 FROM n`,
    )
    fill(
      'event (account_id, source_id, stream, external_id, kind, at, value)',
      `SELECT 1 + i, 1, 'usage', i || '-' || e.value, iif(e.value, 'feature_used', 'login'),
         $now - ${DAY} * (1 + e.value) - i % 1000, 1 FROM n, json_each('[0,1,2,3,4]') e`,
    )
    const fifth = 'WHERE i % 5 = 0'
    fill(
      `issue (id, uid, account_id, category, state, band, title, opened_at, signal_count, playbook_id, priority, risk,
         treatability, value_minor, currency, value_basis, urgency, minutes, base, factors)`,
      `SELECT 1 + i, 'idle:' || i || '/usage', 1 + i, 'usage', 'acting', 2, 'Use has dropped', $now - ${DAY}, 1,
         'usage-check-in', 1, 0.3, 0.3, 1000 + i % 977, 'EUR', '{"by":"known","rates":[],"missing":[]}', 1, 8, 0.1, '[]'
       FROM n ${fifth}`,
    )
    fill(
      'signal (account_id, trigger_id, trigger_version, fired_at, evidence, issue_id)',
      `SELECT 1 + i, 'usage-down', 1, $now - ${DAY}, '{"figures":[],"eventIds":[]}', 1 + i FROM n ${fifth}`,
    )
    fill(
      `intervention (id, issue_id, account_id, trigger_id, playbook_id, playbook_version, arm, exposed_at, window_ends_at,
         started_by)`,
      `SELECT 'v' || i, 1 + i, 1 + i, 'usage-down', 'usage-check-in', 1, 'treatment', $now - 2 * ${DAY},
         $now + 12 * ${DAY}, 'maya' FROM n ${fifth}`,
    )
    fill('outcome (intervention_id, window_ends_at)', `SELECT 'v' || i, $now + 12 * ${DAY} FROM n ${fifth}`)
    fill(
      `outbox (key, intervention_id, issue_id, account_id, lane, channel, recipient, payload, overrides, state, queued_at,
         not_before, sent_at)`,
      `SELECT 'k' || i, 'v' || i, 1 + i, 1 + i, 'lane' || i, 'email', i || '@example.com', '{}', '[]', 'sent', 0, 0,
         $now - ${DAY} FROM n ${fifth}`,
    )
    fill('due (account_id, at)', `SELECT 1 + i, $now + ((i * 7919) % 86400) * 1000 FROM n`)
  })()
  // Everybody was looked at just now, and is looked at again within a day.
  db.exec(`DELETE FROM issue_due WHERE issue_id > ${from}`)
  db.exec(`UPDATE outcome_due SET at = ${now} + (rowid_of.n * 7919 % 86400) * 1000 FROM
    (SELECT intervention_id, CAST(substr(intervention_id, 2) AS INTEGER) AS n FROM outcome_due WHERE at = 0) rowid_of
    WHERE rowid_of.intervention_id = outcome_due.intervention_id`)
}
