import { describe, expect, it } from 'vitest'
import { query } from '../../../main/cache/db.ts'
import { putSetting } from '../../../main/cache/settings.ts'
import { saveTrigger, setTriggerEnabled } from '../../../main/signal/commands.ts'
import { evaluate } from '../../../main/signal/evaluate/evaluate.ts'
import { accountsOf, signalsOf, wanted } from '../../../main/signal/evaluate/gather.ts'
import { conditionHolds } from '../../../main/signal/evaluate/holds.ts'
import { eventsOf, objectsOf } from '../../../main/signal/evaluate/read-facts.ts'
import { starterTriggers } from '../../../main/signal/starter-triggers.ts'
import { listTriggers, seedTriggers } from '../../../main/signal/store.ts'
import { DAY, HOUR } from '../../../shared/trigger/duration.ts'
import { expectThrough } from '../../helpers/big-cache.ts'
import { aCache, type TestCache } from '../../helpers/cache.ts'
import { decideNow } from '../../helpers/decisions.ts'
import { run, signals } from '../../helpers/evaluating.ts'
import { anAccount, anEvent, aTrigger, atLeast, markDirty, NOON, withTrigger } from '../../helpers/observed.ts'

const failed = (cache: TestCache, account: number, daysAgo: number) =>
  anEvent(cache.connection, { account, kind: 'payment_failed', at: NOON - daysAgo * DAY })

const dirty = (cache: TestCache) => cache.read.all<{ account_id: number }>(query('SELECT account_id FROM dirty'))
const due = (cache: TestCache) => cache.read.all<{ account_id: number; at: number }>(query('SELECT * FROM due'))

/** An account whose payment failed three times within a fortnight. */
function failing(cache: TestCache): number {
  const account = anAccount(cache.connection)
  for (const daysAgo of [10, 5, 1]) failed(cache, account, daysAgo)
  return account
}

