import { expect, it } from 'vitest'
import { sql } from '../../main/cache/migrations/0036-notes.ts'
import { migrations } from '../../main/cache/migrations/index.ts'
import { builtAt, insertRaw, migrated } from '../helpers/migration.ts'

it('a workspace of before has no notes and keeps what it has', () => {
  const before = migrations.indexOf(sql)
  const db = builtAt(before)
  insertRaw(db, { account: [{ id: 3, uid: 'shop:A', name: 'A', updated_at: 0 }] })
  const { account, ...rest } = migrated(db, ['account', 'note', 'mention', 'watch'], migrations.slice(0, before + 1))
  expect([account?.map(({ id }) => id), rest]).toEqual([[3], { note: [], mention: [], watch: [] }])
})

it('a note that changes or goes is due to be found by other words', () => {
  const db = builtAt(0)
  migrated(db, [])
  const note = { account_id: 3, author: 'kim', at: 1 }
  insertRaw(db, {
    account: [{ id: 3, uid: 'shop:A', name: 'A', updated_at: 0 }],
    note: [1, 2, 3, 4].map(id => ({ ...note, id, uid: `n${id}`, text: 'Called' })),
  })
  db.exec(`UPDATE note SET edited_at = 9; UPDATE note SET text = 'Wrote' WHERE id = 1;
    UPDATE note SET withdrawn_at = 9 WHERE id = 2; DELETE FROM note WHERE id = 3`)
  expect(db.prepare('SELECT id FROM words_due WHERE kind = 5').pluck().all()).toEqual([1, 2, 3])
})

it('mentions go with their note', () => {
  const db = builtAt(0)
  migrated(db, [])
  db.pragma('foreign_keys = ON')
  insertRaw(db, {
    account: [{ id: 3, uid: 'shop:A', name: 'A', updated_at: 0 }],
    note: [{ id: 1, uid: 'n', account_id: 3, author: 'kim', at: 1, text: '@maya' }],
    mention: [{ note_id: 1, actor: 'maya' }],
  })
  db.exec('DELETE FROM note')
  expect(db.prepare('SELECT * FROM mention').all()).toEqual([])
})
