import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { parentPort, workerData } from 'node:worker_threads'
import Database from 'better-sqlite3'
import { OPENED } from '../thread-end.ts'
import type { CheckpointRequest } from './checkpoint-words.ts'
import { hasLargeLog, LARGE_LOG } from './large-log.ts'

/**
 * Moves committed pages from the log into the main file in a thread of its own. A checkpoint of a bulk load takes
 * hundreds of milliseconds; on the writer's thread a person's command would wait for it.
 *
 *   log is large ─▶ PASSIVE, twice ─▶ hold the loads ─▶ PASSIVE until nothing is left ─▶ go on
 *
 * PASSIVE never blocks the writer, but what is written meanwhile stays in the log, which would grow as long as a load
 * lasts. RESTART would empty it under the writer's lock, and a person would wait for its fsync. So the loads pause for
 * the little that two rounds leave; persons do not. A log that is wholly copied begins again with the next commit.
 * Where persons' commits stream, such as those of a drain, it never is: then copying again at once would only keep the
 * disk from them, so it waits until the log has grown as much again, or until they rest.
 */
const { file } = workerData as { file: string }
const EVERY_MS = 100
const LARGE_PAGES = LARGE_LOG / 4096
const connection = new Database(file, { timeout: 1_000 })
connection.pragma('synchronous = NORMAL')
parentPort?.postMessage(OPENED)

const ask = (request: CheckpointRequest) => parentPort?.postMessage(request)
const copy = () => connection.pragma('wal_checkpoint(PASSIVE)')

/** Pages in the log, and how many of them are not copied yet. The log's file keeps its size when it begins again. */
function state(): { log: number; left: number } {
  const [row] = connection.pragma('wal_checkpoint(NOOP)') as { log: number; checkpointed: number }[]
  return row ? { log: row.log, left: row.log - row.checkpointed } : { log: 0, left: 0 }
}

async function empty(): Promise<void> {
  copy()
  copy()
  ask('hold')
  try {
    if (parentPort) await once(parentPort, 'message')
    // More than one round only where a person wrote meanwhile; a long read ends it for now.
    for (let round = 0; round < 3 && state().left > 0; round++) copy()
  } finally {
    ask('go on')
  }
}

/** Pages in the log when it was copied last, and when it was looked at last. */
let copied = 0
let seen = 0

for (;;) {
  await sleep(EVERY_MS)
  try {
    if (!hasLargeLog(file)) continue
    const { log, left } = state()
    if (log < copied) copied = 0
    const rests = log === seen
    seen = log
    if (log < LARGE_PAGES || left === 0 || (log - copied < LARGE_PAGES && !rests)) continue
    await empty()
    copied = state().log
  } catch {
    // Busy, full or gone: the next turn tries again, and the writer reports what matters to a person.
  }
}
