import { statSync } from 'node:fs'
import { workerData } from 'node:worker_threads'
import Database from 'better-sqlite3'

/**
 * Moves committed pages from the log into the main file in a thread of its own. A checkpoint of a bulk load takes
 * hundreds of milliseconds; on the writer's thread a person's command would wait for it. PASSIVE never blocks a writer.
 */
const { file } = workerData as { file: string }
const PAGES = 4 * 1024 * 1024
const connection = new Database(file, { timeout: 1_000 })
connection.pragma('synchronous = NORMAL')

setInterval(() => {
  try {
    if (statSync(`${file}-wal`).size < PAGES) return
    connection.pragma('wal_checkpoint(PASSIVE)')
  } catch {
    // Busy, full or gone: the next turn tries again, and the writer reports what matters to a person.
  }
}, 250)
