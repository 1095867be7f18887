import { expect, it } from 'vitest'
import { sql } from '../../main/cache/migrations/0015-values.ts'
import { migrations } from '../../main/cache/migrations/index.ts'
import { builtAt, insertRaw, migrated, rawIssue } from '../helpers/migration.ts'

it('an issue of before has no basis yet, and keeps its value', () => {
  const before = migrations.indexOf(sql)
  const db = builtAt(before)
  insertRaw(db, {
    account: [{ id: 3, uid: 'shop:A', name: 'A', updated_at: 0 }],
    issue: [rawIssue({ id: 7, uid: 'a', account_id: 3 })],
  })
  const { issue } = migrated(db, ['issue'], migrations.slice(0, before + 1))
  expect(issue).toMatchObject([{ value_minor: 500, value_basis: '' }])
})
