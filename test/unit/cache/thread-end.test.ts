import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { Worker } from 'node:worker_threads'
import { expect, it } from 'vitest'
import { inThread } from '../../../main/cache/safety/in-thread.ts'
import { endOnceOpened } from '../../../main/cache/thread-end.ts'
import { aCache } from '../../helpers/cache.ts'
import { filesOf, PLACES } from '../../helpers/imports.ts'

const THREAD = join(import.meta.dirname, '../../helpers/opening-thread.ts')

/** A thread whose opening waits at a gate. */
function aThread() {
  const shared = new Int32Array(new SharedArrayBuffer(8))
  const worker = new Worker(THREAD, { workerData: { shared } })
  const open = () => {
    Atomics.store(shared, 0, 1)
    Atomics.notify(shared, 0)
  }
  return { worker, end: endOnceOpened(worker), open, hasOpened: () => Atomics.load(shared, 1) === 1 }
}

it('a thread that is ended while it opens the database is ended afterwards, because loading SQLite cannot be broken off', async () => {
  const { end, open, hasOpened } = aThread()
  const ended = end()
  open()
  await ended
  expect(hasOpened()).toBe(true)
})

it('a thread that ends by an error of its own keeps nobody waiting', async () => {
  const worker = new Worker('throw new Error("no such file")', { eval: true })
  worker.on('error', () => {})
  await endOnceOpened(worker)()
  expect(worker.threadId).toBe(-1)
})

it('looks for damage may be broken off at any moment of their start', async () => {
  const { file } = aCache()
  const broken = Array.from({ length: 24 }, async (_, n) => {
    const stop = new AbortController()
    const look = inThread({ file, check: true }, stop.signal)
    setTimeout(() => stop.abort(), n * 10)
    return look.catch((error: { code: string }) => error.code)
  })
  // One that was quicker than its end has found nothing.
  for (const found of await Promise.all(broken)) expect(['ABORT_ERR', []]).toContainEqual(found)
})

it('only what waits for the opening ends a thread that may load SQLite', () => {
  const root = resolve(import.meta.dirname, '../../..')
  const ending = PLACES.flatMap(place => filesOf(root, place)).filter(file =>
    readFileSync(join(root, file), 'utf8').includes('worker.terminate()'),
  )
  expect(ending).toEqual(['main/cache/thread-end.ts', 'main/sync/files/parse-client.ts'])
})
