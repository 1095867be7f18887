import { expect, it } from 'vitest'
import { sql } from '../../main/cache/migrations/0030-life-curves.ts'
import { migrations } from '../../main/cache/migrations/index.ts'
import { builtAt, insertRaw, migrated } from '../helpers/migration.ts'

it('nothing is known of lives until they are learned; objects stay as they are', () => {
  const before = migrations.indexOf(sql)
  const db = builtAt(before)
  const object = { id: 1, account_id: 1, home_id: 1, source_id: 1, kind: 'shipment', external_id: 'a', lane: 'x' }
  insertRaw(db, { account: [{ id: 1, uid: 'a', name: 'A', updated_at: 0 }], object: [object] })
  expect(migrated(db, ['life_curve', 'object'], migrations.slice(0, before + 1))).toMatchObject({
    life_curve: [],
    object: [object],
  })
})
