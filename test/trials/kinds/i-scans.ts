import type { Trial } from '../case.ts'
import { type Imported, imported, wordsOf } from '../imported.ts'

interface Scan {
  at: string
  country?: string | null
  state?: string
  city?: string
  zip?: string
}

const mapping = (at: object) => [
  { record: 'account', id: 'customer', properties: {} },
  {
    record: 'event',
    id: 'id',
    account: 'customer',
    kind: { const: 'scan' },
    at: { path: 'at', type: 'date', format: 'iso', ...at },
    properties: {},
  },
]

interface Case {
  name: string
  source: string
  input: string
  scans: readonly Scan[]
  /** The hours in UTC. */
  right: readonly string[]
  at?: object
  says?: RegExp
}

const scanTrial = ({ name, source, input, scans, right, at = { zone: 'country' }, says }: Case): Trial => ({
  kind: 'I',
  ...{ name, source, input, right },
  ...(says && { says }),
  run: () =>
    imported(
      {
        files: { 'scans.json': JSON.stringify(scans.map((scan, n) => ({ id: `s${n}`, customer: 'A1', ...scan }))) },
        map: { mapping: 1, streams: [{ name: 'scans', path: 'scans.json', mapping: mapping(at) }] },
      },
      async found => {
        const [first] = await found.client.account.list({ limit: 10 })
        const { entries } = await found.client.account.timeline({ id: first?.id ?? 0 })
        const got = entries.map(({ at }) => new Date(at).toISOString().slice(11, 16)).sort()
        return { got, said: wordsOf(found) }
      },
    ),
})

const PLACE = { zone: '[country, state, city, zip]' }

