import { expect, it } from 'vitest'
import { sql } from '../../main/cache/migrations/0027-learned.ts'
import { migrations } from '../../main/cache/migrations/index.ts'
import { builtAt, insertRaw, layout, migrated } from '../helpers/migration.ts'

const before = migrations.indexOf(sql)

it('what was there before counts as a first reading, and nothing is known of what it said earlier', () => {
  const db = builtAt(before)
  insertRaw(db, {
    account: [{ id: 3, uid: 'shop:A', name: 'A', updated_at: 0 }],
    event: [{ id: 5, account_id: 3, source_id: 1, stream: 's', external_id: 'e', kind: 'login', at: 7 }],
  })
  const { learned, past } = migrated(db, ['learned', 'past'], migrations.slice(0, before + 1))
  expect(learned).toEqual([{ record: 'event', from_id: 0, at: 0, first: 1, source_id: 0, stream: '' }])
  expect(past).toEqual([])
})

it('is the same whether a file grew into it or was made with it', () => {
  const grown = builtAt(before)
  migrated(grown, [], migrations.slice(0, before + 1))
  expect(layout(grown)).toEqual(layout(builtAt(before + 1)))
})
