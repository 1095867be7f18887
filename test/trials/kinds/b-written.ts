import { fileTrial } from '../accounts.ts'
import type { Trial } from '../case.ts'

interface Cells {
  name: string
  source: string
  /** Cells of accounts A1, A2 … */
  cells: readonly string[]
  right: readonly unknown[]
  column?: string
  options?: readonly string[]
  says?: RegExp
}

const byId = (values: readonly unknown[]) => Object.fromEntries(values.map((value, n) => [`A${n + 1}`, value]))

const quoted = (cell: string) => `"${cell.replaceAll('"', '""')}"`

const fileOf = (column: string, cells: readonly string[]) =>
  ['account_id', ...cells.map((_, n) => `A${n + 1}`)]
    .map((id, n) => `${id},${n === 0 ? column : quoted(cells[n - 1] ?? '')}\n`)
    .join('')

/** A column of moments, and the moments that are right. */
const moments = ({ name, source, cells, right, column = 'signed_up_at', options = [], says }: Cells): Trial =>
  fileTrial('B', {
    ...{ name, source, options },
    input: `${column} ${cells.join(' | ')}`,
    file: fileOf(column, cells),
    look: ({ signedUp }) => signedUp,
    right: { code: 0, accounts: byId(right) },
    ...(says && { says }),
  })

/** A column that is kept as a property of its own name. */
const kept = ({ name, source, cells, right, column = 'value', says }: Cells): Trial =>
  fileTrial('B', {
    ...{ name, source, input: `${column} ${cells.join(' | ')}` },
    file: fileOf(column, cells),
    look: ({ properties }) => properties[column] ?? null,
    right: { code: 0, accounts: byId(right) },
    ...(says && { says }),
  })

