import { parentPort, workerData } from 'node:worker_threads'
import { lookForUpdate, updateFromFeed } from '../update-from-feed.ts'
import type { FromUpdateThread, UpdateTask } from './update-task.ts'

/** Fetches, verifies and stages: hashing a package and copying whole workspaces would hold the engine's thread. */
const { op, deps, at } = workerData as UpdateTask
const tell = (message: FromUpdateThread) => parentPort?.postMessage(message)
const stop = new AbortController()
parentPort?.once('message', () => stop.abort())

async function work(): Promise<void> {
  const whole = { ...deps, wall: () => at }
  if (op === 'look') return tell({ kind: 'looked', answer: await lookForUpdate(whole, stop.signal) })
  const watch = { signal: stop.signal, onBytes: (done: number) => tell({ kind: 'bytes', done }) }
  tell({ kind: 'updated', answer: await updateFromFeed(whole, watch) })
}

work().finally(() => parentPort?.close())
