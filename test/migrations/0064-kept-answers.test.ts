import { expect, it } from 'vitest'
import { sql } from '../../main/cache/migrations/0064-kept-answers.ts'
import { migrations } from '../../main/cache/migrations/index.ts'
import { builtAt, insertRaw, migrated } from '../helpers/migration.ts'

it('begins without a kept answer, and leaves everything else as it was', () => {
  const before = migrations.indexOf(sql)
  const db = builtAt(before)
  insertRaw(db, { account: [{ id: 1, uid: 'shop:1', name: 'A', updated_at: 0 }] })
  const { account, kept_answer: kept } = migrated(db, ['account', 'kept_answer'], migrations.slice(0, before + 1))
  expect(account).toMatchObject([{ id: 1, name: 'A' }])
  expect(kept).toEqual([])
  const row = "INSERT INTO kept_answer VALUES ('review.figures', 'hash', '1.0.0', 0, 0, '{}')"
  db.exec(row)
  expect(() => db.exec(row)).toThrow('UNIQUE')
})
