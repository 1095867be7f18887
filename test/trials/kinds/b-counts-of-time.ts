import { fileTrial } from '../accounts.ts'
import type { Trial } from '../case.ts'

const joined = (...moments: string[]) =>
  `account_id,name,created_at\n${moments.map((at, n) => `A${n + 1},Company ${n + 1},${at}\n`).join('')}`
const signedUp = ({ signedUp }: { signedUp: string | null }) => signedUp

/** Moments that are counted from a year on, and documents that say the type of each number. */
export const trials: readonly Trial[] = [
  ...(
    [
      ['seconds', '1705314600', '1703980800'],
      ['milliseconds', '1705314600000', '1703980800000'],
      ['microseconds', '1705314600000000', '1703980800000000'],
      ['seconds with a fraction', '1705314600.0', '1703980800.0'],
    ] as const
  ).map(([unit, first, second]) =>
    fileTrial('B', {
      name: `${unit} since 1970 are counted in UTC, whatever zone is said for clocks`,
      source: 'exports of Stripe, Segment and data warehouses, imported with the zone of the office',
      input: `${first} with --zone Europe/Berlin`,
      file: joined(first, second),
      options: ['--zone', 'Europe/Berlin'],
      look: signedUp,
      right: { code: 0, accounts: { A1: '2024-01-15T10:30:00Z', A2: '2023-12-31T00:00:00Z' } },
    }),
  ),
  fileTrial('B', {
    name: 'seconds that seem to be of the nineties are said to be so',
    source: 'Apple: Core Data counts seconds since 2001',
    input: '726993000 and 725846400',
    file: joined('726993000', '725846400'),
    look: signedUp,
    right: { code: 0, accounts: { A1: '1993-01-14T06:30:00Z', A2: '1993-01-01T00:00:00Z' } },
    says: /726993000 is 1993-01-14\. If that is too early, they count from another year/,
  }),
  fileTrial('B', {
    name: 'the types that MongoDB writes behind a name hide no revenue and no date',
    source: 'mongoexport in canonical mode',
    input: 'mrr_eur.$numberDecimal, createdAt.$date.$numberLong',
    file: {
      'accounts.json': `${JSON.stringify([
        {
          _id: { $oid: '65a1f0c2e4b0a1b2c3d4e5f6' },
          name: 'Ada',
          createdAt: { $date: { $numberLong: '1705314600000' } },
          mrr_eur: { $numberDecimal: '1240.50' },
        },
        {
          _id: { $oid: '65a1f0c2e4b0a1b2c3d4e5f7' },
          name: 'Bo',
          createdAt: { $date: { $numberLong: '1703980800000' } },
          mrr_eur: { $numberDecimal: '99.00' },
        },
      ])}\n`,
    },
    look: ({ signedUp, mrr }) => [signedUp, mrr],
    right: {
      code: 0,
      accounts: {
        '65a1f0c2e4b0a1b2c3d4e5f6': ['2024-01-15T10:30:00Z', '124050 EUR'],
        '65a1f0c2e4b0a1b2c3d4e5f7': ['2023-12-31T00:00:00Z', '9900 EUR'],
      },
    },
  }),
  fileTrial('E', {
    name: 'an id whose words are written together names the account',
    source: 'Dynamics and SQL Server: accountid, customerid',
    input: 'accountid beside name',
    file: 'accountid,name,statecode\na-1,Ada Ltd,0\na-2,Bo GmbH,0\n',
    look: ({ name }) => name,
    right: { code: 0, accounts: { 'a-1': 'Ada Ltd', 'a-2': 'Bo GmbH' } },
  }),
]