/** Dates as programs of many houses write them. */
const dates: readonly Trial[] = [
  moments({
    name: 'minutes without a mark between are no milliseconds of 1976',
    source: 'own: file names and logs of batch jobs',
    cells: ['202401151030', '202401161145'],
    right: ['2024-01-15T10:30:00Z', '2024-01-16T11:45:00Z'],
    says: /times without an offset: read as UTC \(2 rows/,
  }),
  moments({
    name: 'hours and seconds without a mark between are moments',
    source: 'own: hourly aggregates of a warehouse',
    cells: ['2024011510', '20240116114501'],
    right: ['2024-01-15T10:00:00Z', '2024-01-16T11:45:01Z'],
  }),
  moments({
    name: 'the basic form of ISO 8601 is read with its offset',
    source: 'calendar exports',
    cells: ['20240115T1030', '20240116T114500+0100'],
    right: ['2024-01-15T10:30:00Z', '2024-01-16T10:45:00Z'],
    says: /read as UTC \(1 row: line 2 “20240115T1030”\)/,
  }),
  moments({
    name: 'SQL Server’s short date is padded with spaces',
    source: 'convert(varchar, getdate())',
    cells: ['Jan  5 2024 10:30AM', 'Jan 16 2024  1:30PM'],
    right: ['2024-01-05T10:30:00Z', '2024-01-16T13:30:00Z'],
  }),
  moments({
    name: 'Oracle’s timestamps have dots in their clock',
    source: 'SQL*Plus with NLS_TIMESTAMP_FORMAT',
    cells: ['15-JAN-24 10.30.00.000000 AM', '16-JAN-24 11.30.00.000000 PM'],
    right: ['2024-01-15T10:30:00Z', '2024-01-16T23:30:00Z'],
    says: /years of two digits/,
  }),
  moments({
    name: 'Java’s and C’s dates end in their year',
    source: 'Date.toString() of Java, ctime()',
    cells: ['Mon Jan 15 10:30:00 UTC 2024', 'Tue Jan 16 10:30:00 CET 2024'],
    right: ['2024-01-15T10:30:00Z', '2024-01-16T09:30:00Z'],
  }),
  moments({
    name: 'the clock of a web server’s log follows a colon',
    source: 'Apache, common log format',
    cells: ['15/Jan/2024:10:30:00 +0100', '16/Jan/2024:10:30:00 +0000'],
    right: ['2024-01-15T09:30:00Z', '2024-01-16T10:30:00Z'],
  }),
  moments({
    name: 'a zone in brackets behind an offset only names it',
    source: 'ZonedDateTime.toString() of Java',
    cells: ['2024-01-15T10:30:00+01:00[Europe/Berlin]', '2024-01-16T10:30:00Z[UTC]'],
    right: ['2024-01-15T09:30:00Z', '2024-01-16T10:30:00Z'],
  }),
  moments({
    name: 'clocks with dots, with an h and with “Uhr” are clocks',
    source: 'spreadsheets of Finland, France and Germany',
    cells: ['15.01.2024 14.30', '16.01.2024 11h05', '17.01.2024, 10:30 Uhr'],
    right: ['2024-01-15T14:30:00Z', '2024-01-16T11:05:00Z', '2024-01-17T10:30:00Z'],
  }),
  moments({
    name: 'Arabic, Persian and Devanagari digits write dates too',
    source: 'exports in the language of their users',
    cells: ['٢٠٢٤-٠١-١٥', '۲۰۲۴/۰۲/۱۶', '२०२४-०३-१७'],
    right: ['2024-01-15T00:00:00Z', '2024-02-16T00:00:00Z', '2024-03-17T00:00:00Z'],
  }),
  moments({
    name: 'midnight at the end of a day and a leap second are moments',
    source: 'ISO 8601',
    cells: ['2024-01-13T24:00:00Z', '2016-12-31T23:59:60Z'],
    right: ['2024-01-14T00:00:00Z', '2017-01-01T00:00:00Z'],
  }),
  moments({
    name: '12:30 AM is half past midnight, and 13:30 PM is no time',
    source: 'spreadsheets in English',
    cells: ['01/13/2024 12:30 AM', '01/13/2024 12:30 PM'],
    right: ['2024-01-13T00:30:00Z', '2024-01-13T12:30:00Z'],
  }),
  moments({
    name: 'clocks of twelve hours that lost AM and PM are said',
    source: 'a spreadsheet whose cells are formatted as hh:mm',
    cells: ['01/13/2024 12:30', '01/14/2024 01:30'],
    right: ['2024-01-13T12:30:00Z', '2024-01-14T01:30:00Z'],
    says: /No clock shows more than 12 hours, and none says AM or PM/,
  }),
  moments({
    name: 'days that Excel counts are said, because a workbook may count them from 1904',
    source: 'Excel for Mac before 2011; Microsoft: “Differences between the 1900 and the 1904 date system”',
    cells: ['45413', '45414'],
    right: ['2024-05-01T00:00:00Z', '2024-05-02T00:00:00Z'],
    says: /days as Excel counts them from 1900: 45413 is 2024-05-01. If that is four years early, .* export the column as dates/,
  }),
  moments({
    name: 'an hour that the clocks skip and one that they show twice are said',
    source: 'own: exports in local time',
    cells: ['2024-03-31 02:30:00', '2024-10-27 02:30:00', '2024-10-27 12:30:00'],
    options: ['--zone', 'Europe/Berlin'],
    right: ['2024-03-31T01:30:00Z', '2024-10-27T00:30:00Z', '2024-10-27T11:30:00Z'],
    says: /times at which the clocks change: .*\(2 rows: line 2 “2024-03-31 02:30:00”, line 3/,
  }),
  kept({
    name: 'years of Thailand and of Iran are no years of the Gregorian calendar',
    source: 'exports of local systems',
    column: 'signed_up_at',
    cells: ['2567-03-01', '1403/01/15'],
    right: ['2567-03-01', '1403/01/15'],
    says: /2 of them name no day of the Gregorian calendar: all are kept as text/,
  }),
  moments({
    name: 'a mistyped century is kept and said',
    source: 'own',
    cells: ['2204-01-15', '2024-02-15', '1924-02-16'],
    right: ['2204-01-15T00:00:00Z', '2024-02-15T00:00:00Z', '1924-02-16T00:00:00Z'],
    says: /dates that lie too far off to be meant: kept as they are \(2 rows: line 2 “2204-01-15”/,
  }),
  kept({
    name: 'years alone are no dates, which is said',
    source: 'own',
    column: 'customer_since',
    cells: ['2019', '2020'],
    right: [2019, 2020],
    says: /customer_since: Its name speaks of a time, its cells hold no date/,
  }),
]

/** Numbers that are none, and texts that are more. */
const others: readonly Trial[] = [
  kept({
    name: 'digits beyond what a number holds are kept, every one',
    source: 'serial numbers of devices, 64-bit ids',
    column: 'device_serial',
    cells: ['12345678901234567890', '12345678901234567891'],
    right: ['12345678901234567890', '12345678901234567891'],
  }),
  kept({
    name: 'version 1.10 is not version 1.1',
    source: 'own',
    column: 'app_version',
    cells: ['1.10', '1.9'],
    right: ['1.10', '1.9'],
  }),
  kept({
    name: 'a telephone number keeps its plus',
    source: 'own',
    column: 'contact_number',
    cells: ['+491511234567', '+4915112399999'],
    right: ['+491511234567', '+4915112399999'],
  }),
  ...(
    [
      ['words', ['1h 30m', '45m', '2 days']],
      ['ISO 8601', ['PT5M', 'P1DT2H']],
      ['more than a day', ['125:30:10', '100:00:00']],
      ['a sign', ['-00:30', '01:15']],
    ] as const
  ).map(([how, cells]) =>
    kept({
      name: `durations in ${how} are kept as text, which is said`,
      source: 'helpdesk reports',
      column: 'handle_time_total',
      cells,
      right: cells,
      says: /handle_time_total: Its cells are times of a day or durations: kept as text/,
    }),
  ),
  kept({
    name: 'negative shares in percent are said too',
    source: 'own',
    column: 'growth',
    cells: ['-2 %', '(4%)'],
    right: ['-2 %', '(4%)'],
    says: /growth: Its cells are shares in percent/,
  }),
  kept({
    name: 'letters that an earlier program broke are said',
    source: 'UTF-8 opened as Windows-1252, HTML in a database, a lossy conversion',
    column: 'city',
    cells: ['MÃ¼nchen', 'Saint-&Eacute;tienne', 'K�ln', 'Paris'],
    right: ['MÃ¼nchen', 'Saint-&Eacute;tienne', 'K�ln', 'Paris'],
    says: /city: letters that an earlier program broke.*\(3 rows: line 2 “MÃ¼nchen”/,
  }),
  ...(
    [
      ['digits of Devanagari', 'mrr_inr', ['१२३४', '५०००'], ['123400 INR', '500000 INR']],
      ['no cents, as a dash', 'mrr_eur', ['10,-', '1.250,--'], ['1000 EUR', '125000 EUR']],
      ['brackets and a minus behind', 'mrr_usd', ['($1,234.50)', '1,200.00-'], ['-123450 USD', '-120000 USD']],
    ] as const
  ).map(([how, column, cells, right]) =>
    fileTrial('B', {
      name: `amounts with ${how} are amounts`,
      source: 'spreadsheets and bookkeeping',
      input: `${column} ${cells.join(' | ')}`,
      file: fileOf(column, cells),
      look: ({ mrr }) => mrr,
      right: { code: 0, accounts: byId(right) },
    }),
  ),
]

/** What a cell writes, in forms that were met once the usual ones were read. */
export const trials: readonly Trial[] = [...dates, ...others]
