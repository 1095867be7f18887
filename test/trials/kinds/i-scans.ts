import type { Trial } from '../case.ts'
import { imported, wordsOf } from '../imported.ts'

const SCANS = [
  { id: 's1', customer: 'A1', at: '2024-05-01T19:00:00', country: 'JPN' },
  { id: 's2', customer: 'A1', at: '2024-05-01T10:00:00', country: 'DE' },
  { id: 's3', customer: 'A1', at: '2024-05-01T10:00:00+02:00', country: 'JP' },
  { id: 's4', customer: 'A1', at: '2024-05-01T10:00:00', country: 'Asia/Tokyo' },
  { id: 's5', customer: 'A1', at: '2024-05-01T10:00:00', country: 'US' },
]
const MAPPING = [
  { record: 'account', id: 'customer', properties: {} },
  {
    record: 'event',
    id: 'id',
    account: 'customer',
    kind: { const: 'scan' },
    at: { path: 'at', type: 'date', format: 'iso', zone: 'country' },
    properties: {},
  },
]

/** Moments that were written down by a clock on a wall. */
export const trials: readonly Trial[] = [
  {
    kind: 'I',
    name: 'a scan without a zone is one of the clock in its country, where that has one zone',
    source: 'carriers write local times without an offset',
    input: 'scanned in Japan at 19:00, in Germany at 10:00, with an offset, in a named zone, and in the United States',
    right: ['01:00', '08:00', '08:00', '10:00', '10:00'],
    run: () =>
      imported(
        {
          files: { 'scans.json': JSON.stringify(SCANS) },
          map: { mapping: 1, streams: [{ name: 'scans', path: 'scans.json', mapping: MAPPING }] },
        },
        async found => {
          const [first] = await found.client.account.list({ limit: 10 })
          const { entries } = await found.client.account.timeline({ id: first?.id ?? 0 })
          const got = entries.map(({ at }) => new Date(at).toISOString().slice(11, 16)).sort()
          return { got, said: wordsOf(found) }
        },
      ),
  },
]
