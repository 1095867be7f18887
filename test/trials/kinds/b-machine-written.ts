import { fileTrial } from '../accounts.ts'
import type { Trial } from '../case.ts'

const byId = (values: readonly unknown[]) => Object.fromEntries(values.map((value, n) => [`A${n + 1}`, value]))
const quoted = (cell: string) => `"${cell.replaceAll('"', '""')}"`
const fileOf = (header: string, cells: readonly string[]) =>
  [`account_id,${header}`, ...cells.map((cell, n) => `A${n + 1},${quoted(cell)}`)].map(line => `${line}\n`).join('')

interface Column {
  name: string
  source: string
  header: string
  cells: readonly string[]
  right: readonly unknown[]
  look: Parameters<typeof fileTrial>[1]['look']
  says?: RegExp
  options?: readonly string[]
}

const column = ({ name, source, header, cells, right, look, says, options }: Column): Trial =>
  fileTrial('B', {
    ...{ name, source, input: `${header} ${cells.join(' | ')}`, file: fileOf(header, cells) },
    ...(look && { look }),
    ...(options && { options }),
    right: { code: 0, accounts: byId(right) },
    ...(says && { says }),
  })

type Told = Omit<Column, 'look' | 'header'> & { header?: string }
const moments = (told: Told): Trial => column({ header: 'signed_up_at', ...told, look: ({ signedUp }) => signedUp })
const amounts = (told: Told): Trial => column({ header: 'mrr', ...told, look: ({ mrr }) => mrr })

