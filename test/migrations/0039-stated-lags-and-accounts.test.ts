import { expect, it } from 'vitest'
import { sql } from '../../main/cache/migrations/0039-stated-lags-and-accounts.ts'
import { migrations } from '../../main/cache/migrations/index.ts'
import { builtAt, insertRaw, migrated } from '../helpers/migration.ts'

const before = migrations.indexOf(sql)

it('states no lag of streams that were there before', () => {
  const db = builtAt(before)
  insertRaw(db, {
    source: [{ id: 1, slug: 'shop', name: 'Shop', kind: 'files', config: '{}' }],
    stream: [{ source_id: 1, name: 'orders', rows: 3 }],
  })
  migrated(db, ['source'], migrations.slice(0, before + 1))
  expect(db.prepare('SELECT name, rows, lag FROM stream').all()).toEqual([{ name: 'orders', rows: 3, lag: null }])
})

it('takes accounts that were there before for known from the last reading on', () => {
  const db = builtAt(before)
  insertRaw(db, {
    account: [{ id: 3, uid: 's:3', name: 'Three', updated_at: 0 }],
    learned: [
      { record: 'event', from_id: 1, at: 500, first: 1, source_id: 1, stream: 's' },
      { record: 'event', from_id: 9, at: 800, first: 0, source_id: 1, stream: 's' },
    ],
  })
  migrated(db, ['account'], migrations.slice(0, before + 1))
  expect(db.prepare("SELECT from_id, at, first FROM learned WHERE record = 'account'").all()).toEqual([
    { from_id: 0, at: 800, first: 1 },
  ])
})
