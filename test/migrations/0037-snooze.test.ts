import { expect, it } from 'vitest'
import { sql } from '../../main/cache/migrations/0037-snooze.ts'
import { migrations } from '../../main/cache/migrations/index.ts'
import { builtAt, insertRaw, migrated, rawIssue } from '../helpers/migration.ts'

it('an issue that was snoozed before stays snoozed, and nobody knows what it was then', () => {
  const before = migrations.indexOf(sql)
  const db = builtAt(before)
  insertRaw(db, {
    account: [{ id: 3, uid: 'shop:A', name: 'A', updated_at: 0 }],
    issue: [rawIssue({ id: 1, uid: 'i', account_id: 3, state: 'snoozed', snoozed_until: 9 })],
  })
  const { issue } = migrated(db, ['issue'], migrations.slice(0, before + 1))
  expect(issue).toMatchObject([{ state: 'snoozed', snoozed_until: 9, snoozed_from: null, returned: null }])
})
