import { expect, it } from 'vitest'
import { sql } from '../../main/cache/migrations/0039-stated-lags.ts'
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
