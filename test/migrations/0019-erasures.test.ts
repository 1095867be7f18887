import { expect, it } from 'vitest'
import { sql } from '../../main/cache/migrations/0019-erasures.ts'
import { migrations } from '../../main/cache/migrations/index.ts'
import { builtAt, insertRaw, migrated } from '../helpers/migration.ts'

it('a workspace of before has erased nobody, and keeps its suppressed addresses', () => {
  const before = migrations.indexOf(sql)
  const db = builtAt(before)
  insertRaw(db, { suppression: [{ address: 'ada@example.com', reason: 'asked not to', at: 1 }] })
  const after = migrated(db, ['erasure', 'tombstone', 'tombstone_met', 'suppression'], migrations.slice(0, before + 1))
  expect(after).toEqual({
    erasure: [],
    tombstone: [],
    tombstone_met: [],
    suppression: [{ address: 'ada@example.com', reason: 'asked not to', at: 1 }],
  })
})
