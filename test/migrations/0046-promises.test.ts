import { expect, it } from 'vitest'
import { sql } from '../../main/cache/migrations/0046-promises.ts'
import { migrations } from '../../main/cache/migrations/index.ts'
import { builtAt, insertRaw, migrated, rawIssue } from '../helpers/migration.ts'

it('messages of before are past: promises are looked for in those that are queued afterwards', () => {
  const before = migrations.indexOf(sql)
  const db = builtAt(before)
  // The message stands for itself: its intervention tells nothing here.
  db.pragma('foreign_keys = OFF')
  insertRaw(db, {
    account: [{ id: 3, uid: 'shop:A', name: 'A', updated_at: 0 }],
    issue: [rawIssue({ id: 1, uid: 'i', account_id: 3 })],
    outbox: [
      {
        ...{ id: 7, key: 'k', intervention_id: 'v', issue_id: 1, account_id: 3, lane: 'l', channel: 'email' },
        ...{ recipient: 'a@b.example', payload: '{}', overrides: '[]', state: 'sent', queued_at: 1, not_before: 1 },
      },
    ],
  })
  expect(migrated(db, ['promise', 'promise_upto'], migrations.slice(0, before + 1))).toEqual({
    promise: [],
    promise_upto: [{ one: 1, outbox_id: 7 }],
  })
})
