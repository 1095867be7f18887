import { fileTrial } from '../accounts.ts'
import type { Trial } from '../case.ts'
import { imported, wordsOf } from '../imported.ts'

const table = (...rows: string[]) => `${rows.join('\n')}\n`
const byId = (values: readonly unknown[]) => Object.fromEntries(values.map((value, n) => [`A${n + 1}`, value]))

interface Column {
  name: string
  source: string
  header: string
  cells: readonly string[]
  right: readonly unknown[]
  look: Parameters<typeof fileTrial>[1]['look']
  says?: RegExp
}

const column = ({ name, source, header, cells, right, look, says }: Column): Trial =>
  fileTrial('B', {
    ...{ name, source, input: `${header} ${cells.join(' | ')}` },
    file: table(`account_id,${header}`, ...cells.map((cell, n) => `A${n + 1},"${cell}"`)),
    ...(look && { look }),
    right: { code: 0, accounts: byId(right) },
    ...(says && { says }),
  })

const renews = (name: string, source: string, cells: readonly string[], right: readonly string[], says: RegExp) =>
  column({
    ...{ name, source, cells, says },
    header: 'renewal_date',
    right,
    look: ({ renews }) => renews?.slice(0, 10) ?? null,
  })

/** Months, quarters and weeks in place of days, and dates as spreadsheets of other languages show them. */
export const trials: readonly Trial[] = [
  renews(
    'months without a day are read as their first, and said',
    'own: contract lists out of Excel',
    ['Dec-24', 'January 2025', '2025-02', '03/2025', 'dez/26', '2026年1月'],
    ['2024-12-01', '2025-01-01', '2025-02-01', '2025-03-01', '2026-12-01', '2026-01-01'],
    /renewal_date: months without a day: read as their first day.*\(6 rows/,
  ),
  renews(
    'quarters under the name of a moment are read as their first day, and said',
    'own: renewal plans',
    ['Q3 2025', '2025-Q4', '1Q26', '2. Quartal 2026', '2026年第3四半期'],
    ['2025-07-01', '2025-10-01', '2026-01-01', '2026-04-01', '2026-07-01'],
    /renewal_date: quarters: read as the first day.*\(5 rows/,
  ),
  column({
    ...{ name: 'months that no name calls a moment stay text', source: 'own: cohorts', header: 'cohort' },
    cells: ['2024-12', 'Q3 2025', 'Dec-24'],
    right: ['2024-12', 'Q3 2025', 'Dec-24'],
    look: ({ properties }) => properties.cohort,
  }),
  column({
    ...{ name: 'days without a year and fiscal quarters are no dates, which is said', source: 'own' },
    header: 'renewal_date',
    cells: ['24-Dec', 'FY25 Q3', '31.12.'],
    right: [null, null, null],
    look: ({ renews }) => renews,
    says: /renewal_date: Its name speaks of a time, its cells hold no date/,
  }),
  column({
    name: 'dates of spreadsheets in Korean, Japanese, Chinese, Finnish and French are dates',
    source: 'Google Sheets and Excel in other languages',
    header: 'signed_up_at',
    cells: [
      ...['2024. 12. 31. 오후 3:05:00', '2024/12/31 午後3:05', '2024/12/31(火)', '令和6年12月31日', '平成元年5月6日'],
      ...['2024年12月31日 下午3:05', '31.12.2024 klo 15.05', '31 déc. 2024 à 15:05', 'Di, 31.12.2024'],
    ],
    right: [
      ...['2024-12-31T15:05:00Z', '2024-12-31T15:05:00Z', '2024-12-31T00:00:00Z', '2024-12-31T00:00:00Z'],
      ...['1989-05-06T00:00:00Z', '2024-12-31T15:05:00Z', '2024-12-31T15:05:00Z', '2024-12-31T15:05:00Z'],
      '2024-12-31T00:00:00Z',
    ],
    look: ({ signedUp }) => signedUp,
  }),
  column({
    name: 'what a spreadsheet could not compute is blank in any of its languages, and so is a form nobody filled in',
    source: 'Excel and Google Sheets in other languages',
    header: 'renewal_date',
    cells: [
      ...['31/12/2024', '#NV', '#VALEUR!', '#¡REF!', '#SAKNAS!', '#ERROR!', 'Loading...', '--/--/----', '1/0/1900'],
      ...['TBD', 'k.A.', '未定'],
    ],
    right: ['2024-12-31', ...Array.from({ length: 11 }, () => null)],
    look: ({ renews }) => renews?.slice(0, 10) ?? null,
    says: /blank in 11 rows/,
  }),
  {
    ...{ kind: 'B', name: 'what is due in a month, a quarter or a week is due until its last day is over' },
    ...{ source: 'own: order books', input: 'due_date Feb-24 | Q4 2024 | 2024-W05' },
    right: ['2024-02-29T23:59:59', '2024-12-31T23:59:59', '2024-02-04T23:59:59'],
    says: /due_date: months without a day/,
    run: () =>
      imported(
        {
          files: {
            'accounts.csv': table('account_id,name', 'A1,Ada'),
            'orders.csv': table(
              'order_id,account_id,ordered_at,due_date',
              ...['Feb-24', 'Q4 2024', '2024-W05'].map((cell, n) => `O${n},A1,2024-01-0${n + 1},${cell}`),
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
  },
]
