import { accessSync, closeSync, constants, existsSync, mkdirSync, openSync, readSync, rmSync, statSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import Database from 'better-sqlite3'
import { fail, ok, type Result } from '../../shared/result.ts'
import { type ReadDb, type Watch, wrap } from './db.ts'
import { storageFailure } from './failure.ts'
import { migrate, newerThanKnown, versionOf } from './migrate.ts'
import { copyAside, isReadOnly } from './safety/read-only.ts'
import { DATABASE, finishReplacing } from './safety/replacing.ts'

export { DATABASE } from './safety/replacing.ts'

/** How long SQLite itself waits for another program's lock, ms. */
const BUSY_MS = 20

export interface OpenCache {
  connection: Database.Database
  /** A second connection, so that screens read while the writer writes. */
  reader: Database.Database
  /** The file that the connections are of: a copy where the workspace can only be read. */
  file: string
  readOnly: boolean
  /** Takes such a copy away, once every connection is closed. */
  letGo(): void
}

/**
 * Opens (and where needed migrates) the cache of a workspace folder; makes it where there is none and `mayCreate`.
 * Changes nothing when it fails. A workspace that can only be read is opened as a copy, to which nothing may be written.
 */
export function openCache(dir: string, mayCreate = true): Result<OpenCache> {
  const file = join(dir, DATABASE)
  try {
    if (!finishReplacing(dir)) return BEING_REPLACED
  } catch (error) {
    return { ok: false, error: storageFailure(error, file) }
  }
  const isNew = !existsSync(file)
  if (isNew && !mayCreate)
    return fail(
      'not_found',
      `There is no workspace in ${dir}.`,
      `The folder holds no ${DATABASE}.`,
      'Check the path, or create one with `forestall --workspace DIR init`.',
    )
  if (!isNew && isReadOnly(file)) return openCopy(file)
  try {
    // Asked first, because making a folder on a read-only disk answers that its parent does not exist.
    accessSync(nearestExisting(dir), constants.W_OK)
    mkdirSync(dir, { recursive: true })
  } catch (error) {
    return readOnlyFolder(dir, error)
  }
  return openFile(file, isNew)
}

function openCopy(file: string): Result<OpenCache> {
  try {
    const { copy, remove } = copyAside(file)
    const opened = openFile(copy, false)
    if (!opened.ok) remove()
    return opened.ok ? ok({ ...opened.value, readOnly: true, letGo: remove }) : opened
  } catch (error) {
    return { ok: false, error: storageFailure(error, file) }
  }
}

const BEING_REPLACED = fail(
  'conflict',
  'The workspace was not opened.',
  'Another Forestall is putting a restored file in its place.',
  'Try again in a moment.',
)

/** Why a file is not one that this app may open; null where it is. */
export function refusalOf(file: string): Result<never> | null {
  try {
    return refuseNewer(file) ?? refuseForeign(file)
  } catch (error) {
    return { ok: false, error: storageFailure(error, file) }
  }
}

/** Opens (and where needed migrates) one file, wherever it lies. */
export function openFile(file: string, isNew = false): Result<OpenCache> {
  let connection: Database.Database | undefined
  let reader: Database.Database | undefined
  try {
    if (!isNew) {
      const refused = refuseNewer(file) ?? refuseBytes(file)
      if (refused) return refused
      // The reader that looks stays: each connection reads the whole schema, which takes most of the time of opening.
      if (statSync(file).size > 0) reader = openReader(file)
      const unknown = reader && refuseTables(reader, file)
      if (unknown) {
        reader?.close()
        return unknown
      }
    }
    connection = new Database(file, { timeout: 5_000 })
    const migrated = migrate(connection, version => backupFile(file, version))
    if (!migrated.ok) {
      reader?.close()
      connection.close()
      return migrated
    }
    configure(connection)
    reader ??= openReader(file)
    // What is asked here is found by a few pages, whatever the size of the file: a thousand issues at a million took 5 % less
    // CPU with this cache than with the one that walks of a thread need.
    reader.pragma('cache_size = -2048')
    // Both answer on the engine's thread: the writer waits on its own, and nothing that a screen asks may wait at all.
    connection.pragma(`busy_timeout = ${BUSY_MS}`)
    reader.pragma(`busy_timeout = ${BUSY_MS}`)
    return ok({ connection, reader, file, readOnly: false, letGo: () => {} })
  } catch (error) {
    reader?.close()
    connection?.close()
    if (isNew) for (const suffix of ['', '-wal', '-shm']) rmSync(file + suffix, { force: true })
    return { ok: false, error: storageFailure(error, file) }
  }
}

/**
 * A read-only connection of its own, for screens and for worker threads. The system keeps the file's pages in memory
 * anyway: neither a map of the file nor a larger cache makes a read measurably faster, and both count as our memory.
 */
export function openReader(file: string): Database.Database {
  const reader = new Database(file, { readonly: true, timeout: 5_000 })
  reader.pragma('cache_size = -8192')
  reader.pragma('temp_store = memory')
  return reader
}

/** Read-only access for code that has a reader connection. */
export const readDb = (reader: Database.Database, watch?: Watch): ReadDb => wrap(reader, () => {}, watch)

/** Every pragma here was weighed against the measurements in ARCHITECTURE.md. */
export function configure(connection: Database.Database): void {
  connection.pragma('journal_mode = WAL')
  // The writer raises this to FULL for what must not be lost or sent twice.
  connection.pragma('synchronous = NORMAL')
  connection.pragma('foreign_keys = ON')
  // What is deleted is overwritten at once; `safety/scrub.ts` takes care of what SQLite copies about within its pages.
  connection.pragma('secure_delete = ON')
  connection.pragma('temp_store = memory')
  connection.pragma('cache_size = -65536')
  // Checkpoints run in a thread of their own; this bound only catches the case that it died.
  connection.pragma('wal_autocheckpoint = 50000')
}

/** A file that Forestall did not make, or that is cut to nothing, is never written to: whatever it is, it is not ours. */
function refuseForeign(file: string): Result<never> | null {
  const refused = refuseBytes(file)
  if (refused || statSync(file).size === 0) return refused
  const reader = openReader(file)
  try {
    return refuseTables(reader, file)
  } finally {
    reader.close()
  }
}

const foreign = (file: string, why: string) =>
  fail('corrupt', 'The workspace is damaged.', `${file} ${why} Nothing was changed.`, WAYS_BACK)

function refuseBytes(file: string): Result<never> | null {
  const isEmpty = statSync(file).size === 0
  // A log beside it holds what the file itself does not hold yet.
  if (isEmpty) return existsSync(`${file}-wal`) ? null : foreign(file, 'is empty.')
  return isOfSqlite(headerOf(file)) ? null : foreign(file, 'is not a database of Forestall.')
}

function refuseTables(reader: Database.Database, file: string): Result<never> | null {
  const tables = reader.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").pluck().all()
  return tables.length === 0 || tables.includes('journal') ? null : foreign(file, 'is a database of another program.')
}

const WAYS_BACK = 'Restore a backup with `forestall restore`, or open another workspace.'

function headerOf(file: string): Buffer {
  const header = Buffer.alloc(64)
  const handle = openSync(file, 'r')
  try {
    readSync(handle, header, 0, header.length, 0)
  } finally {
    closeSync(handle)
  }
  return header
}

const isOfSqlite = (header: Buffer): boolean => header.toString('latin1', 0, 16) === 'SQLite format 3\0'

function backupFile(file: string, version: number): string {
  const backup = `${file}.v${version}.bak`
  rmSync(backup, { force: true })
  return backup
}

/**
 * Looks at the version before a writer opens the file: a writer that closes would already move a left log into the file
 * of a newer app, and even a reader leaves files beside it. So the header is read as bytes where no log hides a later one.
 */
function refuseNewer(file: string): Result<never> | null {
  if (!existsSync(`${file}-wal`)) return newerThanKnown(versionInHeader(file))
  const reader = new Database(file, { readonly: true, timeout: 5_000 })
  try {
    return newerThanKnown(versionOf(reader))
  } finally {
    reader.close()
  }
}

/** `user_version` is the big-endian number at byte 60 (sqlite.org/fileformat); 0 where this is no database. */
function versionInHeader(file: string): number {
  const header = headerOf(file)
  return isOfSqlite(header) ? header.readInt32BE(60) : 0
}

const nearestExisting = (dir: string): string => (existsSync(dir) ? dir : nearestExisting(dirname(resolve(dir))))

function readOnlyFolder(dir: string, error: unknown): Result<never> {
  const code = (error as NodeJS.ErrnoException).code ?? 'unknown'
  return fail(
    'io',
    `The workspace folder ${dir} cannot be written.`,
    code === 'EROFS' || code === 'EACCES' ? 'It is read-only for this user.' : `The operating system reported ${code}.`,
    'Choose another folder with --workspace, or change its permissions. Nothing was changed.',
  )
}
