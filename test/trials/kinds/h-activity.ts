import type { Trial } from '../case.ts'
import { imported, wordsOf } from '../imported.ts'

const table = (...rows: string[]) => `${rows.join('\n')}\n`
const ACCOUNTS = table('account_id,name', 'A1,Ada')

interface Log {
  name: string
  file: string
  rows: readonly string[]
  right: readonly string[]
  map?: object
  says?: RegExp
}

/** The events of one account. */
const logTrial = ({ name, file, rows, right, map, says }: Log): Trial => ({
  kind: 'H',
  ...{ name, source: 'own: logs of web servers and product analytics', input: rows.join(' / '), right },
  ...(says && { says }),
  run: () =>
    imported({ files: { 'accounts.csv': ACCOUNTS, [file]: table(...rows) }, ...(map && { map }) }, async found => {
      const [account] = await found.client.account.list({ limit: 1 })
      const { entries } = await found.client.account.timeline({ id: account?.id ?? 0 })
      const got = entries.map(({ at }) => new Date(at).toISOString().slice(0, 16)).sort()
      return { got, said: wordsOf(found) }
    }),
})

const VIEWS = [
  'account_id,occurred_at,page',
  'A1,2024-01-10T10:00:00Z,/home',
  'A1,2024-01-10T10:00:00Z,/home',
  'A1,2024-01-10T11:00:00Z,/home',
]
const accounts = {
  name: 'accounts',
  path: 'accounts.csv',
  mapping: { record: 'account', id: { field: 'account_id' }, name: { field: 'name' } },
}
const views = (id: object) => ({
  mapping: 1,
  streams: [
    accounts,
    {
      name: 'views',
      path: 'views.csv',
      mapping: {
        ...{ record: 'event', id, account: { field: 'account_id' }, kind: { const: 'page_dwelt' } },
        at: { field: 'occurred_at' },
      },
    },
  ],
})

/** How often something happened. */
export const trials: readonly Trial[] = [
  logTrial({
    name: 'two lines of a log that say the same are two events',
    file: 'views.csv',
    rows: VIEWS,
    right: ['2024-01-10T10:00', '2024-01-10T10:00', '2024-01-10T11:00'],
    says: /views: whole rows: lines that are the same as an earlier one.*events of their own.*\(1 row: line 3/,
  }),
  logTrial({
    name: 'lines that a mapping calls copies are one event, and said',
    file: 'views.csv',
    rows: VIEWS,
    map: views({ content: true, repeats: 'one' }),
    right: ['2024-01-10T10:00', '2024-01-10T11:00'],
    says: /views: whole rows: rows that are the same as an earlier one.*kept as one event/,
  }),
  logTrial({
    name: 'a usage row that counts 0 is no activity',
    file: 'usage.csv',
    rows: ['account_id,date,usage_count', 'A1,2024-01-10,3', 'A1,2024-01-11,0', 'A1,2024-01-12,1', 'A1,2024-01-13,-2'],
    right: ['2024-01-10T00:00', '2024-01-12T00:00'],
    says: /usage: usage_count: rows that count 0 or less.*\(2 rows: line 3 “0”, line 5 “-2”\)/,
  }),
  logTrial({
    name: 'a measurement of 0 is one',
    file: 'temperatures.csv',
    rows: ['account_id,date,value', 'A1,2024-01-10,3', 'A1,2024-01-11,0'],
    right: ['2024-01-10T00:00', '2024-01-11T00:00'],
  }),
]