/** Moments that were written down by a clock on a wall. */
export const trials: readonly Trial[] = [
  scanTrial({
    name: 'a scan without a zone is one of the clock in its country, where that has one zone',
    source: 'carriers write local times without an offset',
    input: 'scanned in Japan at 19:00, in Germany at 10:00, with an offset, in a named zone, and in the United States',
    scans: [
      { at: '2024-05-01T19:00:00', country: 'JPN' },
      { at: '2024-05-01T10:00:00', country: 'DE' },
      { at: '2024-05-01T10:00:00+02:00', country: 'JP' },
      { at: '2024-05-01T10:00:00', country: 'Asia/Tokyo' },
      { at: '2024-05-01T10:00:00', country: 'US' },
    ],
    right: ['01:00', '08:00', '08:00', '10:00', '10:00'],
    says: /at: times without an offset from US: read as UTC \(1 row: line 5 “2024-05-01T10:00:00”\).*zone/,
  }),
  scanTrial({
    name: 'a scan in a state with one zone is one of its clock; one in Texas is said',
    source: 'AfterShip, checkpoints: country_region, state, city',
    input: '10:00 in California, in Ohio, and in Texas',
    scans: [
      { at: '2024-05-01T10:00:00', country: 'US', state: 'CA' },
      { at: '2024-05-01T10:00:00', country: 'USA', state: 'Ohio', city: 'Columbus' },
      { at: '2024-05-01T10:00:00', country: 'US', state: 'TX', city: 'Marfa' },
    ],
    at: PLACE,
    right: ['10:00', '14:00', '17:00'],
    says: /from US, TX, Marfa: read as UTC \(1 row/,
  }),
  scanTrial({
    name: 'a large city settles the zone where its state does not',
    source: 'own: Canada Post and Correos',
    input: '10:00 in Houston, in Vancouver, in Santa Cruz de Tenerife by its postal code',
    scans: [
      { at: '2024-05-01T10:00:00', country: 'US', state: 'TX', city: 'Houston' },
      { at: '2024-05-01T10:00:00', country: 'CA', state: 'BC', city: 'Vancouver' },
      { at: '2024-05-01T10:00:00', country: 'ES', city: 'Adeje', zip: '38660' },
    ],
    at: PLACE,
    right: ['09:00', '15:00', '17:00'],
  }),
  scanTrial({
    name: 'Delaware is not Germany, and Indiana not India',
    source: 'own: codes that are a country and a state at once',
    input: '10:00 in US-DE; in Indiana without a city; “Wilmington, DE” alone',
    scans: [
      { at: '2024-05-01T10:00:00', country: 'US', state: 'DE' },
      { at: '2024-05-01T10:00:00', country: 'US', state: 'IN' },
      { at: '2024-05-01T10:00:00', country: 'Wilmington, DE' },
    ],
    at: PLACE,
    right: ['10:00', '10:00', '14:00'],
    says: /from US, IN; Wilmington, DE: read as UTC \(2 rows/,
  }),
  scanTrial({
    name: 'a time without an offset of which the mapping says no zone is said',
    source: 'own',
    input: '2024-05-01 10:00, and no zone in the mapping',
    scans: [{ at: '2024-05-01 10:00' }, { at: '2024-05-01 11:00Z' }, { at: '2024-05-01' }],
    at: {},
    right: ['00:00', '10:00', '11:00'],
    says: /at: times without an offset: read as UTC \(1 row: line 1 “2024-05-01 10:00”\)/,
  }),
  scanTrial({
    name: 'a mapping may name the zone outright',
    source: 'own',
    input: '2024-05-01 10:00, zone Europe/Berlin',
    scans: [{ at: '2024-05-01 10:00' }],
    at: { zone: 'Europe/Berlin' },
    right: ['08:00'],
  }),
  scanTrial({
    name: 'an abbreviation of a zone counts, also beside a country',
    source: 'own: a log of a relay in Denver',
    input: '5/1/2024 10:00 PM PST with country DE; 5/1/2024 10:00 (CET)',
    scans: [
      { at: '5/1/2024 10:00 PM PST', country: 'DE' },
      { at: '5/1/2024 10:00 (CET)', country: 'US' },
    ],
    at: { zone: 'country', format: 'mdy' },
    right: ['06:00', '09:00'],
  }),
  scanTrial({
    name: 'half a day of a spreadsheet is one of the clock of its place',
    source: 'own: serials of Excel have no zone',
    input: '45413.5, Tokyo; 45413.5 without a place',
    scans: [{ at: '45413.5', country: 'JP' }, { at: '45413.5' }],
    at: { zone: 'country', format: 'excel' },
    right: ['03:00', '12:00'],
    says: /at: times without an offset: read as UTC \(1 row: line 2 “45413.5”\)/,
  }),
  scanTrial({
    name: 'the century of a year of two digits is said',
    source: 'POSIX, strptime %y',
    input: '1/5/24 and 1/5/71, the day first',
    scans: [{ at: '1/5/24' }, { at: '1/5/71' }],
    at: { format: 'dmy' },
    right: ['00:00', '00:00'],
    says: /at: years of two digits: read as 1969 to 2068 \(2 rows: line 1 “1\/5\/24”, line 2 “1\/5\/71”\)/,
  }),
  {
    kind: 'I',
    name: 'the zone of times without an offset is the one that a person says',
    source: 'own: an export of a German shop',
    input: 'signed in at 2024-07-01 10:00 with --zone Europe/Berlin; with none it is said',
    right: { plain: '10:00', said: '08:00' },
    says: /timestamp: times without an offset: read as UTC \(1 row/,
    run: async () => {
      const log = { 'log.csv': 'event_id,account_id,event,timestamp\ne1,A1,login,2024-07-01 10:00\n' }
      const hourOf = async ({ client }: Imported) => {
        const [account] = await client.account.list({})
        const { entries } = await client.account.timeline({ id: account?.id ?? 0 })
        return entries.map(({ at }) => new Date(at).toISOString().slice(11, 16)).join()
      }
      const accounts = { 'accounts.csv': 'account_id,name\nA1,Ada\n' }
      const read = (options: readonly string[]) =>
        imported({ files: { ...accounts, ...log }, options }, async found => ({
          hour: await hourOf(found),
          words: wordsOf(found),
        }))
      const plain = await read([])
      const told = await read(['--zone', 'Europe/Berlin'])
      return { got: { plain: plain.hour, said: told.hour }, said: plain.words }
    },
  },
]
