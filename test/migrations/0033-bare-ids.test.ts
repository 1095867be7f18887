import { expect, it } from 'vitest'
import { sql } from '../../main/cache/migrations/0033-bare-ids.ts'
import { migrations } from '../../main/cache/migrations/index.ts'
import { builtAt, insertRaw, migrated } from '../helpers/migration.ts'

const before = migrations.indexOf(sql)

const anAccount = (id: number, uid: string) => ({ id, uid, name: uid, updated_at: 0 })
const aKey = (external_id: string, account_id: number) => ({ source_id: 1, external_id, account_id })

function anOldFile() {
  const db = builtAt(before)
  insertRaw(db, {
    source: [{ id: 1, slug: 'shop', name: 'Shop', kind: 'files', config: '{}' }],
    account: [
      anAccount(1, 'shop:="007"'),
      anAccount(2, "shop:'008"),
      anAccount(3, 'shop:009'),
      anAccount(4, 'shop:="009"'),
    ],
    account_key: [
      aKey('="007"', 1),
      aKey("'0\u200b08", 2),
      aKey('009', 3),
      aKey('="009"', 4),
      aKey("'s-Hertogenbosch", 3),
    ],
    contact: [{ id: 1, account_id: 1, source_id: 1, external_id: '="c1"', name: 'Ada' }],
    object: [
      { id: 1, account_id: 1, source_id: 1, kind: 'ticket', external_id: '="t1"' },
      { id: 2, account_id: 1, source_id: 1, kind: 'ticket', external_id: 'say ="t1"' },
    ],
    event: [{ id: 1, account_id: 1, source_id: 1, stream: 's', external_id: '\ufeffe1', kind: 'login', at: 0 }],
  })
  return db
}

it('records that were kept under the wrapping of a spreadsheet are found under the bare id', () => {
  const rows = migrated(anOldFile(), ['account_key', 'contact', 'object', 'event'])
  const ids = (table: string) => (rows[table] ?? []).map(row => row.external_id)
  expect((rows.account_key ?? []).map(({ external_id, account_id }) => [external_id, account_id]).sort()).toEqual(
    [
      ['007', 1],
      ['008', 2],
      ['009', 3],
      ['="009"', 4],
      ["'s-Hertogenbosch", 3],
    ].sort(),
  )
  expect(ids('contact')).toEqual(['c1'])
  expect(ids('object')).toEqual(['t1', 'say ="t1"'])
  expect(ids('event')).toEqual(['e1'])
})

it('the uid of an account stays as it is', () => {
  const { account = [] } = migrated(anOldFile(), ['account'])
  expect(account.map(({ uid }) => uid)).toEqual(['shop:="007"', "shop:'008", 'shop:009', 'shop:="009"'])
})
