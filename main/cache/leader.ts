import { join } from 'node:path'
import Database from 'better-sqlite3'

/**
 * Several processes may read and command one workspace (the console and the command line), but only one drains the
 * outbox and says what was in flight at a crash. The lock is an exclusive lock on a tiny database of its own: the
 * operating system lets go of it whenever the process ends, however it ends, so it never goes stale.
 */
export interface Lock {
  release(): void
}

/** A handle that nobody refers to is closed by the garbage collector, and its lock would silently go with it. */
const held = new Set<Database.Database>()

/** The lock, or null while another process holds it. */
export const tryLead = (dir: string): Lock | null => tryLock(dir, 'leader.lock')

/** The same for anything else that only one process of a machine may do at once. */
export function tryLock(dir: string, file: string): Lock | null {
  const lock = new Database(join(dir, file), { timeout: 0 })
  try {
    lock.pragma('locking_mode = EXCLUSIVE')
    lock.exec('BEGIN EXCLUSIVE')
    held.add(lock)
    return {
      release: () => {
        held.delete(lock)
        lock.close()
      },
    }
  } catch (error) {
    lock.close()
    if (String((error as { code?: string }).code).startsWith('SQLITE_BUSY')) return null
    throw error
  }
}
