import Database from 'better-sqlite3'

/** How long others may keep the file busy, ms. */
const PATIENCE = 30_000

/**
 * Rewrites the database, so that no page and no log holds what was deleted: what SQLite frees keeps its bytes until they
 * are used again, and a page that was split may hold rows twice. The log is emptied afterwards, because it has the old pages.
 * Throws `SQLITE_BUSY` where somebody reads an old state for longer than the patience.
 */
export function scrub(file: string): void {
  const db = new Database(file, { timeout: PATIENCE })
  try {
    db.pragma('secure_delete = ON')
    db.exec('VACUUM')
    const [state] = db.pragma('wal_checkpoint(TRUNCATE)') as { busy: number }[]
    if (state?.busy) throw Object.assign(new Error('the log is in use'), { code: 'SQLITE_BUSY' })
  } finally {
    db.close()
  }
}
