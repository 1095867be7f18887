import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { query } from '../../../main/cache/db.ts'
import type { Engine } from '../../../main/engine/engine.ts'
import { addSource } from '../../../main/sync/commands.ts'
import { unwrap } from '../../../shared/result.ts'
import type { FilesConfig } from '../../../shared/source/mapping.ts'
import { anEngine } from '../../helpers/engine.ts'
import { tempFolder } from '../../helpers/temp-folder.ts'
import { until } from '../../helpers/until.ts'

const ACCOUNTS = 20
const EVENTS = 12_000

/** A source of two files, of which reading the second takes a while. */
async function aSource(engine: Engine, name: string): Promise<number> {
  const dir = tempFolder()
  const accounts = Array.from({ length: ACCOUNTS }, (_, n) => `${name}-${n},Account ${n}`)
  const events = Array.from({ length: EVENTS }, (_, n) => `e${n},${name}-${n % ACCOUNTS},${1_700_000_000 + n}`)
  writeFileSync(join(dir, 'accounts.csv'), ['id,name', ...accounts].join('\n'))
  writeFileSync(join(dir, 'events.csv'), ['id,account,at', ...events].join('\n'))
  const id = { field: 'id', type: 'text' } as const
  const config: FilesConfig = {
    streams: [
      {
        name: 'accounts',
        path: join(dir, 'accounts.csv'),
        mapping: { record: 'account', id, name: { field: 'name', type: 'text' }, properties: {} },
      },
      {
        name: 'events',
        path: join(dir, 'events.csv'),
        mapping: {
          ...{ record: 'event', id, account: { by: 'id', field: 'account' }, kind: { const: 'login' } },
          ...{ at: { field: 'at', type: 'date', format: 'unix_s' }, properties: {} },
        },
      },
    ],
  }
  return unwrap(await engine.decide(addSource, { name, kind: 'files', config })).value.sourceId
}

const count = (engine: Engine, table: 'dirty' | 'event') =>
  engine.read.get(query<{ n: number }>(`SELECT count(*) AS n FROM ${table}`))?.n ?? 0

/** Cancels a sync once some of the events are there. */
async function cutOff(engine: Engine, sourceId: number): Promise<void> {
  const before = count(engine, 'event')
  const reading = engine.sync(sourceId)
  await until(() => count(engine, 'event') > before)
  for (const { id, state } of engine.tasks.list()) if (state === 'running') engine.tasks.cancel(id)
  expect(unwrap(await reading).cancelled).toBe(true)
  expect(count(engine, 'event')).toBeLessThan(before + EVENTS)
}

it('a first load that was cut off is not evaluated before the rest is there', async () => {
  const { engine } = await anEngine()
  const sourceId = await aSource(engine, 'ledger')
  await cutOff(engine, sourceId)
  expect(count(engine, 'dirty')).toBe(ACCOUNTS)
  const rest = unwrap(await engine.sync(sourceId))
  expect(rest.streams.map(({ name, read }) => [name, read > 0])).toEqual([
    ['accounts', false],
    ['events', true],
  ])
  expect(count(engine, 'event')).toBe(EVENTS)
  expect(count(engine, 'dirty')).toBe(0)
})

it('a source that was cut off beside one that was read whole is evaluated', async () => {
  const { engine } = await anEngine()
  unwrap(await engine.sync(await aSource(engine, 'ledger')))
  await cutOff(engine, await aSource(engine, 'shop'))
  expect(count(engine, 'dirty')).toBe(0)
})
