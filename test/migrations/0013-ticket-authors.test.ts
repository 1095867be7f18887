import { expect, it } from 'vitest'
import { sql } from '../../main/cache/migrations/0013-ticket-authors.ts'
import { migrations } from '../../main/cache/migrations/index.ts'
import { builtAt, insertRaw, layout, migrated } from '../helpers/migration.ts'

const version = migrations.indexOf(sql) + 1

it('nobody has said yet who began a ticket that was there before, so it counts as the customer’s', () => {
  const db = builtAt(version - 1)
  insertRaw(db, {
    account: [{ id: 1, uid: 's:A', name: 'Shop', updated_at: 0 }],
    object: [{ id: 5, account_id: 1, source_id: 1, kind: 'ticket', external_id: 'T' }],
  })
  const { object } = migrated(db, ['object'], migrations.slice(0, version))
  expect(object).toMatchObject([{ id: 5, author: null, author_judged: null }])
})

it('the layout is the same whether a file grew into it or was made with it', () => {
  const grown = builtAt(version - 1)
  migrated(grown, [], migrations.slice(0, version))
  expect(layout(grown)).toEqual(layout(builtAt(version)))
})
