import { fileTrial } from '../accounts.ts'
import type { Trial } from '../case.ts'
import { imported, wordsOf } from '../imported.ts'

const table = (...rows: string[]) => `${rows.join('\n')}\n`

const ACCOUNTS = table('account_id,name,seats,owner_id', '101.0,Ada,5.0,7.0', '102.0,Bob,8.0,', '103.0,Cy,,8.0')
const TICKETS = table('ticket_id,account_id,status,created_at', '1,101,open,2026-01-01', '2,103,open,2026-01-01')

/** Whole numbers as pandas writes a column that has a gap. */
export const trials: readonly Trial[] = [
  {
    kind: 'E',
    name: 'an id of 101.0 in one file is the 101 of another, in either direction',
    source: 'pandas: DataFrame.to_csv of a column with NaN',
    input: 'accounts 101.0, tickets of 101; accounts 101, tickets of 101.0',
    right: [
      { code: 0, accounts: ['101', '102', '103'], tickets: [1, 0, 1] },
      { code: 0, accounts: ['101', '102', '103'], tickets: [1, 0, 1] },
    ],
    run: async () => {
      const plain = ACCOUNTS.replaceAll(/^(10\d)\.0/gm, '$1')
      const floated = TICKETS.replaceAll(/,(10\d),/g, ',$1.0,')
      const both = []
      const said: string[] = []
      for (const files of [
        { 'accounts.csv': ACCOUNTS, 'tickets.csv': TICKETS },
        { 'accounts.csv': plain, 'tickets.csv': floated },
      ])
        both.push(
          await imported({ files }, async found => {
            said.push(...wordsOf(found))
            const accounts = await found.client.account.list({ offset: 0, limit: 10 })
            const full = await Promise.all(
              accounts.map(async ({ id }) => {
                const { externalId } = await found.client.account.get({ id })
                const { entries } = await found.client.account.timeline({ id })
                return { externalId, tickets: entries.length }
              }),
            )
            full.sort((a, b) => (a.externalId < b.externalId ? -1 : 1))
            return {
              code: found.code,
              accounts: full.map(({ externalId }) => externalId),
              tickets: full.map(({ tickets }) => tickets),
            }
          }),
        )
      return { got: both, said }
    },
  },
  fileTrial('E', {
    name: 'whole numbers with a fraction of none are whole, and a version keeps its dot',
    source: 'pandas',
    input: 'seats 5.0, owner_id 7.0, app_version 1.10',
    file: table('account_id,seats,owner_id,app_version', 'A1,5.0,7.0,1.10', 'A2,8.0,8.0,1.9'),
    look: ({ properties }) => properties,
    right: {
      code: 0,
      accounts: {
        A1: { seats: 5, owner_id: 7, app_version: '1.10' },
        A2: { seats: 8, owner_id: 8, app_version: '1.9' },
      },
    },
  }),
]
