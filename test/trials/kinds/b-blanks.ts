import { fileTrial } from '../accounts.ts'
import type { Trial } from '../case.ts'
import { imported, wordsOf } from '../imported.ts'

const table = (header: string, ...rows: string[]) => `${[header, ...rows].join('\n')}\n`
const HEADER = 'account_id,name,mrr_eur,renewal_date'
const GOOD = 'A1,Ada,12.50,2025-06-01'
const both = ({ mrr, renews }: { mrr: string | null; renews: string | null }) => [mrr, renews]
const ADA = ['1250 EUR', '2025-06-01T00:00:00Z']

/** Words for none, and days that no calendar has. */
export const trials: readonly Trial[] = [
  fileTrial('B', {
    name: 'n/a in one of a thousand rows is blank there, and every other row keeps its values',
    source: 'helpdesk thread: “revenue missing after import”',
    input: '1,000 accounts, row 501 has n/a in mrr and in renewal_date',
    file: table(
      HEADER,
      ...Array.from({ length: 1_000 }, (_, n) => (n === 500 ? `A${n},C,n/a,n/a` : `A${n},C,12.50,2025-06-01`)),
    ),
    look: both,
    right: {
      code: 0,
      accounts: Object.fromEntries(Array.from({ length: 1_000 }, (_, n) => [`A${n}`, n === 500 ? [null, null] : ADA])),
    },
    says: /renewal_date: read as .*; blank in 1 row \(line 502 “n\/a”\)/,
  }),
  ...['null', 'None', '–', '-', '\\N', 'NULL', '#N/A'].map(none =>
    fileTrial('B', {
      name: `“${none}” is no amount and no date`,
      source: 'exports of databases, Python and spreadsheets',
      input: `${none} in mrr and in renewal_date`,
      file: table(HEADER, GOOD, `A2,Bob,${none},${none}`),
      look: both,
      right: { code: 0, accounts: { A1: ADA, A2: [null, null] } },
      says: /blank in 1 row/,
    }),
  ),
  ...['0000-00-00', '1970-01-01T00:00:00Z', '0001-01-01', '9999-12-31', '1899-12-30'].map(zero =>
    fileTrial('B', {
      name: `${zero} is no renewal`,
      source: 'MySQL, .NET, Excel and subscription systems',
      input: `${zero} in renewal_date`,
      file: table(HEADER, GOOD, `A2,Bob,10.00,${zero}`),
      look: both,
      right: { code: 0, accounts: { A1: ADA, A2: ['1000 EUR', null] } },
      says: new RegExp(`blank in 1 row \\(line 3 “${zero}”\\)`),
    }),
  ),
  {
    kind: 'B',
    name: 'a ticket whose closing date is a zero date is open',
    source: 'public issue of a helpdesk migration',
    input: 'closed_at 0000-00-00 00:00:00',
    right: {
      code: 0,
      told: [
        ['Ticket opened', 1],
        ['Ticket opened', 1],
        ['Ticket solved', 2],
      ],
    },
    run: () =>
      imported(
        {
          files: {
            'accounts.csv': 'account_id,name\nA1,Ada\n',
            'tickets.csv': table(
              'ticket_id,account_id,opened_at,closed_at',
              'T1,A1,2024-03-01,0000-00-00 00:00:00',
              'T2,A1,2024-03-01,2024-03-02 10:00:00',
            ),
          },
        },
        async found => {
          const [account] = await found.client.account.list({ offset: 0, limit: 10 })
          const { entries } = await found.client.account.timeline({ id: account?.id ?? 0, limit: 50 })
          return {
            got: { code: found.code, told: entries.map(({ title, at }) => [title, new Date(at).getUTCDate()]).sort() },
            said: wordsOf(found),
          }
        },
      ),
  },
]
