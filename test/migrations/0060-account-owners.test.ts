import { expect, it } from 'vitest'
import { sql } from '../../main/cache/migrations/0060-account-owners.ts'
import { migrations } from '../../main/cache/migrations/index.ts'
import { builtAt, insertRaw, migrated } from '../helpers/migration.ts'

it('what a source says of the owner stays, and nobody has decided yet', () => {
  const before = migrations.indexOf(sql)
  const db = builtAt(before)
  insertRaw(db, { account: [{ id: 1, uid: 'shop:1', name: 'A', owner: 'Yuki', updated_at: 0 }] })
  const { account, account_owner: owners } = migrated(db, ['account', 'account_owner'], migrations.slice(0, before + 1))
  expect(account).toMatchObject([{ id: 1, owner: 'Yuki' }])
  expect(owners).toEqual([])
})
