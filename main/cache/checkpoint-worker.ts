import { statSync } from 'node:fs'
import { workerData } from 'node:worker_threads'
import Database from 'better-sqlite3'

/**
 * Moves committed pages from the log into the main file in a thread of its own. A checkpoint of a bulk load takes
 * hundreds of milliseconds; on the writer's thread a person's command would wait for it.
 */
const { file } = workerData as { file: string }
/** From this size on the log is emptied: 4,000 pages. */
const LARGE = 16 * 1024 * 1024
const EVERY_MS = 100
/** How long the writer may be held up for the last pages; while a long read is under way it is tried again later. */
const PATIENCE_MS = 10
const connection = new Database(file, { timeout: PATIENCE_MS })
connection.pragma('synchronous = NORMAL')

/**
 * PASSIVE never blocks the writer, but what it writes meanwhile stays in the log, which would grow as long as a load
 * lasts. Each round leaves less than the one before; RESTART then takes the writer's lock for the little that is left, so
 * that the next commit begins the log anew.
 */
function empty(): void {
  for (let round = 0; round < 3; round++) connection.pragma('wal_checkpoint(PASSIVE)')
  connection.pragma('wal_checkpoint(RESTART)')
}

setInterval(() => {
  try {
    if (statSync(`${file}-wal`).size >= LARGE && isLong()) empty()
  } catch {
    // Busy, full or gone: the next turn tries again, and the writer reports what matters to a person.
  }
}, EVERY_MS)

/** The log's file keeps its size when it begins anew, so its size alone does not say that there is work. */
function isLong(): boolean {
  const [state] = connection.pragma('wal_checkpoint(NOOP)') as { log: number; checkpointed: number }[]
  return state !== undefined && state.log >= LARGE / 4096 && state.checkpointed < state.log
}
