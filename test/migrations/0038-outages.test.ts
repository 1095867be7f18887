import { expect, it } from 'vitest'
import { sql } from '../../main/cache/migrations/0038-outages.ts'
import { migrations } from '../../main/cache/migrations/index.ts'
import { builtAt, insertRaw, migrated } from '../helpers/migration.ts'

const before = migrations.indexOf(sql)

it('a workspace of before has no outage, and Forestall itself supplies its kind from now on', () => {
  const db = builtAt(before)
  insertRaw(db, { stream_kind: [{ source_id: 3, stream: 'orders', record: 'object', kind: 'order' }] })
  expect(migrated(db, ['outage', 'stream_kind'], migrations.slice(0, before + 1))).toEqual({
    outage: [],
    stream_kind: [
      { source_id: 0, stream: 'outages', record: 'object', kind: 'service_outage' },
      { source_id: 3, stream: 'orders', record: 'object', kind: 'order' },
    ],
  })
})

it('a component has one outage at a time, however it is capitalised', () => {
  const db = builtAt(0)
  migrated(db, [])
  const row = { dimension: 'carrier', sure: '[]', began_at: 1, declared_at: 1, declared_by: 'ada' }
  insertRaw(db, { outage: [{ ...row, uid: 'a', component: 'DHL', state: 'closed' }] })
  insertRaw(db, { outage: [{ ...row, uid: 'b', component: 'DHL', state: 'open' }] })
  expect(() => insertRaw(db, { outage: [{ ...row, uid: 'c', component: 'dhl', state: 'over' }] })).toThrow(/UNIQUE/)
})
