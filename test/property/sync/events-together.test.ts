import fc from 'fast-check'
import { expect, it } from 'vitest'
import { wrap } from '../../../main/cache/db.ts'
import type { SyncRecord } from '../../../main/record/record.ts'
import { type UpsertReport, upsertBatch } from '../../../main/sync/upsert/upsert.ts'
import { EVENTS_TOGETHER } from '../../../main/sync/upsert/upsert-sql.ts'
import { DAY } from '../../../shared/trigger/duration.ts'
import { runs } from '../../helpers/depth.ts'
import { aMemoryCache, type MemoryCache } from '../../helpers/memory-cache.ts'

const NOW = 1_000 * DAY

const account = (externalId: string): SyncRecord => ({
  ...{ record: 'account', externalId, name: externalId, plan: null, country: null, timeZone: null, owner: null },
  ...{ signedUpAt: null, renewsAt: null, churnedAt: null, mrrMinor: null, currency: null, properties: {} },
})

/** Ids come again within a batch and in the next: as they were, corrected, or of another account; Z is unknown. */
const event = fc
  .record({
    owner: fc.constantFrom('A', 'A', 'A', 'A', 'A', 'A', 'B', 'Z'),
    id: fc.integer({ min: 0, max: 4 * EVENTS_TOGETHER }),
    value: fc.constantFrom(1, 1, 1, 2),
    later: fc.constantFrom(0, 0, 0, DAY),
  })
  .map(
    ({ owner, id, value, later }): SyncRecord => ({
      record: 'event',
      account: { by: 'id', externalId: owner },
      externalId: `${id}`,
      kind: 'used',
      at: NOW - id + later,
      value,
      properties: { value },
    }),
  )
/** An account may stand between events, and what follows it may be its own. */
const row = fc.oneof(
  { weight: 100, arbitrary: event },
  { weight: 1, arbitrary: fc.constantFrom('B', 'Z').map(account) },
)
const batch = fc.array(row, { maxLength: 5 * EVENTS_TOGETHER, size: 'max' })

const together = aMemoryCache()
const alone = aMemoryCache()

it('events that are put together do what they do one by one', () => {
  fc.assert(
    fc.property(fc.array(batch, { minLength: 1, maxLength: 3 }), batches => {
      for (const cache of [together, alone]) {
        cache.clear()
        put(cache, [account('A'), account('B')])
      }
      for (const rows of batches) {
        const said = put(together, rows)
        const each = rows.map(one => put(alone, [one]))
        expect(said.changed).toBe(sum(each.map(one => one.changed)))
        expect(said.unchanged).toBe(sum(each.map(one => one.unchanged)))
        expect(said.rejected).toEqual(each.flatMap((one, at) => one.rejected.map(no => ({ ...no, row: at }))))
      }
      expect(stored(together)).toEqual(stored(alone))
    }),
    { numRuns: runs(60) },
  )
})

function put({ connection }: MemoryCache, records: readonly SyncRecord[]): UpsertReport {
  const rows = records.map(record => ({ record, line: 1, raw: '' }))
  return upsertBatch(
    wrap(connection, () => {}),
    1,
    'shop',
    'clicks',
    rows,
    NOW,
  )
}
const sum = (numbers: readonly number[]) => numbers.reduce((a, b) => a + b, 0)
const stored = ({ connection }: MemoryCache) =>
  ['SELECT * FROM event ORDER BY id', 'SELECT * FROM due ORDER BY 1', 'SELECT account_id FROM dirty ORDER BY 1'].map(
    sql => connection.prepare(sql).all(),
  )