describe('evaluating', () => {
  it('fires for accounts whose condition holds, with the rows that made it true, and takes them off the list', async () => {
    const cache = aCache()
    withTrigger(cache.connection)
    const account = failing(cache)
    const calm = anAccount(cache.connection)
    expect(await run(cache, NOON)).toMatchObject({ accounts: 2, fired: 1, cleared: 0 })
    expect(signals(cache)).toMatchObject([{ account_id: account, trigger_id: 'payments-failing', fired_at: NOON }])
    const stored = cache.read.get<{ evidence: string }>(query('SELECT evidence FROM signal'))
    expect(JSON.parse(stored?.evidence ?? '')).toEqual({
      figures: [{ name: 'recent', label: 'failed payments in 14 days', value: 3, usual: null }],
      eventIds: [3, 2, 1],
    })
    expect(dirty(cache)).toEqual([])
    expect(due(cache)).toEqual([{ account_id: account, at: NOON + 4 * DAY }])
    expect(calm).not.toBe(account)
  })

  it('changes nothing the second time', async () => {
    const cache = aCache()
    withTrigger(cache.connection)
    failing(cache)
    await run(cache, NOON)
    const before = signals(cache)
    expect(await run(cache, NOON, true)).toMatchObject({ accounts: 1, fired: 0, cleared: 0, opened: 0, rescored: 0 })
    expect(signals(cache)).toEqual(before)
  })

  it('stays one signal while it holds, and clears by the passing of time alone', async () => {
    const cache = aCache()
    withTrigger(cache.connection)
    failing(cache)
    await run(cache, NOON)
    expect(await run(cache, NOON + 4 * DAY - 1)).toMatchObject({ accounts: 0 })
    expect(await run(cache, NOON + 4 * DAY)).toMatchObject({ accounts: 1, cleared: 1 })
    expect(signals(cache)).toMatchObject([{ fired_at: NOON, cleared_at: NOON + 4 * DAY }])
  })

  it('ends at the moment at which it was over, and is a second signal where it holds again since', async () => {
    const cache = aCache()
    withTrigger(cache.connection, { cooldown: '0d' })
    const account = failing(cache)
    await run(cache, NOON)
    for (const days of [5, 6, 7]) anEvent(cache.connection, { account, kind: 'payment_failed', at: NOON + days * DAY })
    expect(await run(cache, NOON + 8 * DAY)).toMatchObject({ fired: 1, cleared: 1 })
    expect(signals(cache)).toMatchObject([
      { fired_at: NOON, cleared_at: NOON + 4 * DAY },
      { fired_at: NOON + 8 * DAY, cleared_at: null },
    ])
  })

  it('compares amounts at the rates in force, evaluates everybody when these change, and counts who has none', async () => {
    const cache = aCache()
    const amount = { type: 'attribute' as const, name: 'mrr_minor', currency: 'EUR' }
    withTrigger(cache.connection, { when: { measure: amount, op: '>=', threshold: 100_000 } })
    const [euros, dollars] = ['EUR', 'USD', 'RSD'].map(currency =>
      anAccount(cache.connection, { mrrMinor: 120_000, currency }),
    )
    const fired = () => signals(cache).map(({ account_id, cleared_at }) => [account_id, cleared_at])
    await run(cache, NOON)
    expect(fired()).toEqual([
      [euros, null],
      [dollars, null],
    ])
    expect(listTriggers(cache.read)[0]?.withoutRate).toEqual([{ currency: 'RSD', accounts: 1 }])
    const rates = { USD: { perEuro: 2, day: '2024-11-14' }, RSD: { perEuro: 117, day: '2024-11-14' } }
    await cache.writer.write('user', tx => putSetting(tx, 'exchange', { from: 'rates.csv', rates }))
    expect(await run(cache, NOON + HOUR)).toMatchObject({ accounts: 3, cleared: 1 })
    expect(fired()).toEqual([
      [euros, null],
      [dollars, NOON + HOUR],
    ])
    expect(listTriggers(cache.read)[0]?.withoutRate).toEqual([])
    // With the same rates, those that changed are enough to know.
    anAccount(cache.connection, { mrrMinor: 120_000, currency: 'USD' })
    await run(cache, NOON + 2 * HOUR)
    expect(listTriggers(cache.read)[0]?.withoutRate).toEqual([])
    const other = anAccount(cache.connection, { mrrMinor: 120_000, currency: 'XAF' })
    await run(cache, NOON + 3 * HOUR)
    expect(listTriggers(cache.read)[0]?.withoutRate).toEqual([{ currency: 'XAF', accounts: 1 }])
    cache.connection.prepare("UPDATE account SET currency = 'EUR' WHERE id = ?").run(other)
    cache.connection.prepare('INSERT OR IGNORE INTO dirty (account_id) VALUES (?)').run(other)
    await run(cache, NOON + 4 * HOUR)
    expect(listTriggers(cache.read)[0]?.withoutRate).toEqual([])
  })

  it('says which currency has no rate where that is the one that amounts are compared in', async () => {
    const cache = aCache()
    const amount = { type: 'attribute' as const, name: 'mrr_minor', currency: 'RSD' }
    withTrigger(cache.connection, { when: { measure: amount, op: '>=', threshold: 1 } })
    for (const currency of ['EUR', 'USD', 'RSD', null]) anAccount(cache.connection, { currency })
    expect(await run(cache, NOON)).toMatchObject({ accounts: 4, fired: 1 })
    expect(listTriggers(cache.read)[0]?.withoutRate).toEqual([{ currency: 'RSD', accounts: 3 }])
  })

  it('fires again only after its cooldown, and then without anything new having come in', async () => {
    const cache = aCache()
    withTrigger(cache.connection, { cooldown: '7d' })
    const account = failing(cache)
    await run(cache, NOON)
    await run(cache, NOON + 4 * DAY)
    anEvent(cache.connection, { account, kind: 'payment_failed', at: NOON + 5 * DAY })
    expect(await run(cache, NOON + 5 * DAY)).toMatchObject({ accounts: 1, fired: 0 })
    expect(due(cache)).toEqual([{ account_id: account, at: NOON + 7 * DAY }])
    expect(await run(cache, NOON + 7 * DAY)).toMatchObject({ accounts: 1, fired: 1 })
  })

  it('ignores what is dated after the clock, until the clock is there', async () => {
    const cache = aCache()
    withTrigger(cache.connection)
    const account = anAccount(cache.connection)
    for (const daysAgo of [1, 0.5, -2]) failed(cache, account, daysAgo)
    expect(await run(cache, NOON)).toMatchObject({ fired: 0 })
    expect(await run(cache, NOON + 2 * DAY)).toMatchObject({ accounts: 1, fired: 1 })
  })

  it('looks at everybody again when the clock was set back', async () => {
    const cache = aCache()
    withTrigger(cache.connection)
    failing(cache)
    await run(cache, NOON)
    expect(await run(cache, NOON - 3 * DAY)).toMatchObject({ accounts: 1, cleared: 1 })
  })

  it('says nothing of accounts that have left', async () => {
    const cache = aCache()
    withTrigger(cache.connection)
    const account = anAccount(cache.connection, { churnedAt: NOON + DAY })
    for (const daysAgo of [10, 5, 1]) failed(cache, account, daysAgo)
    expect(await run(cache, NOON)).toMatchObject({ fired: 1 })
    expect(await run(cache, NOON + DAY)).toMatchObject({ accounts: 1, cleared: 1 })
  })

  it('evaluates everybody for a trigger that was changed, and clears the signals of one that was switched off', async () => {
    const cache = aCache()
    const trigger = withTrigger(cache.connection)
    failing(cache)
    await run(cache, NOON)
    await decideNow(cache.writer, saveTrigger, { ...trigger, when: atLeast(4, 'payment_failed', '14d') }, { id: 'a' })
    expect(await run(cache, NOON)).toMatchObject({ accounts: 1, cleared: 1 })
    await decideNow(cache.writer, saveTrigger, { ...trigger, cooldown: '0d' }, { id: 'b' })
    expect(await run(cache, NOON)).toMatchObject({ accounts: 1, fired: 1 })
    await decideNow(cache.writer, setTriggerEnabled, { id: trigger.id, enabled: false }, { id: 'c' })
    expect(await run(cache, NOON)).toMatchObject({ accounts: 1, cleared: 1 })
  })

  it('loses nothing that arrives while it runs', async () => {
    const cache = aCache()
    withTrigger(cache.connection)
    const account = anAccount(cache.connection)
    failed(cache, account, 5)
    failed(cache, account, 3)
    const running = run(cache, NOON)
    // Interleaved with the run's own transactions, wherever it happens to be.
    for (let i = 0; i < 50; i++) await cache.writer.write('user', () => markDirty(cache.connection, account))
    failed(cache, account, 1)
    await running
    await run(cache, NOON)
    expect(signals(cache)).toMatchObject([{ account_id: account }])
  })

  it('stops when asked, keeps what is done, and goes on with the rest next time', async () => {
    const cache = aCache()
    withTrigger(cache.connection)
    for (let i = 0; i < 600; i++) failing(cache)
    const stop = new AbortController()
    const half = await evaluate({
      ...cache,
      now: NOON,
      everything: false,
      signal: stop.signal,
      onProgress: () => stop.abort(),
    })
    expect(half.accounts).toBeGreaterThan(0)
    expect(half.accounts).toBeLessThan(600)
    expect(half.fired).toBe(half.accounts)
    const rest = await run(cache, NOON)
    expect(half.fired + rest.fired).toBe(600)
    expect(dirty(cache)).toEqual([])
  })

  it('reads by index, never by scanning', () => {
    const need = { kind: 'payment_failed', lookback: DAY, properties: true, latest: false }
    expectThrough(
      eventsOf('[1]', need, { from: NOON, now: NOON }),
      'event_account (account_id=? AND kind=? AND at>? AND at<?)',
    )
    expectThrough(objectsOf('[1]', 'shipment', NOON), 'object_account (account_id=? AND kind=?')
    expectThrough(signalsOf('[1]'), 'signal_account')
    expectThrough(accountsOf('[1]'))
  })

  it('finds the few accounts that are due without looking at all others', () => {
    expectThrough(wanted(false, NOON, 500), 'due_at (at<?)')
  })
})

