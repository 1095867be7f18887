import type Database from 'better-sqlite3'
import { CATEGORIES } from '../../../shared/vocabulary.ts'
import { NOW } from './data.ts'

/** Makes bare accounts with ids from 1 up to `count`, where they are not there yet. */
export function makeAccounts(connection: Database.Database, count: number): void {
  connection
    .prepare(
      `WITH RECURSIVE n(i) AS (SELECT (SELECT count(*) FROM account) + 1 UNION ALL SELECT i + 1 FROM n WHERE i < @count)
       INSERT INTO account (uid, name, plan, currency, updated_at)
       SELECT 'bench:' || i, 'Account ' || (i * 7919 % 1000003), 'Growth', 'EUR', 0 FROM n WHERE i <= @count`,
    )
    .run({ count })
}

/**
 * Brings the open issues up to `count`: spread over accounts, categories, bands and priorities, every tenth claimed.
 * One account holds at most one of each category, so there must be `count / 5` accounts.
 */
export function makeIssues(connection: Database.Database, count: number): void {
  const category = CATEGORIES.map((name, i) => `WHEN ${i} THEN '${name}'`).join(' ')
  connection
    .prepare(
      `WITH RECURSIVE n(i) AS (SELECT (SELECT count(*) FROM issue) UNION ALL SELECT i + 1 FROM n WHERE i < @count - 1)
       INSERT INTO issue (uid, account_id, category, state, band, title, opened_at, signal_count, playbook_id, priority, risk,
         treatability, value_minor, currency, urgency, minutes, base, factors, claimed_by)
       SELECT 'issue:' || i, i / 5 + 1, CASE i % 5 ${category} END, 'open', i % 3, 'Uses it much less than usual', @now - i, 1,
         'check-in', (i * 2654435761 % 1000003) / 1000.0, 0.3, 0.3, 10000, 'EUR', 1, 6, 0.1, '[]',
         CASE WHEN i % 10 = 0 THEN 'somebody' END
       FROM n WHERE i < @count`,
    )
    .run({ count, now: NOW })
}
