import { describe, expect, it } from 'vitest'
import { query } from '../../../main/cache/db.ts'
import type { ObjectRecord } from '../../../main/record/record.ts'
import { supplyUsual } from '../../../main/signal/evaluate/supplied.ts'
import { triggerActivity } from '../../../main/signal/words.ts'
import { upsertBatch } from '../../../main/sync/upsert/upsert.ts'
import { DAY, HOUR } from '../../../shared/trigger/duration.ts'
import type { Condition } from '../../../shared/trigger/trigger.ts'
import { aCache, type TestCache } from '../../helpers/cache.ts'
import { issues, run, signals } from '../../helpers/evaluating.ts'
import { anAccount, anEvent, atLeast, NOON, withTrigger } from '../../helpers/observed.ts'

const shop = (accounts = 1): TestCache => {
  const cache = aCache()
  for (let n = 1; n <= accounts; n++) {
    anAccount(cache.connection)
    cache.connection
      .prepare('INSERT INTO account_key (source_id, external_id, account_id) VALUES (1, ?, ?)')
      .run(`A${n}`, n)
  }
  return cache
}

const sync = (cache: TestCache, id: string, now: number, of: Partial<ObjectRecord>, account = 1) =>
  cache.writer.write('bulk', tx =>
    upsertBatch(
      tx,
      1,
      'test',
      'parcels',
      [
        {
          line: 1,
          raw: '{}',
          record: {
            record: 'object',
            externalId: id,
            account: { by: 'id', externalId: `A${account}` },
            kind: 'parcel',
            state: 'moving',
            openedAt: NOON - 10 * DAY,
            closedAt: null,
            dueAt: null,
            amountMinor: null,
            currency: null,
            lane: 'north',
            properties: {},
            ...of,
          },
        },
      ],
      now,
    ),
  )

const stays = (cache: TestCache) =>
  cache.read.all<{ state: string; since: number; until: number | null }>(
    query('SELECT state, since, until FROM object_state ORDER BY object_id, since'),
  )

describe('the stays of an object', () => {
  it('begin when the object began, and change when a sync says so', async () => {
    const cache = shop()
    await sync(cache, 'P', NOON, {})
    await sync(cache, 'P', NOON + HOUR, {})
    await sync(cache, 'P', NOON + DAY, { state: 'stuck' })
    expect(stays(cache)).toEqual([
      { state: 'moving', since: NOON - 10 * DAY, until: NOON + DAY },
      { state: 'stuck', since: NOON + DAY, until: null },
    ])
    expect(cache.read.get(query('SELECT state_since FROM object'))).toEqual({ state_since: NOON + DAY })
  })

  it('end when the object was closed, not when that was heard of', async () => {
    const cache = shop()
    await sync(cache, 'P', NOON, {})
    await sync(cache, 'P', NOON + DAY, { state: 'delivered', closedAt: NOON + HOUR })
    expect(stays(cache)[0]).toEqual({ state: 'moving', since: NOON - 10 * DAY, until: NOON + HOUR })
  })

  it('begin when the source says so, and end there too', async () => {
    const cache = shop()
    await sync(cache, 'P', NOON, { stateSince: NOON - 3 * DAY })
    await sync(cache, 'P', NOON + DAY, { state: 'stuck', stateSince: NOON - HOUR })
    await sync(cache, 'P', NOON + 2 * DAY, { state: 'stuck', stateSince: NOON - HOUR, closedAt: NOON + DAY })
    expect(stays(cache)).toEqual([
      { state: 'moving', since: NOON - 3 * DAY, until: NOON - HOUR },
      { state: 'stuck', since: NOON - HOUR, until: NOON + DAY },
    ])
  })

  it('are mended where the source says later since when, though nothing else of the row changed', async () => {
    const cache = shop()
    await sync(cache, 'P', NOON, {})
    await sync(cache, 'P', NOON + DAY, { state: 'stuck' })
    cache.connection.exec('DELETE FROM dirty')
    expect(await sync(cache, 'P', NOON + DAY, { state: 'stuck', stateSince: NOON - DAY })).toMatchObject({ changed: 1 })
    expect(stays(cache)).toEqual([
      { state: 'moving', since: NOON - 10 * DAY, until: NOON - DAY },
      { state: 'stuck', since: NOON - DAY, until: null },
    ])
    expect(cache.read.get(query('SELECT state_since FROM object'))).toEqual({ state_since: NOON - DAY })
    expect(cache.read.all(query('SELECT account_id FROM dirty'))).toHaveLength(1)
    expect(await sync(cache, 'P', NOON + DAY, { state: 'stuck', stateSince: NOON - DAY })).toMatchObject({ changed: 0 })
    expect(await sync(cache, 'P', NOON + 2 * DAY, { state: 'stuck', stateSince: null })).toMatchObject({ changed: 0 })
  })

  it('give way to a source that knows of an earlier beginning than ours', async () => {
    const cache = shop()
    await sync(cache, 'P', NOON, {})
    await sync(cache, 'P', NOON + DAY, { state: 'stuck' })
    await sync(cache, 'P', NOON + 2 * DAY, { state: 'lost', stateSince: NOON - 20 * DAY })
    expect(stays(cache)).toEqual([{ state: 'lost', since: NOON - 20 * DAY, until: null }])
  })

  it('teach what is usual from one file of objects that are closed', async () => {
    const cache = shop(2)
    withTrigger(cache.connection, { when: late })
    for (const hours of [10, 20, 30, 40])
      await sync(cache, `D${hours}`, NOON, { stateSince: NOON - 5 * DAY, closedAt: NOON - 5 * DAY + hours * HOUR })
    await sync(cache, 'slow', NOON, { stateSince: NOON - 31 * HOUR })
    await sync(cache, 'fast', NOON, { stateSince: NOON - 29 * HOUR }, 2)
    await run(cache, NOON)
    expect(signals(cache)).toMatchObject([{ account_id: 1 }])
  })

  it('are one where the state changes twice at the same moment', async () => {
    const cache = shop()
    await sync(cache, 'P', NOON, {})
    await sync(cache, 'P', NOON + DAY, { state: 'stuck' })
    await sync(cache, 'P', NOON + DAY, { state: 'lost' })
    expect(stays(cache).map(stay => stay.state)).toEqual(['moving', 'lost'])
  })
})

