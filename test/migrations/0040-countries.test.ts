import { expect, it } from 'vitest'
import { sql } from '../../main/cache/migrations/0040-countries.ts'
import { migrations } from '../../main/cache/migrations/index.ts'
import { builtAt, insertRaw, migrated } from '../helpers/migration.ts'

const before = migrations.indexOf(sql)
const after = migrations.slice(0, before + 1)

const anAccount = (id: number, country: string | null, own: object | null = null) => ({
  ...{ id, uid: `shop:${id}`, name: `${id}`, updated_at: 0 },
  ...{ country, own: own && JSON.stringify(own) },
})

it('countries become codes of ISO 3166, and what is no country stays as it is', () => {
  const db = builtAt(before)
  const written = ['DE', 'deu', ' Germany', 'Österreich', 'OSTERREICH', "Côte d'Ivoire", 'Atlantis', null]
  insertRaw(db, { account: written.map((country, n) => anAccount(n + 1, country)) })
  const { account = [] } = migrated(db, ['account'], after)
  expect(account.map(({ country }) => country)).toEqual(['DE', 'DE', 'DE', 'AT', 'AT', 'CI', 'Atlantis', null])
})

it('an account that stands for others keeps its own country as a code, too', () => {
  const db = builtAt(before)
  insertRaw(db, { account: [anAccount(1, 'Germany', { uid: 'shop:1', country: 'Germany' }), anAccount(2, null, {})] })
  const { account = [] } = migrated(db, ['account'], after)
  expect(account.map(({ own }) => JSON.parse(String(own)))).toEqual([{ uid: 'shop:1', country: 'DE' }, {}])
})

it('ids lose the marks that nobody sees, unless another record has the bare one', () => {
  const db = builtAt(before)
  const aKey = (external_id: string, account_id: number) => ({ source_id: 1, external_id, account_id })
  insertRaw(db, {
    source: [{ id: 1, slug: 'shop', name: 'Shop', kind: 'files', config: '{}' }],
    account: [1, 2, 3, 4].map(id => anAccount(id, null)),
    account_key: [aKey('\u202a007\u202c', 1), aKey('“008”', 2), aKey('009', 3), aKey('\u2066009', 4)],
  })
  const { account_key = [] } = migrated(db, ['account_key'], after)
  expect(account_key.map(({ external_id }) => external_id).sort()).toEqual(['007', '008', '009', '\u2066009'])
})
