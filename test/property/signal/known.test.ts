import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { WriteDb } from '../../../main/cache/db.ts'
import type { SyncRecord } from '../../../main/record/record.ts'
import { measureAccounts } from '../../../main/signal/backtest/gather.ts'
import type { KnownThen } from '../../../main/signal/backtest/known.ts'
import { readLearning } from '../../../main/signal/backtest/learning.ts'
import { valuesAtMoments } from '../../../main/signal/backtest/moments.ts'
import { applyGone } from '../../../main/sync/upsert/gone.ts'
import { upsertBatch } from '../../../main/sync/upsert/upsert.ts'
import { DAY, HOUR } from '../../../shared/trigger/duration.ts'
import type { Condition } from '../../../shared/trigger/trigger.ts'
import { runs } from '../../helpers/depth.ts'
import { aMemoryCache } from '../../helpers/memory-cache.ts'

const START = 1_000 * DAY
const STEP = 6 * HOUR
/** Thousands where somebody asks for them. */
const RUNS = Number(process.env.HISTORIES ?? runs(120))

/** Everything that a console would have looked at, in one condition. */
const measured: Condition = {
  all: [
    { measure: { type: 'count', events: { kind: 'used' }, over: '1d' }, op: '>=', threshold: 2 },
    { measure: { type: 'sum', events: { kind: 'used' }, field: 'value', over: '3d' }, op: '>=', threshold: 2 },
    { measure: { type: 'since', events: { kind: 'failed' } }, op: '>=', threshold: '1d' },
    {
      measure: { type: 'count', events: { kind: 'used', where: { beta: true } }, over: '2d' },
      op: '>=',
      threshold: 1,
    },
    { measure: { type: 'objects', object: { kind: 'parcel', states: ['stuck'] } }, op: '>=', threshold: 1 },
    { measure: { type: 'stored', object: { kind: 'parcel', states: ['stuck'] } }, op: '>=', threshold: '1d' },
    {
      measure: { type: 'until', date: { object: { kind: 'parcel' }, field: 'due_at' } },
      op: '<=',
      threshold: '2d',
    },
    { measure: { type: 'attribute', name: 'properties.seats' }, op: '>=', threshold: 3 },
  ],
}

const account = fc.constantFrom('A', 'B')
const at = fc.integer({ min: 0, max: 40 }).map(step => START + step * STEP)
const owner = (externalId: string) => ({ by: 'id' as const, externalId })

/** Few ids, so that the same record comes again: as it was, corrected, or with another date. */
const event = fc
  .record({
    account,
    id: fc.integer({ min: 0, max: 7 }),
    kind: fc.constantFrom('used', 'failed'),
    at,
    value: fc.integer({ min: 0, max: 3 }),
    beta: fc.boolean(),
  })
  .map(
    (one): SyncRecord => ({
      record: 'event',
      account: owner(one.account),
      externalId: `${one.account}${one.id}`,
      kind: one.kind,
      at: one.at,
      value: one.value,
      properties: { beta: one.beta },
    }),
  )
const parcel = fc
  .record({
    account,
    id: fc.integer({ min: 0, max: 2 }),
    state: fc.constantFrom('stuck', 'moving'),
    openedAt: at,
    closedAt: fc.option(at, { nil: null }),
    dueAt: fc.option(at, { nil: null }),
    stateSince: fc.option(at, { nil: null }),
  })
  .map(
    ({ id, account: whose, ...one }): SyncRecord => ({
      ...{ record: 'object', account: owner(whose), kind: 'parcel', externalId: `P${whose}${id}`, properties: {} },
      ...{ amountMinor: null, currency: null, lane: null },
      ...one,
    }),
  )
const seats = fc.record({ account, seats: fc.integer({ min: 1, max: 5 }) }).map(
  (one): SyncRecord => ({
    ...{ record: 'account', externalId: one.account, name: one.account, plan: null, country: null, timeZone: null },
    ...{ owner: null, signedUpAt: null, renewsAt: null, churnedAt: null, mrrMinor: null, currency: null },
    properties: { seats: one.seats },
  }),
)
const taken = fc.oneof(
  fc.record({ account, id: fc.integer({ min: 0, max: 7 }) }).map(one => ({
    ...{ record: 'event' as const, change: 'deleted' as const, kind: null },
    externalId: `${one.account}${one.id}`,
  })),
  fc.record({ account, id: fc.integer({ min: 0, max: 2 }) }).map(one => ({
    ...{
      record: 'object' as const,
      change: 'deleted' as const,
      kind: 'parcel',
      externalId: `P${one.account}${one.id}`,
    },
  })),
)
type Taken = typeof taken extends fc.Arbitrary<infer T> ? T : never

const reading = fc.record({
  /** Steps since the reading before. */
  after: fc.integer({ min: 0, max: 6 }),
  rows: fc.array(fc.oneof({ arbitrary: event, weight: 4 }, { arbitrary: parcel, weight: 2 }, seats), { maxLength: 8 }),
  gone: fc.array(taken, { maxLength: 2 }),
})

const cache = aMemoryCache()

/** What is measured of each account at a moment, and whether the condition holds for it. */
function lookAt(t: number, known?: KnownThen): unknown {
  const part = measureAccounts(
    cache.read,
    { when: measured },
    { start: t, end: t },
    { first: 0, last: 1_000, lacking: new Set(), ...(known ? { known } : {}) },
    () => {},
  )
  const columns = part.columns.map((_, c) => [...valuesAtMoments(part, c, Float64Array.of(t))])
  return { ids: [...part.ids], columns }
}

function read(tx: WriteDb, rows: readonly SyncRecord[], gone: readonly Taken[], now: number): void {
  upsertBatch(
    tx,
    1,
    's',
    'all',
    rows.map((record, line) => ({ record, line, raw: '' })),
    now,
  )
  for (const one of gone) applyGone(tx, { sourceId: 1, slug: 's', stream: 'all', now }, one)
}

it('replaying as known then gives exactly what a live console had measured, whatever came late, again or corrected', async () => {
  const two = ['A', 'B'].map(
    (externalId): SyncRecord => ({
      ...{ record: 'account', externalId, name: externalId, plan: null, country: null, timeZone: null, owner: null },
      ...{
        signedUpAt: null,
        renewsAt: null,
        churnedAt: null,
        mrrMinor: null,
        currency: null,
        properties: { seats: 3 },
      },
    }),
  )
  await fc.assert(
    fc.asyncProperty(fc.array(reading, { minLength: 1, maxLength: 8 }), async readings => {
      cache.clear()
      const { connection } = cache
      connection.prepare("INSERT INTO source (id, slug, kind, name, config) VALUES (1, 's', 'files', 'S', '{}')").run()
      await cache.writer.write('user', tx => read(tx, two, [], START))
      // From now on every reading is a later one.
      connection.prepare("INSERT INTO stream (source_id, name, synced_at) VALUES (1, 'all', 1)").run()
      let now = START
      const live: { t: number; seen: unknown }[] = []
      for (const { after, rows, gone } of readings) {
        now += after * STEP
        await cache.writer.write('user', tx => read(tx, rows, gone, now))
        const [before] = live.slice(-1)
        if (before?.t === now) live.pop()
        live.push({ t: now, seen: lookAt(now) })
      }
      const learning = readLearning(cache.read)
      for (const { t, seen } of live) expect(lookAt(t, { moment: t, learning })).toEqual(seen)
    }),
    { numRuns: RUNS, seed: Number(process.env.SEED ?? 7) },
  )
})
