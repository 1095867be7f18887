import type { Trial } from '../case.ts'
import { type Imported, imported, wordsOf } from '../imported.ts'

interface MapTrial extends Pick<Trial, 'name' | 'source' | 'input' | 'right' | 'says'> {
  files: Readonly<Record<string, string>>
  /** What `map.json` says; absent: what the columns tell. */
  map?: object
  look: (found: Imported) => Promise<unknown>
}

/** A trial of what a mapping can say, by files and, where one is stated, a mapping file beside them. */
const mapTrial = ({ files, map, look, ...trial }: MapTrial): Trial => ({
  kind: 'G',
  ...trial,
  run: () =>
    imported({ files, ...(map && { map: { mapping: 1, ...map } }) }, async found => ({
      got: { code: found.code, ...((await look(found)) as object) },
      said: wordsOf(found),
    })),
})

const text = (field: string) => ({ field, type: 'text' })
const day = (field: string) => ({ field, type: 'date', format: 'iso' })
const ACCOUNTS = 'account_id,name\nU1,Ada Ltd\nU2,Bob Ltd\n'

async function timelineOf({ client }: Imported, name: string) {
  const [hit] = await client.account.list({ search: name })
  if (!hit) return null
  const { entries } = await client.account.timeline({ id: hit.id })
  return entries.map(({ kind, at }) => [kind, new Date(at).toISOString().slice(0, 16)]).toSorted()
}
const accountOf = async ({ client }: Imported, name: string) => {
  const [hit] = await client.account.list({ search: name })
  return hit ? client.account.get({ id: hit.id }) : null
}
const rowsOf = async ({ client }: Imported) =>
  Object.fromEntries((await client.source.list()).flatMap(({ streams }) => streams.map(one => [one.name, one.rows])))

const LOG = 'time_stamp,user_id,visited\n2024-12-01 08:00,U1,/a\n2024-12-01 08:00,U1,/b\n2024-12-02 09:30,U2,/a\n'
const logMap = (id: object) => ({
  streams: [
    {
      name: 'visits',
      path: 'log.csv',
      mapping: {
        record: 'event',
        id,
        account: { by: 'id', field: 'user_id' },
        kind: { const: 'page_dwelt' },
        at: { field: 'time_stamp', type: 'date', format: 'ymd' },
        properties: { page: text('visited') },
      },
    },
    { name: 'users', path: 'accounts.csv', mapping: { record: 'account', id: text('account_id'), name: text('name') } },
  ],
})

const WIDE = 'customer,customer_name,order_no,ordered,parcel,status\nC1,Ada Ltd,O1,2024-12-01,P1,shipped\n'

