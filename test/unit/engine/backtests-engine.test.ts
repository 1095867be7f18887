import { expect, it, vi } from 'vitest'
import { systemDeps } from '../../../main/engine/engine.ts'
import { starterTriggers } from '../../../main/signal/starter-triggers.ts'
import { unwrap } from '../../../shared/result.ts'
import type { Trigger } from '../../../shared/trigger/trigger.ts'
import { anEngine } from '../../helpers/engine.ts'
import { until } from '../../helpers/until.ts'

const [first, second] = starterTriggers() as [Trigger, Trigger, ...Trigger[]]

const SHOP = { name: 'Shop', sample: { seed: 1, accounts: 40, days: 60 } }
const aShop = async () => (await anEngine({ ...systemDeps, create: SHOP })).engine

it('a replay is found until another one is run, and ends with the engine', async () => {
  const engine = await aShop()
  const one = await engine.backtests.run(first, 30)
  expect(one && engine.backtests.find(one.id)).toMatchObject({ id: one?.id, data: engine.backtests.data() })
  const two = await engine.backtests.run(second, 30)
  expect(one && engine.backtests.find(one.id)).toBeNull()
  await expect(one?.session.move(first)).rejects.toThrow('stopped')
  await engine.close()
  await expect(two?.session.move(second)).rejects.toThrow('stopped')
  expect(two && engine.backtests.find(two.id)).toBeNull()
})

it('an engine that closes ends a replay that is still being measured, and begins no other', async () => {
  const engine = await aShop()
  const measuring = engine.backtests.run(first, 30)
  await engine.close()
  expect(await measuring).toBeNull()
  expect(await engine.backtests.run(first, 30)).toBeNull()
})

it('a replay is stopped by the person who asked for it, as a task of its own kind', async () => {
  const engine = await aShop()
  const asked = new AbortController()
  const replay = engine.backtests.run(first, 30, asked.signal)
  const runs = () => engine.tasks.list().some(({ kind, state }) => kind === 'backtest' && state === 'running')
  while (!runs()) await Promise.resolve()
  asked.abort()
  expect(await replay).toBeNull()
  expect(engine.tasks.list().map(({ kind, state }) => [kind, state])).toContainEqual(['backtest', 'cancelled'])
})

it('an answer is out of date once what it read has changed, and not by anything else', async () => {
  const engine = await aShop()
  const before = await engine.backtests.run(first, 30)
  engine.changes.publish('changed', { tables: ['journal', 'issue', 'signal'] })
  expect(engine.backtests.data()).toBe(before?.data)
  unwrap(await engine.sync(undefined))
  // The last changes are announced a moment after the sync is through.
  await until(() => engine.idle())
  expect(engine.backtests.data()).not.toBe(before?.data)
  const after = await engine.backtests.run(first, 30)
  expect(after?.data).toBe(engine.backtests.data())
})

it('a replay goes within seconds once nobody looks at it, and not while it is asked again', async () => {
  const engine = await aShop()
  const seen = await engine.backtests.run(first, 30)
  const id = seen?.id ?? ''
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  expect(engine.backtests.leave('another')).toBe(false)
  expect(engine.backtests.find(id)).not.toBeNull()
  vi.advanceTimersByTime(60_000)
  expect(engine.backtests.leave(id)).toBe(true)
  vi.advanceTimersByTime(9_000)
  expect(engine.backtests.find(id), 'somebody is back').not.toBeNull()
  vi.advanceTimersByTime(60_000)
  expect(engine.backtests.leave(id)).toBe(true)
  vi.advanceTimersByTime(11_000)
  expect(engine.backtests.find(id)).toBeNull()
  vi.useRealTimers()
})