/** Moments as programs write them for other programs. */
const dates: readonly Trial[] = [
  moments({
    name: 'milliseconds in the brackets of .NET are a moment, and its first day is none',
    source: 'JSON of ASP.NET before 2012, and what still imitates it',
    cells: ['/Date(1700000000000)/', '/Date(1700000000000+0100)/', '/Date(-62135596800000)/'],
    right: ['2023-11-14T22:13:20Z', '2023-11-14T22:13:20Z', null],
    says: /signed_up_at: .*blank in 1 row \(line 4/,
  }),
  moments({
    name: 'a clock with the name of its zone is one of that zone, in summer as in winter',
    source: 'reports that print the zone of their reader',
    cells: ['2024-12-31 10:00 Europe/Berlin', '2024-07-01 10:00:00 America/New_York', '2024-07-01T10:00[Asia/Tokyo]'],
    right: ['2024-12-31T09:00:00Z', '2024-07-01T14:00:00Z', '2024-07-01T01:00:00Z'],
  }),
  moments({
    name: 'an hour that the clocks of a named zone show twice is said',
    source: 'own',
    cells: ['2024-10-27 02:30 Europe/Berlin', '2024-10-28 02:30 Europe/Berlin'],
    right: ['2024-10-27T00:30:00Z', '2024-10-28T01:30:00Z'],
    says: /times at which the clocks change: .*\(1 row: line 2/,
  }),
  moments({
    name: 'the name of a zone behind its offset changes nothing',
    source: 'Time.String() of Go, logs in India',
    cells: [
      '2024-01-15 10:30:00.123456789 +0100 CET',
      '2024-01-15 10:30:00 +0000 UTC m=+0.0001',
      '2024-01-15T10:30:00 +0530 IST',
    ],
    right: ['2024-01-15T09:30:00.123Z', '2024-01-15T10:30:00Z', '2024-01-15T05:00:00Z'],
  }),
  moments({
    name: 'the times of directories and the calls of a shell are moments',
    source: 'LDAP generalised time, mongoexport of old versions',
    cells: ['20240115103000.0Z', '20240116103000Z', 'ISODate("2024-01-17T10:30:00.500Z")'],
    right: ['2024-01-15T10:30:00Z', '2024-01-16T10:30:00Z', '2024-01-17T10:30:00.500Z'],
  }),
  moments({
    name: 'days without marks are days beside moments without marks',
    source: 'calendars: DTSTART of whole days and of hours',
    cells: ['20240115T103000Z', '20240116'],
    right: ['2024-01-15T10:30:00Z', '2024-01-16T00:00:00Z'],
  }),
  moments({
    name: 'the sixteenth of a month is a day',
    source: 'own: forms that people fill in',
    cells: ['January 15th, 2024', '16th of February 2024'],
    right: ['2024-01-15T00:00:00Z', '2024-02-16T00:00:00Z'],
  }),
  column({
    ...{ name: 'only of due dates it is said until when something is due', source: 'own: cohorts of sign-ups' },
    header: 'signed_up_at',
    cells: ['Dec-24', 'Jan-25'],
    right: ['2024-12-01T00:00:00Z', '2025-01-01T00:00:00Z'],
    look: ({ signedUp }) => signedUp,
    says: /months without a day: read as their first day \(2 rows/,
  }),
]

/** Amounts that say for how long they pay, and numbers as other programs print them. */
const numbers: readonly Trial[] = [
  amounts({
    name: 'an amount that says for how long it pays is that of a month',
    source: 'price lists, billing pages',
    cells: [
      '€49/mo',
      '€99 / month',
      '49 EUR pro Monat',
      '588 €/Jahr',
      'EUR 588/yr',
      '€12 p.m.',
      '€120 p.a.',
      '€30/quarter',
    ],
    right: ['4900 EUR', '9900 EUR', '4900 EUR', '4900 EUR', '4900 EUR', '1200 EUR', '1000 EUR', '1000 EUR'],
  }),
  amounts({
    name: 'what a cell says goes before what its column says',
    source: 'own: a column of yearly revenue that somebody filled by hand',
    header: 'arr_eur',
    cells: ['1200', '100/mo', '1200/year'],
    right: ['10000 EUR', '10000 EUR', '10000 EUR'],
  }),
  column({
    ...{ name: 'an amount for each seat is not what a customer pays', source: 'price lists' },
    header: 'mrr_eur',
    cells: ['€10/user/mo', '€12/seat/month'],
    right: [null, null],
    look: ({ mrr }) => mrr,
    says: /mrr_eur: its name speaks of an amount, its cells hold none that can be read/,
  }),
  column({
    ...{ name: 'how often something happens is no number of it', source: 'own' },
    header: 'frequency',
    cells: ['3/month', '5 per year'],
    right: ['3/month', '5 per year'],
    look: ({ properties }) => properties.frequency,
  }),
  amounts({
    name: 'amounts that a spreadsheet shows as powers of ten are amounts',
    source: 'Excel and LibreOffice, in English and in German',
    header: 'mrr_eur',
    cells: ['1e3', '1.5E+2', '1,5E+03', '25E-1'],
    right: ['100000 EUR', '15000 EUR', '150000 EUR', '250 EUR'],
  }),
  amounts({
    name: 'every apostrophe that is typed in Switzerland stands between thousands',
    source: 'Swiss keyboards',
    header: 'mrr_chf',
    cells: ["1'250.50", '2’000', 'CHF 3´500.–', '4`000.00', '5‘000'],
    right: ['125050 CHF', '200000 CHF', '350000 CHF', '400000 CHF', '500000 CHF'],
  }),
  amounts({
    name: 'rupees are written with lakhs, with crores and with a stroke for no paise',
    source: 'Indian price lists',
    header: 'mrr_inr',
    cells: ['₹1,23,456.50', '12 lakh', '1.2 crore', 'Rs. 1,000', '₹ 100/-'],
    right: ['12345650 INR', '120000000 INR', '1200000000 INR', '100000 INR', '10000 INR'],
  }),
  column({
    ...{ name: 'any stroke in front of a number is its minus', source: 'programs for writing, web pages' },
    header: 'score',
    cells: ['−5', '‑6', '–7', '8'],
    right: [-5, -6, -7, 8],
    look: ({ properties }) => properties.score,
  }),
]

export const trials: readonly Trial[] = [...dates, ...numbers]
