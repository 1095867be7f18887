import { appendFileSync, mkdirSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { expect, it, onTestFinished, vi } from 'vitest'
import { statement } from '../../../main/cache/db.ts'
import { createWatching } from '../../../main/engine/sources/watching.ts'
import { watchFiles } from '../../../main/source/files/watch.ts'
import { aCache } from '../../helpers/cache.ts'
import { tempFolder } from '../../helpers/temp-folder.ts'

const SETTLE = 120

async function aWatch(paths: string[], settle = SETTLE) {
  const dir = tempFolder()
  mkdirSync(join(dir, 'in'))
  writeFileSync(join(dir, 'in', 'orders-1.csv'), 'id\n1\n')
  let calls = 0
  const count = () => {
    calls++
  }
  const watch = await watchFiles(
    paths.map(path => ({ path })),
    dir,
    count,
    settle,
  )
  onTestFinished(() => watch.close())
  return { dir, calls: () => calls, until: (n: number) => vi.waitFor(() => expect(calls).toBe(n), { timeout: 20_000 }) }
}

it('notices a new file of a pattern, and one that changed', async () => {
  const { dir, until } = await aWatch(['in/orders-*.csv'])
  writeFileSync(join(dir, 'in', 'orders-2.csv'), 'id\n2\n')
  await until(1)
  appendFileSync(join(dir, 'in', 'orders-1.csv'), '3\n')
  await until(2)
})

it('waits until a file has stopped growing, then calls once', async () => {
  const { dir, until, calls } = await aWatch(['in/orders-*.csv'], 800)
  for (let n = 0; n < 12; n++) {
    appendFileSync(join(dir, 'in', 'orders-9.csv'), `${n}\n`)
    await wait(100)
    expect(calls()).toBe(0)
  }
  await until(1)
})

it('passes over files that belong to no stream', async () => {
  const { dir, until, calls } = await aWatch(['in/orders-*.csv', 'plain.csv'])
  writeFileSync(join(dir, 'in', 'orders.tmp'), 'id\n2\n')
  writeFileSync(join(dir, 'other.csv'), 'id\n2\n')
  await wait(4 * SETTLE)
  expect(calls()).toBe(0)
  renameSync(join(dir, 'in', 'orders.tmp'), join(dir, 'in', 'orders-2.csv'))
  await until(1)
  writeFileSync(join(dir, 'plain.csv'), 'id\n2\n')
  await until(2)
})

it('notices files in a folder that is made later', async () => {
  const { dir, until } = await aWatch(['later/orders-*.csv'])
  mkdirSync(join(dir, 'later'))
  writeFileSync(join(dir, 'later', 'orders-1.csv'), 'id\n1\n')
  await until(1)
})

it('is done for sources that ask for it, while they ask for it, by the process that leads', async () => {
  const { dir, writer, read } = aCache()
  const synced: number[] = []
  let leads = false
  const set = (watch: boolean) =>
    writer.write('user', tx => {
      const streams = [{ name: 'a', path: 'a.csv', mapping: { record: 'account', id: { const: 1 }, properties: {} } }]
      const config = JSON.stringify({ streams, watch })
      tx.run(
        statement(
          `INSERT INTO source (id, slug, kind, name, config) VALUES (7, 'f', 'files', 'F', ?1)
           ON CONFLICT (id) DO UPDATE SET config = ?1`,
          { 1: config },
        ),
      )
    })
  await set(true)
  const watching = createWatching({
    read,
    dir,
    lead: async () => leads,
    sync: async id => synced.push(id),
    settle: SETTLE,
  })
  onTestFinished(() => watching.close())
  await wait(4 * SETTLE)
  writeFileSync(join(dir, 'a.csv'), 'id\n1\n')
  await wait(6 * SETTLE)
  expect(synced).toEqual([])
  leads = true
  writeFileSync(join(dir, 'a.csv'), 'id\n1\n2\n')
  await vi.waitFor(() => expect(synced).toEqual([7]), { timeout: 20_000 })
  await set(false)
  watching.refresh()
  await wait(2 * SETTLE)
  writeFileSync(join(dir, 'a.csv'), 'id\n1\n2\n3\n')
  await wait(6 * SETTLE)
  expect(synced).toEqual([7])
})
