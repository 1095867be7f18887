import { fileTrial } from '../accounts.ts'
import type { Trial } from '../case.ts'

const HEADER = 'account_id,name,signup_date'
const lines = (header: string, ...rows: string[]) => `${[header, ...rows].join('\n')}\n`
/** One account for each date. */
const joined = (...dates: string[]) => lines(HEADER, ...dates.map((date, n) => `A${n + 1},Company ${n + 1},${date}`))
const signedUp = ({ signedUp }: { signedUp: string | null }) => signedUp
const days = (day: string, count: number) => Array.from({ length: count }, () => day)
const all = (count: number, right: unknown) =>
  Object.fromEntries(Array.from({ length: count }, (_, n) => [`A${n + 1}`, right]))

/** Dates as exports write them. */
export const trials: readonly Trial[] = [
  fileTrial('B', {
    name: 'one day that does not exist is quarantined, and its neighbours keep their dates',
    source: 'support thread of a CSV importer: “one bad date empties the column”',
    input: '2024-02-30 among good dates',
    file: joined('2024-02-28', '2024-02-29', '2024-02-30', '2024-03-01'),
    look: signedUp,
    right: {
      code: 0,
      accounts: { A1: '2024-02-28T00:00:00Z', A2: '2024-02-29T00:00:00Z', A4: '2024-03-01T00:00:00Z' },
    },
    says: /signup_date: partly read \(1 row not\): line 4 “2024-02-30”/,
  }),
  fileTrial('B', {
    name: 'a few rows at the end decide which number is the month',
    source: 'forum thread on day and month swapped by a preview of the first rows',
    input: '2,100 rows M/D with D ≤ 12, then 2 with D ≥ 13',
    file: joined(...days('3/4/2024', 2_100), '3/14/2024', '12/31/2024'),
    look: signedUp,
    right: {
      code: 0,
      accounts: { ...all(2_100, '2024-03-04T00:00:00Z'), A2101: '2024-03-14T00:00:00Z', A2102: '2024-12-31T00:00:00Z' },
    },
    says: /Line 2102 says “3\/14\/2024”: month first/,
  }),
  fileTrial('B', {
    name: 'dates that fit both orders are asked about, and nothing is kept',
    source: 'forum thread on day and month swapped by a preview of the first rows',
    input: '01/02/2024 and 03/04/2024 alone',
    file: joined('01/02/2024', '03/04/2024'),
    right: { code: 1, accounts: {} },
    says: /line 2 “01\/02\/2024” may be 2024-02-01 or 2024-01-02.*\n?/,
  }),
  fileTrial('B', {
    name: 'dates that fit both orders are read as the person says',
    source: 'forum thread on day and month swapped by a preview of the first rows',
    input: '01/02/2024 with --date-order mdy',
    file: joined('01/02/2024', '03/04/2024'),
    options: ['--date-order', 'mdy'],
    look: signedUp,
    right: { code: 0, accounts: { A1: '2024-01-02T00:00:00Z', A2: '2024-03-04T00:00:00Z' } },
  }),
  fileTrial('B', {
    name: 'dates that contradict each other are asked about',
    source: 'two offices in one sheet',
    input: '13/02/2024 beside 02/13/2024',
    file: joined('13/02/2024', '02/13/2024', '01/02/2024'),
    right: { code: 1, accounts: {} },
    says: /--date-order dmy where the day comes first/,
  }),
  fileTrial('B', {
    name: 'one date in the other order among many is quarantined',
    source: 'two offices in one sheet',
    input: '40 × 25/03/2024, one 03/26/2024',
    file: joined(...days('25/03/2024', 40), '03/26/2024'),
    look: signedUp,
    right: { code: 0, accounts: all(40, '2024-03-25T00:00:00Z') },
    says: /partly read \(1 row not\): line 42 “03\/26\/2024”/,
  }),
  ...(
    [
      ['with dashes, day first and a time', '22-04-2014 03:53', '2014-04-22T03:53:00Z'],
      ['with a two-digit year', '31/12/24', '2024-12-31T00:00:00Z'],
      ['with AM and PM', '12/31/2024 11:05 PM', '2024-12-31T23:05:00Z'],
      ['at noon and midnight of twelve hours', '12/31/2024 12:00 AM', '2024-12-31T00:00:00Z'],
      ['with the name of a month', 'Dec 31, 2024', '2024-12-31T00:00:00Z'],
      ['with a month of another language', '31. Dezember 2024', '2024-12-31T00:00:00Z'],
      ['as an e-mail writes it', 'Tue, 31 Dec 2024 10:00:00 +0200', '2024-12-31T08:00:00Z'],
      ['with slashes and the year first', '2024/12/31', '2024-12-31T00:00:00Z'],
      ['without any marks', '20241231', '2024-12-31T00:00:00Z'],
      ['with a zone', '2024-12-31T23:30:00-05:00', '2025-01-01T04:30:00Z'],
      ['as Excel counts days', '45657', '2024-12-31T00:00:00Z'],
      ['as Excel counts days and hours', '45657.5', '2024-12-31T12:00:00Z'],
      ['as seconds since 1970', '1735603200', '2024-12-31T00:00:00Z'],
      ['as milliseconds since 1970', '1735603200000', '2024-12-31T00:00:00Z'],
    ] as const
  ).map(([form, text, right]) =>
    fileTrial('B', {
      name: `a date ${form} is that date`,
      source: 'exports of helpdesks, shops and spreadsheets',
      input: text,
      file: lines('account_id;name;signup_date', `A1;Ada Ltd;${text}`),
      look: signedUp,
      right: { code: 0, accounts: { A1: right } },
    }),
  ),
]
