import { fileTrial } from '../accounts.ts'
import type { Trial } from '../case.ts'

const joined = (...dates: string[]) =>
  `account_id,name,signup_date\n${dates.map((date, n) => `A${n + 1},Company ${n + 1},${date}\n`).join('')}`
const signedUp = ({ signedUp }: { signedUp: string | null }) => signedUp?.slice(0, 10)

/** Dates of three two-digit numbers, of which the first may be a day or a year. */
export const trials: readonly Trial[] = [
  ...(
    [
      ['with slashes', '24/01/15', '24/02/28', '23/11/30', '2024-01-15'],
      ['with dots', '24.01.15', '24.02.28', '23.11.30', '2024-01-15'],
      ['with dashes', '24-01-15', '24-02-28', '23-11-30', '2024-01-15'],
      ['and a clock', '24/01/15 10:30', '24/02/28 11:00', '23/11/30 09:15', '2024-01-15'],
    ] as const
  ).map(([form, first, second, third, day]) =>
    fileTrial('B', {
      name: `two-digit years in front ${form} are told by how close together they lie`,
      source: 'exports of Japanese and Swedish back offices, and of mainframes, which write the year first',
      input: `${first}, ${second}, ${third}`,
      file: joined(first, second, third),
      look: signedUp,
      right: { code: 0, accounts: { A1: day, A2: '2024-02-28', A3: '2023-11-30' } },
      says: /read with the year first\. If that is wrong, choose another format/,
    }),
  ),
  fileTrial('B', {
    name: 'a number that can only be a year decides for the two-digit years above it',
    source: 'export of a membership list since the nineties',
    input: '01/02/03, 98/04/04 and 00/05/05',
    file: joined('01/02/03', '98/04/04', '00/05/05'),
    look: signedUp,
    right: { code: 0, accounts: { A1: '2001-02-03', A2: '1998-04-04', A3: '2000-05-05' } },
    says: /read with the year first/,
  }),
  fileTrial('B', {
    name: 'days in front of two-digit years are days',
    source: 'British and German exports with short years',
    input: '13/02/24, 25/12/23, 28/05/24',
    file: joined('13/02/24', '25/12/23', '28/05/24'),
    look: signedUp,
    right: { code: 0, accounts: { A1: '2024-02-13', A2: '2023-12-25', A3: '2024-05-28' } },
  }),
  fileTrial('B', {
    name: 'months in front of two-digit years are months',
    source: 'American exports with short years',
    input: '2/13/24, 12/25/23, 5/8/24',
    file: joined('2/13/24', '12/25/23', '5/8/24'),
    look: signedUp,
    right: { code: 0, accounts: { A1: '2024-02-13', A2: '2023-12-25', A3: '2024-05-08' } },
  }),
  fileTrial('B', {
    name: 'two-digit numbers of which either may be the year are asked about',
    source: 'an export of one day',
    input: '24/01/15 in each row',
    file: joined('24/01/15', '24/01/15'),
    right: { code: 1, accounts: {} },
    says: /“24\/01\/15” may be 2015-01-24 or 2024-01-15/,
  }),
  fileTrial('B', {
    name: 'what the person says of two-digit years counts',
    source: 'an export of one day',
    input: '24/01/15 with --date-order ymd',
    file: joined('24/01/15', '24/01/15'),
    options: ['--date-order', 'ymd'],
    look: signedUp,
    right: { code: 0, accounts: { A1: '2024-01-15', A2: '2024-01-15' } },
  }),
]