const late: Condition = {
  measure: { type: 'stored', object: { kind: 'parcel', states: ['moving'] }, relative: { quantile: 0.75, minimum: 4 } },
  op: '>',
  threshold: 1,
}

describe('what is usual of a stay', () => {
  it('is learned from those that are over, and fires for the one that takes longer', async () => {
    const cache = shop(2)
    withTrigger(cache.connection, { when: late })
    for (const [n, days] of [1, 2, 3, 4].entries())
      await sync(cache, `D${n}`, NOON - 9 * DAY, { openedAt: NOON - 30 * DAY }).then(() =>
        sync(cache, `D${n}`, NOON - 8 * DAY, { state: 'delivered', closedAt: NOON - (30 - days) * DAY }),
      )
    await sync(cache, 'slow', NOON, { openedAt: NOON - 3 * DAY })
    await sync(cache, 'fast', NOON, { openedAt: NOON - 2 * DAY }, 2)
    expect(await run(cache, NOON)).toMatchObject({ fired: 0 })
    const { ms } = cache.read.get<{ ms: number }>(
      query("SELECT ms FROM stay_quantile WHERE lane = 'north' AND state = 'moving'"),
    ) ?? { ms: 0 }
    expect(ms).toBe(3 * DAY)
    expect(await run(cache, NOON + 1)).toMatchObject({ accounts: 1, fired: 1 })
    expect(signals(cache)).toMatchObject([{ account_id: 1 }])
    expect(await run(cache, NOON + DAY + 1)).toMatchObject({ fired: 1 })
  })
})

describe('what a warehouse says is usual', () => {
  const WAREHOUSE = `INSERT INTO source (id, slug, kind, name, config) VALUES (1, 'w', 'warehouse', 'W', '{}')`
  const supplied = (ms: number, lane = 'north') => ({
    kind: 'parcel',
    state: 'moving',
    lane,
    quantile: 0.75,
    stays: 9,
    ms,
  })
  const usual = ({ read }: TestCache) =>
    read.all<{ lane: string; ms: number }>(query('SELECT lane, ms FROM stay_quantile ORDER BY lane, state'))

  it('counts more than what the accounts that came over would teach, and is learned as soon as it is said', async () => {
    const cache = shop()
    withTrigger(cache.connection, { when: late })
    cache.connection.exec(WAREHOUSE)
    for (let n = 0; n < 5; n++) {
      await sync(cache, `D${n}`, NOON - 9 * DAY, { openedAt: NOON - 30 * DAY })
      await sync(cache, `D${n}`, NOON - 8 * DAY, { state: 'delivered', closedAt: NOON - 8 * DAY })
    }
    await run(cache, NOON)
    expect(usual(cache)).toEqual([])
    await cache.writer.write('bulk', tx =>
      supplyUsual(tx, 1, NOON - 12 * HOUR, [supplied(2 * DAY), supplied(DAY, '*')]),
    )
    await sync(cache, 'slow', NOON, { openedAt: NOON - 3 * DAY })
    expect(await run(cache, NOON)).toMatchObject({ fired: 1 })
    expect(usual(cache)).toEqual([
      { lane: '*', ms: DAY },
      { lane: 'north', ms: 2 * DAY },
    ])
    // On another day still, and beside what another source's objects teach of other lanes.
    cache.connection.exec(`INSERT INTO object (id, account_id, source_id, kind, external_id, lane)
      VALUES (99, 1, 2, 'parcel', 'own', 'south'); INSERT INTO object_state VALUES (99, 0, 'moving', 7)`)
    await run(cache, NOON + DAY)
    expect(usual(cache)).toEqual([
      { lane: '*', ms: DAY },
      { lane: 'north', ms: 2 * DAY },
      { lane: 'south', ms: 7 },
    ])
  })

  it('is not known without its source, nor before the time for which it was said', async () => {
    const cache = shop()
    withTrigger(cache.connection, { when: late })
    await cache.writer.write('bulk', tx => supplyUsual(tx, 1, NOON, [supplied(DAY)]))
    await run(cache, NOON)
    expect(usual(cache)).toEqual([])
    cache.connection.exec(WAREHOUSE)
    await run(cache, NOON)
    expect(usual(cache)).toEqual([])
    await run(cache, NOON + DAY)
    expect(usual(cache)).toMatchObject([{ ms: DAY }])
  })
})

