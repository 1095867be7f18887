import { beforeAll, expect, it } from 'vitest'
import { query } from '../../../main/cache/db.ts'
import { type Engine, type EngineDeps, systemDeps } from '../../../main/engine/engine.ts'
import { setClock } from '../../../main/engine/open/workspace.ts'
import { sampleAnswers } from '../../../main/engine/sample/reply.ts'
import { starterTriggers } from '../../../main/signal/starter-triggers.ts'
import { unwrap } from '../../../shared/result.ts'
import { DAY } from '../../../shared/trigger/duration.ts'
import { anEngine } from '../../helpers/engine.ts'
import { livedSample, putLivedSample } from '../../helpers/lived-sample.ts'
import { tempFolder } from '../../helpers/temp-folder.ts'
import { until } from '../../helpers/until.ts'

const SHOP = { name: 'Sample shop', sample: { seed: 1, accounts: 400, days: 180 } }

/** An engine on the machine's own clock, as in production. */
const open = async (more: Partial<EngineDeps>): Promise<Engine> =>
  (await anEngine({ ...systemDeps, create: null, ...more })).engine

/** The sample of the first run, which has been read and lived through, in a folder of its own. */
function aLivedSample(): string {
  const dir = tempFolder()
  putLivedSample(dir)
  return dir
}

beforeAll(() => void livedSample())

it('the sample has lived: messages, outcomes and held-out accounts of the last weeks, and an open queue', async () => {
  // With the console's own timers, as in the window.
  const engine = await open({ dir: tempFolder(), create: SHOP, background: true })
  await until(() => engine.idle())
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

it('every starter trigger has fired in the sample, none of them for more than its share', async () => {
  const engine = await open({ dir: aLivedSample() })
  const fired = new Map(
    engine.read
      .all(query<{ id: string; n: number }>('SELECT trigger_id AS id, count(*) AS n FROM signal GROUP BY 1'))
      .map(({ id, n }) => [id, n]),
  )
  expect(
    starterTriggers()
      .map(({ id }) => id)
      .filter(id => !fired.has(id)),
  ).toEqual([])
  const all = [...fired.values()].reduce((sum, n) => sum + n, 0)
  expect(Math.max(...fired.values()) / all).toBeLessThan(0.25)
})

it('the shop’s time goes on from its last day, unless a person has chosen the machine’s', async () => {
  const dir = tempFolder()
  const small = { ...SHOP, sample: { ...SHOP.sample, accounts: 20, days: 30 } }
  const at = (wall: number, create: typeof SHOP | null = null) => open({ wall: () => wall, dir, create })
  const born = Date.UTC(2026, 4, 12)
  await (await at(born, small)).close()
  const later = await at(born + 7 * DAY)
  expect(later.clock.now()).toBe(born)
  unwrap(await later.decide(setClock, { mode: 'real' }))
  await later.close()
  expect((await at(born + 8 * DAY)).clock.now()).toBe(born + 8 * DAY)
})

it('a workspace that is closed and opened again goes on where it was', async () => {
  const dir = aLivedSample()
  const queue = query("SELECT id, state, priority FROM issue WHERE state = 'open' ORDER BY priority DESC, id")
  const before = await open({ dir })
  const rows = before.read.all(queue)
  expect(rows.length).toBeGreaterThan(5)
  await before.close()
  const after = await open({ dir })
  await after.evaluate(false)
  expect(after.read.all(queue)).toEqual(rows)
})

it('messages spared tickets and caused contacts of their own; neither changes with the next sync, and outcomes know the latter', async () => {
  const engine = await open({ dir: aLivedSample() })
  const { spared, provoked } = sampleAnswers(engine.read)
  expect(spared.length).toBeGreaterThan(0)
  expect(provoked.length).toBeGreaterThan(0)
  const there = query<{ n: number }>(
    "SELECT count(*) AS n FROM object WHERE kind = 'ticket' AND external_id IN (SELECT value FROM json_each(?))",
    [JSON.stringify(spared)],
  )
  const written = query<{ account: string; at: number }>(
    `SELECT k.external_id AS account, o.opened_at AS at FROM object o JOIN account_key k ON k.account_id = o.account_id
     WHERE o.kind = 'ticket' AND o.external_id LIKE '%-W%' ORDER BY o.opened_at, 1`,
  )
  const expected = provoked
    .map(({ account, at }) => ({ account, at }))
    .sort((a, b) => a.at - b.at || (a.account < b.account ? -1 : 1))
  expect(engine.read.get(there)?.n).toBe(0)
  expect(engine.read.all(written)).toEqual(expected)
  unwrap(await engine.sync(undefined))
  expect(engine.read.get(there)?.n).toBe(0)
  expect(engine.read.all(written)).toEqual(expected)
  const told = engine.read.get(query<{ n: number }>('SELECT count(*) AS n FROM outcome WHERE induced_at IS NOT NULL'))
  expect(told?.n).toBeGreaterThanOrEqual(provoked.filter(({ subject }) => subject.startsWith('Re: ')).length)
})
