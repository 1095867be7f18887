import { expect, it } from 'vitest'
import { sql } from '../../main/cache/migrations/0034-search.ts'
import { migrations } from '../../main/cache/migrations/index.ts'
import { builtAt, insertRaw, migrated } from '../helpers/migration.ts'

it('a workspace of before has no words yet: all of its rows are past what was looked at', () => {
  const before = migrations.indexOf(sql)
  const db = builtAt(before)
  insertRaw(db, { account: [{ id: 3, uid: 'shop:A', name: 'A', updated_at: 0 }] })
  expect(migrated(db, ['words_due', 'words_upto', 'words_account'], migrations.slice(0, before + 1))).toEqual({
    words_due: [],
    words_upto: [],
    words_account: [],
  })
})

it('what changes afterwards is due, unless its words stay the same', () => {
  const db = builtAt(0)
  migrated(db, [])
  insertRaw(db, { account: [1, 2].map(id => ({ id, uid: `shop:${id}`, name: 'A', updated_at: 0 })) })
  db.exec("UPDATE account SET name = 'A', plan = 'Pro'; UPDATE account SET name = 'B' WHERE id = 2")
  expect(db.prepare('SELECT kind, id FROM words_due').all()).toEqual([{ kind: 0, id: 2 }])
})
