import { Worker } from 'node:worker_threads'
import { endOnceOpened, OPENED } from '../thread-end.ts'
import type { Writer } from '../writer.ts'
import { type CheckpointRequest, HELD } from './checkpoint-words.ts'
import { hasLargeLog } from './large-log.ts'

/** Starts the thread that checkpoints the log of `file`; the returned function stops it. */
export function startCheckpointer(file: string, writer: Pick<Writer, 'hold'>): () => Promise<void> {
  const entry = import.meta.url.endsWith('.ts') ? './checkpoint-worker.ts' : './checkpoint-worker.js'
  const worker = new Worker(new URL(entry, import.meta.url), { workerData: { file } })
  const stop = endOnceOpened(worker)
  worker.on('message', (request: CheckpointRequest | typeof OPENED) => {
    if (request === OPENED) return
    const holds = request === 'hold'
    writer.hold(holds)
    // A process may end without this thread, but not while loads wait for it: they would never be finished.
    if (holds) worker.ref()
    else worker.unref()
    if (holds) worker.postMessage(HELD)
  })
  // Without it the writer checkpoints automatically now and then: slower for those who wait, never wrong.
  worker.on('error', () => {})
  worker.on('exit', () => writer.hold(false))
  worker.unref()
  return stop
}

/** Checkpoints of one workspace's log. */
export interface Checkpoints {
  /** To be called after a commit, and once at the start: starts the thread where the log has grown large. */
  look(): void
  close(): Promise<void>
}

/**
 * Starts the thread with the first large log. Most processes never write one, and a thread costs each of them as much as
 * the rest of its start: a command of the terminal, a test, a console at rest.
 */
export function createCheckpoints(
  file: string,
  writer: Pick<Writer, 'hold'>,
  start: typeof startCheckpointer = startCheckpointer,
): Checkpoints {
  let stop: (() => Promise<void>) | null = null
  let closed = false
  return {
    look: () => {
      if (stop === null && !closed && hasLargeLog(file)) stop = start(file, writer)
    },
    close: async () => {
      closed = true
      await stop?.()
    },
  }
}