describe('a daily cap', () => {
  it('lets the first accounts through, counts the rest, and goes on the next day', async () => {
    const cache = shop(5)
    withTrigger(cache.connection, { when: atLeast(1, 'failed', '14d'), dailyCap: 2 })
    for (let account = 1; account <= 5; account++) anEvent(cache.connection, { account, kind: 'failed', at: NOON })
    const held = (now: number) => triggerActivity(cache.read, now).map(one => [one.heldToday, one.heldThisWeek])
    expect(held(NOON)).toEqual([[0, 0]])
    expect(await run(cache, NOON)).toMatchObject({ fired: 2, heldBack: 3 })
    expect(await run(cache, NOON + HOUR, true)).toMatchObject({ fired: 0, heldBack: 0 })
    expect(signals(cache).map(signal => signal.account_id)).toEqual([1, 2])
    expect(held(NOON + HOUR)).toEqual([[3, 3]])
    expect(await run(cache, NOON + 12 * HOUR)).toMatchObject({ accounts: 3, fired: 2, heldBack: 1 })
    expect(held(NOON + 12 * HOUR)).toEqual([[1, 3]])
    expect(await run(cache, NOON + 36 * HOUR)).toMatchObject({ fired: 1, heldBack: 0 })
    expect(held(NOON + 36 * HOUR)).toEqual([[0, 3]])
    expect(held(NOON + 7 * DAY)).toEqual([[0, 1]])
    expect(held(NOON + 8 * DAY)).toEqual([[0, 0]])
  })

  it('that is raised lets those through that it held back, and counts them no more', async () => {
    const cache = shop(3)
    const when = atLeast(1, 'failed', '14d')
    const trigger = withTrigger(cache.connection, { when, dailyCap: 1 })
    for (let account = 1; account <= 3; account++) anEvent(cache.connection, { account, kind: 'failed', at: NOON })
    await run(cache, NOON)
    expect(triggerActivity(cache.read, NOON)).toMatchObject([{ heldToday: 2, heldThisWeek: 2 }])
    cache.connection
      .prepare('UPDATE trigger SET version = 2, definition = ?')
      .run(JSON.stringify({ ...trigger, dailyCap: 2 }))
    expect(await run(cache, NOON)).toMatchObject({ fired: 1 })
    expect(triggerActivity(cache.read, NOON)).toMatchObject([{ heldToday: 1, heldThisWeek: 2 }])
  })
})

describe('a closing condition', () => {
  it('keeps the signal until it holds, though what fired it is long over', async () => {
    const cache = shop()
    withTrigger(cache.connection, { when: atLeast(1, 'failed', '1d'), closeWhen: atLeast(1, 'paid', '7d') })
    anEvent(cache.connection, { account: 1, kind: 'failed', at: NOON })
    await run(cache, NOON)
    expect(await run(cache, NOON + 5 * DAY)).toMatchObject({ cleared: 0 })
    anEvent(cache.connection, { account: 1, kind: 'paid', at: NOON + 5 * DAY })
    expect(await run(cache, NOON + 5 * DAY)).toMatchObject({ cleared: 1, closed: 1 })
    anEvent(cache.connection, { account: 1, kind: 'failed', at: NOON + 20 * DAY })
    await run(cache, NOON + 20 * DAY)
    expect(issues(cache)).toMatchObject([{ state: 'closed' }, { state: 'open', previous_id: 1 }])
  })
})