describe('triggers', () => {
  it('cannot be switched on without their playbook', async () => {
    const cache = aCache()
    const trigger = aTrigger()
    await decideNow(cache.writer, saveTrigger, trigger, { id: 'a' })
    expect(listTriggers(cache.read)).toMatchObject([{ enabled: false, version: 1 }])
    const refused = await decideNow(cache.writer, setTriggerEnabled, { id: trigger.id, enabled: true }, { id: 'b' })
    expect(refused).toMatchObject({
      ok: false,
      error: { kind: 'refused', why: 'The playbook new-card does not exist.' },
    })
    expect(listTriggers(cache.read)).toMatchObject([{ enabled: false }])
  })

  it('are seeded once, switched on where their playbook is there, and never overwrite what a person changed', async () => {
    const cache = aCache()
    withTrigger(cache.connection, { id: 'other', playbook: 'payment-new-card' })
    await cache.writer.write('user', tx => seedTriggers(tx, starterTriggers()))
    const seeded = listTriggers(cache.read)
    expect(seeded).toHaveLength(starterTriggers().length + 1)
    expect(seeded.filter(view => view.enabled).map(view => view.definition.id)).toEqual([
      'other',
      'payments-failing',
      'renewal-failed',
    ])
    const changed = { ...(starterTriggers()[0] ?? aTrigger()), minutes: 99 }
    await decideNow(cache.writer, saveTrigger, changed, { id: 'a' })
    await cache.writer.write('user', tx => seedTriggers(tx, starterTriggers()))
    const kept = listTriggers(cache.read).find(view => view.definition.id === changed.id)
    expect(kept).toMatchObject({ version: 2, definition: { minutes: 99 } })
  })

  it('show how often they fired and how many still hold', async () => {
    const cache = aCache()
    withTrigger(cache.connection)
    failing(cache)
    failing(cache)
    await run(cache, NOON)
    expect(listTriggers(cache.read)).toMatchObject([{ firings: 2, open: 2 }])
    await run(cache, NOON + 4 * DAY)
    expect(listTriggers(cache.read)).toMatchObject([{ firings: 2, open: 0 }])
  })
})

it('a condition can be asked of one account at any moment', () => {
  const cache = aCache()
  const account = failing(cache)
  const when = atLeast(3, 'payment_failed', '14d')
  expect(conditionHolds(cache.read, when, account, NOON)).toBe(true)
  expect(conditionHolds(cache.read, when, account, NOON - 2 * DAY)).toBe(false)
  expect(conditionHolds(cache.read, when, account, NOON + 4 * DAY + HOUR)).toBe(false)
})
