import { accessSync, constants, existsSync, mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { fail, ok, type Result } from '../../shared/result.ts'
import { type ReadDb, wrap } from './db.ts'
import { storageFailure } from './failure.ts'
import { migrate } from './migrate.ts'

/** Name of the database file within a workspace folder. */
export const DATABASE = 'workspace.db'

export interface Opened {
  connection: Database.Database
  /** A second connection, so that screens read while the writer writes. */
  reader: Database.Database
  file: string
}

/**
 * Opens (and where needed migrates) the cache of a workspace folder; makes it where there is none and `mayCreate`.
 * Changes nothing when it fails.
 */
export function openCache(dir: string, mayCreate = true): Result<Opened> {
  const file = join(dir, DATABASE)
  const isNew = !existsSync(file)
  if (isNew && !mayCreate)
    return fail(
      'not_found',
      `There is no workspace in ${dir}.`,
      `It holds no ${DATABASE}.`,
      'Check the path, or make one with `forestall --workspace DIR init`.',
    )
  try {
    mkdirSync(dir, { recursive: true })
    accessSync(dir, constants.W_OK)
  } catch (error) {
    return readOnlyFolder(dir, error)
  }
  let connection: Database.Database | undefined
  try {
    connection = new Database(file, { timeout: 5_000 })
    const migrated = migrate(connection, version => backupFile(file, version))
    if (!migrated.ok) {
      connection.close()
      return migrated
    }
    configure(connection)
    const reader = openReader(file)
    return ok({ connection, reader, file })
  } catch (error) {
    connection?.close()
    if (isNew) for (const suffix of ['', '-wal', '-shm']) rmSync(file + suffix, { force: true })
    return { ok: false, error: storageFailure(error, file) }
  }
}

/** A read-only connection of its own, for screens and for worker threads. */
export function openReader(file: string): Database.Database {
  const reader = new Database(file, { readonly: true, timeout: 5_000 })
  reader.pragma('mmap_size = 268435456')
  reader.pragma('cache_size = -32768')
  reader.pragma('temp_store = memory')
  return reader
}

/** Read-only access for code that has a reader connection. */
export const readDb = (reader: Database.Database): ReadDb => wrap(reader, () => {})

/** Every pragma here was weighed against the measurements in ARCHITECTURE.md. */
export function configure(connection: Database.Database): void {
  connection.pragma('journal_mode = WAL')
  // The writer raises this to FULL for what must not be lost or sent twice.
  connection.pragma('synchronous = NORMAL')
  connection.pragma('foreign_keys = ON')
  connection.pragma('temp_store = memory')
  connection.pragma('cache_size = -65536')
  // Checkpoints run in a thread of their own; this bound only catches the case that it died.
  connection.pragma('wal_autocheckpoint = 50000')
}

function backupFile(file: string, version: number): string {
  const backup = `${file}.v${version}.bak`
  rmSync(backup, { force: true })
  return backup
}

function readOnlyFolder(dir: string, error: unknown): Result<never> {
  const code = (error as NodeJS.ErrnoException).code ?? 'unknown'
  return fail(
    'io',
    `The workspace folder ${dir} cannot be written.`,
    code === 'EROFS' || code === 'EACCES' ? 'It is read-only for this user.' : `The system answered ${code}.`,
    'Choose another folder with --workspace, or change its permissions. Nothing was changed.',
  )
}
