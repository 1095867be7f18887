import { appendFileSync, mkdirSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { statement } from '../../../main/cache/db.ts'
import { createWatching } from '../../../main/engine/sources/watching.ts'
import { SETTLE, SLOW, watchFiles } from '../../../main/source/files/watch.ts'
import type { Timer } from '../../../shared/clock.ts'
import { aCache } from '../../helpers/cache.ts'
import { tempFolder } from '../../helpers/temp-folder.ts'
import { until } from '../../helpers/until.ts'

/** A timer that a test lets run out. */
function aTimer() {
  const waiting = new Set<{ ms: number; run: () => unknown }>()
  const timer: Timer = (ms, run) => {
    const one = { ms, run }
    waiting.add(one)
    return () => void waiting.delete(one)
  }
  const of = (ms: number) => [...waiting].filter(one => one.ms === ms)
  const runOut = async (ms: number) => {
    for (const one of of(ms)) {
      waiting.delete(one)
      await one.run()
    }
  }
  return {
    timer,
    waits: (ms: number) => of(ms).length > 0,
    runOut,
    /** Lets time pass until nothing waits for files to stand still any more. */
    settle: async () => {
      while (of(SETTLE).length > 0) await runOut(SETTLE)
    },
  }
}

async function aWatch(paths: string[]) {
  const dir = tempFolder()
  mkdirSync(join(dir, 'in'))
  writeFileSync(join(dir, 'in', 'orders-1.csv'), 'id\n1\n')
  let calls = 0
  const count = () => {
    calls++
  }
  const { timer, ...time } = aTimer()
  const watch = await watchFiles(
    paths.map(path => ({ path })),
    dir,
    count,
    timer,
  )
  onTestFinished(() => watch.close())
  return {
    dir,
    calls: () => calls,
    ...time,
    /** Until something has stirred in a folder, and stands still again. */
    stirred: async () => {
      await until(() => time.waits(SETTLE))
      await time.settle()
    },
  }
}

it('notices a new file of a pattern, and one that changed', async () => {
  const { dir, stirred, calls } = await aWatch(['in/orders-*.csv'])
  writeFileSync(join(dir, 'in', 'orders-2.csv'), 'id\n2\n')
  await stirred()
  expect(calls()).toBe(1)
  appendFileSync(join(dir, 'in', 'orders-1.csv'), '3\n')
  await until(async () => {
    await stirred()
    return calls() === 2
  })
})

it('waits until a file has stopped growing, then calls once', async () => {
  const { dir, waits, runOut, settle, calls } = await aWatch(['in/orders-*.csv'])
  for (let n = 0; n < 12; n++) {
    appendFileSync(join(dir, 'in', 'orders-9.csv'), `${n}\n`)
    await until(() => waits(SETTLE))
    await runOut(SETTLE)
    expect(calls()).toBe(0)
  }
  await settle()
  expect(calls()).toBe(1)
})

it('passes over files that belong to no stream', async () => {
  const { dir, stirred, calls } = await aWatch(['in/orders-*.csv', 'plain.csv'])
  writeFileSync(join(dir, 'in', 'orders.tmp'), 'id\n2\n')
  writeFileSync(join(dir, 'other.csv'), 'id\n2\n')
  await stirred()
  expect(calls()).toBe(0)
  renameSync(join(dir, 'in', 'orders.tmp'), join(dir, 'in', 'orders-2.csv'))
  await until(async () => {
    await stirred()
    return calls() === 1
  })
  writeFileSync(join(dir, 'plain.csv'), 'id\n2\n')
  await until(async () => {
    await stirred()
    return calls() === 2
  })
})

it('notices files in a folder that is made later', async () => {
  const { dir, runOut, settle, calls } = await aWatch(['later/orders-*.csv'])
  mkdirSync(join(dir, 'later'))
  writeFileSync(join(dir, 'later', 'orders-1.csv'), 'id\n1\n')
  // Nobody tells of it, so it is found by the slow look.
  await runOut(SLOW)
  await settle()
  expect(calls()).toBe(1)
})

it('is done for sources that ask for it, while they ask for it, by the process that leads', async () => {
  const { dir, writer, read } = aCache()
  const { timer, waits, runOut, settle } = aTimer()
  const synced: number[] = []
  let leads = false
  let asked = 0
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
    lead: async () => {
      asked++
      return leads
    },
    sync: async id => synced.push(id),
    timer,
  })
  onTestFinished(() => watching.close())
  await until(() => waits(SLOW))
  const changes = async (text: string) => {
    writeFileSync(join(dir, 'a.csv'), text)
    const before = asked
    await until(async () => {
      await runOut(SLOW)
      await settle()
      return asked > before
    })
  }
  await changes('id\n1\n')
  expect(synced).toEqual([])
  leads = true
  await changes('id\n1\n2\n')
  expect(synced).toEqual([7])
  await set(false)
  watching.refresh()
  await until(() => !waits(SLOW) && !waits(SETTLE))
  expect(synced).toEqual([7])
})
