import type Database from 'better-sqlite3'
import { CATEGORIES } from '../../shared/vocabulary.ts'

/** Fills a cache with accounts that have issues in all states, bands and categories, in an order of no meaning. */
export function manyIssues(db: Database.Database, n: number): void {
  const account = db.prepare('INSERT INTO account (uid, name, updated_at) VALUES (?, ?, 0)')
  const issue = db.prepare(
    `INSERT INTO issue (uid, account_id, category, state, band, title, opened_at, signal_count, playbook_id, priority, risk,
       treatability, value_minor, currency, urgency, minutes, base, factors, claimed_by, snoozed_until)
     VALUES (?, ?, ?, ?, ?, 'Title', 0, 1, 'p', ?, 0.3, 0.5, 1000, 'EUR', 1, 6, 0.1, '[]', ?, ?)`,
  )
  const states = ['open', 'open', 'open', 'open', 'open', 'snoozed', 'acting', 'closed']
  const pick = <T>(list: readonly T[], i: number): T => list[i % list.length] as T
  db.transaction(() => {
    for (let i = 0; i < n; i++) {
      const { lastInsertRowid } = account.run(`many:${i}`, `Company ${i}`)
      const state = pick(states, Math.imul(i, 2654435761) >>> 7)
      const claimed = i % 50 === 0 ? 'maya' : i % 50 === 1 ? 'ola' : null
      const priority = ((Math.imul(i, 2654435761) >>> 0) % 5_000) / 10
      const snoozed = state === 'snoozed' ? 1 : null
      issue.run(`issue:${i}`, lastInsertRowid, pick(CATEGORIES, i), state, i % 3, priority, claimed, snoozed)
    }
  })()
}
