import { fileTrial } from '../accounts.ts'
import type { Trial } from '../case.ts'
import { imported, wordsOf } from '../imported.ts'

const table = (...rows: string[]) => `${rows.join('\n')}\n`

interface Due {
  name: string
  cells: readonly string[]
  right: readonly (string | null)[]
  options?: readonly string[]
  says?: RegExp
}

/** When orders are due. */
const dueTrial = ({ name, cells, right, options = [], says }: Due): Trial => ({
  kind: 'B',
  ...{ name, source: 'own: promised dates of shops', input: `due_date ${cells.join(' | ')}`, right },
  ...(says && { says }),
  run: () =>
    imported(
      {
        options,
        files: {
          'accounts.csv': table('account_id,name', 'A1,Ada'),
          'orders.csv': table(
            'order_id,account_id,ordered_at,due_date',
            ...cells.map((cell, n) => `O${n},A1,2024-01-0${n + 1},${cell}`),
          ),
        },
      },
      async found => {
        const [account] = await found.client.account.list({ limit: 1 })
        const { records } = await found.client.account.page({ id: account?.id ?? 0 })
        const ordered = records.toSorted((a, b) => (a.externalId < b.externalId ? -1 : 1))
        const got = ordered.map(({ dueAt }) => (dueAt === null ? null : new Date(dueAt).toISOString().slice(0, 19)))
        return { got, said: wordsOf(found) }
      },
    ),
})

/** Moments, one for each account. */
const moments = (name: string, cells: readonly string[], right: readonly (string | null)[], says?: RegExp): Trial =>
  fileTrial('B', {
    ...{ name, source: 'own: exports in other languages', input: cells.join(' | ') },
    file: table('account_id,signed_up_at', ...cells.map((cell, n) => `A${n + 1},"${cell}"`)),
    look: ({ signedUp }) => signedUp?.slice(0, 10) ?? null,
    // A row with a date that cannot be read waits in quarantine.
    right: {
      code: 0,
      accounts: Object.fromEntries(right.flatMap((value, n) => (value === null ? [] : [[`A${n + 1}`, value]]))),
    },
    ...(says && { says }),
  })

/** Days on which something is due, and dates that other languages write. */
export const trials: readonly Trial[] = [
  dueTrial({
    name: 'what is due on a day is due until the day is over',
    cells: ['2024-02-01', '2024-02-02'],
    right: ['2024-02-01T23:59:59', '2024-02-02T23:59:59'],
    says: /orders: due_date: days without a time: due until their end in UTC \(2 rows/,
  }),
  dueTrial({
    name: 'a day is over when it is over in the zone of the mapping',
    cells: ['2024-02-01', '2024-07-02'],
    options: ['--zone', 'America/New_York'],
    right: ['2024-02-02T04:59:59', '2024-07-03T03:59:59'],
    says: /days without a time: due until their end in America\/New_York/,
  }),
  dueTrial({
    name: 'a moment at which something is due stays that moment',
    cells: ['2024-02-01T00:00:00Z', '2024-02-01T12:00:00Z'],
    right: ['2024-02-01T00:00:00', '2024-02-01T12:00:00'],
  }),
  dueTrial({
    name: 'a day that is written with its month as a word is a day',
    cells: ['1 Feb 2024', '15 Feb 2024'],
    right: ['2024-02-01T23:59:59', '2024-02-15T23:59:59'],
    says: /due until their end in UTC/,
  }),
  moments(
    'months in Russian are months',
    ['5 января 2024 г.', '17 мая 2024', '3 сент. 2024'],
    ['2024-01-05', '2024-05-17', '2024-09-03'],
  ),
  moments(
    'months in Polish are months',
    ['5 stycznia 2024 r.', '17 paź 2024', '11 listopada 2024'],
    ['2024-01-05', '2024-10-17', '2024-11-11'],
  ),
  moments(
    'months in Turkish are months',
    ['5 Ocak 2024', '17 Ağustos 2024', '3 Kasım 2024'],
    ['2024-01-05', '2024-08-17', '2024-11-03'],
  ),
  moments(
    'a week of ISO 8601 is read as its Monday, and said',
    ['2026-W05', '2026-W01', '2020-W53'],
    ['2026-01-26', '2025-12-29', '2020-12-28'],
    /signed_up_at: weeks: read as their Monday \(3 rows: /,
  ),
  moments('a day of a week of ISO 8601 is that day', ['2026-W05-3', '2026W057'], ['2026-01-28', '2026-02-01']),
  moments(
    'a week that its year does not have names no day',
    ['2026-W05-1', '2026-W06-1', '2025-W53-1', '2026-W08-1'],
    ['2026-01-26', '2026-02-02', null, '2026-02-16'],
    /signed_up_at: partly read \(1 row not\)/,
  ),
]
