import type Database from 'better-sqlite3'
import { expect, it } from 'vitest'
import { sql } from '../../main/cache/migrations/0057-incident-sizes.ts'
import { migrations } from '../../main/cache/migrations/index.ts'
import { builtAt, insertRaw, migrated, rawIssue } from '../helpers/migration.ts'

const sizes = (db: Database.Database) =>
  db.prepare('SELECT incident_id AS id, accounts, waiting FROM incident_size WHERE accounts > 0 ORDER BY 1').all()

/** The same, counted from the issues. */
const counted = (db: Database.Database) =>
  db
    .prepare(
      `SELECT m.incident_id AS id, count(DISTINCT i.account_id) AS accounts, sum(i.state = 'open') AS waiting
       FROM incident_issue m JOIN issue i ON i.id = m.issue_id WHERE m.taken_out = 0 GROUP BY 1 ORDER BY 1`,
    )
    .all()

const STEPS = [
  ["UPDATE issue SET state = 'acting' WHERE id = 1", { accounts: 2, waiting: 1 }],
  ["UPDATE issue SET state = 'closed' WHERE id = 1", { accounts: 2, waiting: 1 }],
  ["UPDATE issue SET state = 'open' WHERE id IN (1, 3)", { accounts: 2, waiting: 3 }],
  ['UPDATE incident_issue SET taken_out = 1 WHERE incident_id = 1 AND issue_id = 3', { accounts: 1, waiting: 2 }],
  ['UPDATE issue SET account_id = 1 WHERE id = 3', { accounts: 1, waiting: 2 }],
  ['UPDATE incident_issue SET taken_out = 0 WHERE incident_id = 1 AND issue_id = 3', { accounts: 1, waiting: 3 }],
  ['UPDATE issue SET account_id = 2 WHERE id = 3', { accounts: 2, waiting: 3 }],
  ['INSERT INTO incident_issue VALUES (1, 4, 0, 0)', { accounts: 3, waiting: 4 }],
  ['DELETE FROM incident_issue WHERE incident_id = 1 AND issue_id IN (1, 3)', { accounts: 2, waiting: 2 }],
  ['UPDATE issue SET account_id = 3 WHERE id = 2', { accounts: 1, waiting: 2 }],
] as const

it('an incident knows how many accounts it has and how many of its issues wait, whatever happens to them', () => {
  const before = migrations.indexOf(sql)
  const db = builtAt(before)
  insertRaw(db, {
    account: [1, 2, 3].map(id => ({ id, uid: `shop:${id}`, name: 'A', updated_at: 0 })),
    issue: [
      rawIssue({ id: 1, uid: 'i1', account_id: 1 }),
      rawIssue({ id: 2, uid: 'i2', account_id: 1, category: 'billing' }),
      rawIssue({ id: 3, uid: 'i3', account_id: 2, category: 'delivery', state: 'closed' }),
      rawIssue({ id: 4, uid: 'i4', account_id: 3 }),
    ],
    incident: [1, 2].map(id => ({
      ...{ id, uid: `n${id}`, dimension: 'carrier', cause: `c${id}`, state: 'open' },
      ...{ began_at: 0, found_at: 0, last_at: 0, usual: 0 },
    })),
    incident_issue: [1, 2, 3].map(issue_id => ({ incident_id: 1, issue_id, began_at: 0 })),
  })
  migrated(db, [], migrations.slice(0, before + 1))
  expect(sizes(db)).toEqual([{ id: 1, accounts: 2, waiting: 2 }])
  for (const [step, size] of STEPS) {
    db.exec(step)
    expect(sizes(db), step).toEqual([{ id: 1, ...size }])
    expect(sizes(db), step).toEqual(counted(db))
  }
})
