import { expect, it } from 'vitest'
import { sql } from '../../main/cache/migrations/0062-contact-email.ts'
import { migrations } from '../../main/cache/migrations/index.ts'
import { builtAt, migrated } from '../helpers/migration.ts'

it('finds the contacts of an address, however its capitals are, without reading all of them', () => {
  const before = migrations.indexOf(sql)
  const db = builtAt(before)
  for (const row of [
    "INSERT INTO account (id, uid, name, updated_at) VALUES (1, 'a', 'Nordlys', 0)",
    "INSERT INTO source (id, slug, kind, name, config) VALUES (1, 's', 'files', 'Shop', '{}')",
    ...['Ada@Example.com', 'ada@example.com', 'bo@example.com'].map(
      (email, n) =>
        `INSERT INTO contact (account_id, source_id, external_id, email) VALUES (1, 1, 'c${n}', '${email}')`,
    ),
    "INSERT INTO contact (account_id, source_id, external_id) VALUES (1, 1, 'none')",
  ])
    db.exec(row)
  migrated(db, [], migrations.slice(0, before + 1))
  const asked = 'SELECT external_id FROM contact WHERE email = ? COLLATE NOCASE ORDER BY external_id'
  expect(db.prepare(asked).pluck().all('ADA@example.com')).toEqual(['c0', 'c1'])
  const plan = db.prepare(`EXPLAIN QUERY PLAN ${asked}`).all('x') as { detail: string }[]
  expect(plan.map(({ detail }) => detail)).toContainEqual('SEARCH contact USING INDEX contact_email (email=?)')
})
