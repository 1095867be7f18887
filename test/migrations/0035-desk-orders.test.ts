import { expect, it } from 'vitest'
import { sql } from '../../main/cache/migrations/0035-desk-orders.ts'
import { migrations } from '../../main/cache/migrations/index.ts'
import { builtAt, insertRaw, migrated, rawIssue } from '../helpers/migration.ts'

it('issues of before are in every new order', () => {
  const before = migrations.indexOf(sql)
  const db = builtAt(before)
  insertRaw(db, {
    account: [1, 2].map(id => ({ id, uid: `shop:${id}`, name: 'A', updated_at: 0 })),
    issue: [
      rawIssue({ id: 1, uid: 'i1', account_id: 1, risk: 0.2, minutes: 5, due_at: null }),
      rawIssue({ id: 2, uid: 'i2', account_id: 2, risk: 0.4, minutes: 9, due_at: 7 }),
    ],
  })
  migrated(db, [], migrations.slice(0, before + 1))
  const inOrder = (index: string, key: string) =>
    db.prepare(`SELECT id FROM issue INDEXED BY ${index} WHERE state = 'open' ORDER BY ${key}`).pluck().all()
  expect(inOrder('issue_by_risk', 'risk DESC, id')).toEqual([2, 1])
  expect(inOrder('issue_by_minutes', 'minutes, id')).toEqual([1, 2])
  expect(inOrder('issue_by_deadline', 'coalesce(due_at, 9007199254740991), id')).toEqual([2, 1])
})
