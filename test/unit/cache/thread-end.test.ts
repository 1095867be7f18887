import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { expect, it } from 'vitest'
import { endOnceOpened } from '../../../main/cache/thread-end.ts'

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
