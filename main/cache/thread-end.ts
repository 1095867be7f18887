import type { Worker } from 'node:worker_threads'

/** What a thread tells once its connection to the database is open. */
export const OPENED = 'opened'

/**
 * Returns what ends a thread. Loading SQLite cannot be broken off: a thread that is terminated meanwhile takes the whole
 * process with it (a fatal error of Node-API). So ending waits until the thread has opened its connection.
 */
export function endOnceOpened(worker: Worker): () => Promise<void> {
  const opened = new Promise<void>(resolve => {
    worker.on('message', message => {
      if (message === OPENED) resolve()
    })
    worker.once('exit', () => resolve())
  })
  return async () => {
    // A process with nothing else to do would end before this does.
    worker.ref()
    await opened
    await worker.terminate()
  }
}
