import { expect, it } from 'vitest'
import { query } from '../../../main/cache/db.ts'
import { type Engine, type EngineDeps, systemDeps } from '../../../main/engine/engine.ts'
import { setClock } from '../../../main/engine/open/workspace.ts'
import { sparedOf } from '../../../main/engine/sample/reply.ts'
import { starterTriggers } from '../../../main/signal/starter-triggers.ts'
import { unwrap } from '../../../shared/result.ts'
import { DAY } from '../../../shared/trigger/duration.ts'
import { anEngine } from '../../helpers/engine.ts'
import { tempFolder } from '../../helpers/temp-folder.ts'

/** An engine on the machine's own clock, as in production. */
const opened = async (more: Partial<EngineDeps>): Promise<Engine> => (await anEngine({ ...systemDeps, ...more })).engine

const SHOP = { name: 'Sample shop', sample: { seed: 1, accounts: 400, days: 180 } }

/** Resolves when nothing runs any more; the console's own timers are on, as in the window. */
async function settled(engine: Engine): Promise<void> {
  const busy = () => engine.tasks.list().some(task => task.state === 'running')
  const synced = () => engine.read.get(query('SELECT 1 FROM stream WHERE synced_at IS NOT NULL')) !== undefined
  const weeks = () => engine.tasks.list().some(task => task.title.startsWith('Living') && task.state === 'done')
  while (busy() || !synced() || !weeks()) await new Promise(resolve => setTimeout(resolve, 50))
}

it('the sample has lived: messages, outcomes and held-out accounts of the last weeks, and an open queue', async () => {
  const engine = await opened({ create: SHOP, background: true })
  await settled(engine)
  const now = engine.clock.now()
  const count = (sql: string) => engine.read.get(query<{ n: number }>(sql))?.n ?? 0
  const first = engine.read.get(query<{ at: number }>('SELECT min(exposed_at) AS at FROM intervention'))?.at ?? now
  expect(first).toBeLessThan(now - 70 * DAY)
  expect(count("SELECT count(*) AS n FROM outbox WHERE state = 'sent'")).toBeGreaterThan(10)
  expect(count('SELECT count(*) AS n FROM outcome WHERE judged IS NOT NULL')).toBeGreaterThan(5)
  // What was queued in a week of the past left then, not when somebody opened the sample.
  expect(count(`SELECT count(*) AS n FROM outbox WHERE state = 'sent' AND sent_at > queued_at + ${8 * DAY}`)).toBe(0)
  // Runs went on after their first message: waits passed, people got tasks.
  expect(count("SELECT count(*) AS n FROM step WHERE kind = 'wait' AND state = 'done'")).toBeGreaterThan(10)
  expect(count("SELECT count(*) AS n FROM step WHERE kind = 'task'")).toBeGreaterThan(0)
  expect(count("SELECT count(*) AS n FROM issue WHERE state = 'open'")).toBeGreaterThan(5)
  expect(count(`SELECT count(*) AS n FROM signal WHERE fired_at > ${now}`)).toBe(0)
})

it('every starter trigger has fired in the sample, none of them for more than its share', {
  timeout: 120_000,
}, async () => {
  const create = { name: 'Sample shop', sample: { seed: 1, accounts: 2_000, days: 180 } }
  const engine = await opened({ create })
  unwrap(await engine.sync(undefined))
  const fired = new Map(
    engine.read
      .all(query<{ id: string; n: number }>('SELECT trigger_id AS id, count(*) AS n FROM signal GROUP BY 1'))
      .map(({ id, n }) => [id, n]),
  )
  expect(starterTriggers.map(({ id }) => id).filter(id => !fired.has(id))).toEqual([])
  const all = [...fired.values()].reduce((sum, n) => sum + n, 0)
  expect(Math.max(...fired.values()) / all).toBeLessThan(0.25)
})

it('the shop’s time goes on from its last day, unless a person has chosen the machine’s', async () => {
  const dir = tempFolder()
  const small = { ...SHOP, sample: { ...SHOP.sample, accounts: 20, days: 30 } }
  const open = (wall: number, create: typeof SHOP | null = null) => opened({ wall: () => wall, dir, create })
  const born = Date.UTC(2026, 4, 12)
  await (await open(born, small)).close()
  const later = await open(born + 7 * DAY)
  expect(later.clock.now()).toBe(born)
  unwrap(await later.decide(setClock, { mode: 'real' }))
  await later.close()
  const real = await open(born + 8 * DAY)
  expect(real.clock.now()).toBe(born + 8 * DAY)
  await real.close()
})

it('a workspace that is closed and opened again goes on where it was', async () => {
  const dir = tempFolder()
  const make = (create: typeof SHOP | null) => opened({ dir, create })
  const before = await make(SHOP)
  unwrap(await before.sync(undefined))
  const queue = query("SELECT id, state, priority FROM issue WHERE state = 'open' ORDER BY priority DESC, id")
  const rows = before.read.all(queue)
  await before.close()
  const after = await make(null)
  await after.evaluate(false)
  expect(after.read.all(queue)).toEqual(rows)
  await after.close()
})

it('messages that came in time spared tickets, which do not come back with the next sync', async () => {
  const create = { name: 'Sample shop', sample: { seed: 1, accounts: 400, days: 180 } }
  const engine = await opened({ create })
  unwrap(await engine.sync(undefined))
  const spared = sparedOf(engine.read)
  expect(spared.length).toBeGreaterThan(0)
  const there = query<{ n: number }>(
    "SELECT count(*) AS n FROM object WHERE kind = 'ticket' AND external_id IN (SELECT value FROM json_each(?))",
    [JSON.stringify(spared)],
  )
  expect(engine.read.get(there)?.n).toBe(0)
  unwrap(await engine.sync(undefined))
  expect(engine.read.get(there)?.n).toBe(0)
})