/** What a mapping can say of the rows of files. */
export const trials: readonly Trial[] = [
  mapTrial({
    name: 'a log without an id column is told apart by several columns',
    source: 'web analytics log',
    input: 'time_stamp,user_id,visited with id {"columns": […]}',
    files: { 'log.csv': LOG, 'accounts.csv': ACCOUNTS },
    map: logMap({ columns: ['time_stamp', 'user_id', 'visited'] }),
    look: rowsOf,
    right: { code: 0, visits: 3, users: 2 },
  }),
  mapTrial({
    name: 'a log without an id column is told apart by its content, where that is stated',
    source: 'web analytics log',
    input: 'time_stamp,user_id,visited with id {"content": true}',
    files: { 'log.csv': LOG, 'accounts.csv': ACCOUNTS },
    map: logMap({ content: true }),
    look: rowsOf,
    right: { code: 0, visits: 3, users: 2 },
  }),
  mapTrial({
    name: 'parts of an id that contain the mark between them do not meet',
    source: 'ids with bars in them',
    input: 'a|b + c and a + b|c',
    files: { 'log.csv': 'time_stamp,user_id,visited\n2024-12-01,U1,a|b\n2024-12-01,U1,b\n', 'accounts.csv': ACCOUNTS },
    map: logMap({ columns: ['user_id', 'visited'] }),
    look: rowsOf,
    right: { code: 0, visits: 2, users: 2 },
  }),
  mapTrial({
    name: 'a row without any part of its id is quarantined with the reason',
    source: 'web analytics log',
    input: 'a row with blank key cells',
    files: {
      'log.csv': 'time_stamp,user_id,visited,session,hit\n2024-12-01,U1,/a,S1,1\n2024-12-01,U1,/b,,\n',
      'accounts.csv': ACCOUNTS,
    },
    map: logMap({ columns: ['session', 'hit'] }),
    look: rowsOf,
    right: { code: 0, visits: 1, users: 2 },
    says: /session: partly read \(1 row not\)/,
  }),
  mapTrial({
    name: 'a dated log without an id is recognised without a mapping',
    source: 'export of a device',
    input: 'account_id,seen_at,page,page again',
    files: {
      'visits.csv':
        'account_id,seen_at,n\nU1,2024-12-01T08:00:00Z,1\nU1,2024-12-01T08:00:00Z,2\nU1,2024-12-01T08:00:00Z,2\n',
      'accounts.csv': ACCOUNTS,
    },
    look: async found => ({ seen: (await timelineOf(found, 'Ada Ltd'))?.length }),
    right: { code: 0, seen: 3 },
    says: /visits: whole rows: lines that are the same as an earlier one/,
  }),
  mapTrial({
    name: 'one row is a customer, an order and a parcel',
    source: 'flat export of a shop',
    input: 'three streams of one file',
    files: { 'wide.csv': WIDE },
    map: {
      streams: [
        {
          name: 'customers',
          path: 'wide.csv',
          mapping: { record: 'account', id: text('customer'), name: text('customer_name') },
        },
        {
          name: 'orders',
          path: 'wide.csv',
          mapping: {
            record: 'object',
            id: text('order_no'),
            kind: 'order',
            account: { by: 'id', field: 'customer' },
            openedAt: day('ordered'),
          },
        },
        {
          name: 'parcels',
          path: 'wide.csv',
          mapping: {
            record: 'object',
            id: text('parcel'),
            kind: 'shipment',
            account: { by: 'object', kind: 'order', field: 'order_no' },
            state: text('status'),
          },
        },
      ],
    },
    look: rowsOf,
    right: { code: 0, customers: 1, orders: 1, parcels: 1 },
  }),
  mapTrial({
    name: 'the address of a customer is a person who can be written to',
    source: 'customers.csv without a file of contacts',
    input: 'customer_id,name,email',
    files: { 'customers.csv': 'customer_id,name,email\nC1,Ada Ltd,ada@shop.example\nC2,Bob Ltd,\n' },
    look: async found => {
      const account = await accountOf(found, 'Ada Ltd')
      return { contacts: account?.contacts.map(({ email }) => email), properties: account?.properties }
    },
    right: { code: 0, contacts: ['ada@shop.example'], properties: {} },
  }),
  mapTrial({
    name: 'contacts that have a file of their own are not made a second time',
    source: 'customers.csv beside contacts.csv',
    input: 'both files name an address',
    files: {
      'customers.csv': 'customer_id,name,email\nC1,Ada Ltd,billing@shop.example\n',
      'contacts.csv': 'contact_id,customer_id,name,email\nP1,C1,Ada Lovelace,ada@shop.example\n',
    },
    look: async found => ({ contacts: (await accountOf(found, 'Ada Ltd'))?.contacts.map(({ email }) => email) }),
    right: { code: 0, contacts: ['ada@shop.example'] },
  }),
  mapTrial({
    name: 'each amount is in the currency that its own row names',
    source: 'orders of a shop in two countries',
    input: '120000,JPY and 99.90,EUR',
    files: {
      'accounts.csv':
        'account_id,name,mrr,currency\nU1,Ada Ltd,120000,JPY\nU2,Bob Ltd,99.90,EUR\nU3,Cyd Ltd,1.250,KWD\n',
    },
    look: async found => {
      const seen = await Promise.all(['Ada Ltd', 'Bob Ltd', 'Cyd Ltd'].map(name => accountOf(found, name)))
      return { amounts: seen.map(one => `${one?.mrrMinor} ${one?.currency}`) }
    },
    right: { code: 0, amounts: ['120000 JPY', '9990 EUR', '1250 KWD'] },
  }),
  mapTrial({
    name: 'an amount whose currency is blank is quarantined, not guessed',
    source: 'orders of a shop in two countries',
    input: 'an amount beside an empty currency',
    files: { 'accounts.csv': 'account_id,name,mrr,currency\nU1,Ada Ltd,100,EUR\nU2,Bob Ltd,100,\n' },
    look: async found => ({
      kept: (await accountOf(found, 'Ada Ltd'))?.currency,
      lost: await accountOf(found, 'Bob Ltd'),
    }),
    right: { code: 0, kept: 'EUR', lost: null },
    says: /currency: partly read \(1 row not\)/,
  }),
  mapTrial({
    name: 'a mapping that does not name the file says so and imports nothing',
    source: 'a mapping made for another month',
    input: '--map for orders-*.csv and a file invoices.csv beside it',
    files: { 'invoices.csv': 'id\n1\n', 'accounts.csv': ACCOUNTS },
    map: { streams: [{ name: 'a', path: 'accounts*.csv', mapping: { record: 'account', id: text('account_id') } }] },
    look: async found => ({ sources: (await found.client.source.list()).length }),
    right: { code: 1, sources: 0 },
    says: /names accounts\*\.csv and not this file/,
  }),
  mapTrial({
    name: 'a mapping by a pattern reads the file of any month',
    source: 'monthly exports',
    input: '--map for accounts*.csv and accounts-2024-12.csv',
    files: { 'accounts-2024-12.csv': ACCOUNTS },
    map: {
      streams: [
        {
          name: 'a',
          path: 'accounts*.csv',
          mapping: { record: 'account', id: text('account_id'), name: text('name') },
        },
      ],
    },
    look: rowsOf,
    right: { code: 0, a: 2 },
  }),
]
