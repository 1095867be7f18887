import { copyFileSync, existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { unwrap } from '../../../shared/result.ts'
import { DATABASE, openFile } from '../open.ts'
import { carryErased } from './carry-erased.ts'
import { replaceDatabase } from './replacing.ts'

/** What a message is in the file that is replaced, where that can be read. */
interface Known {
  state: string
  sentAt: number | null
  providerId: string | null
}

export interface Restored {
  /** Where the replaced file is kept. */
  replaced: string | null
  /** Messages and fixes that may or may not have left since the backup; a person, or the provider, says which. */
  unsure: number
  /** Triggers whose autopilot was turned off, because it would start again what it had started since. */
  autopilots: number
  /** People who were erased since, and whose erasure is done again when the workspace is opened. */
  erased: number
}

const WHY = 'The workspace was restored from a backup. Since the backup this may have been sent.'

/**
 * Puts `from` in the place of the workspace's database. What the backup does not know to have left is never sent again
 * blindly: it is settled by what the replaced file says, where that can be read, and unsure otherwise.
 */
export function restoreFrom(dir: string, from: string, wall: number): Restored {
  clearPart(dir)
  for (const suffix of ['', '-wal']) if (existsSync(from + suffix)) copyFileSync(from + suffix, partOf(dir) + suffix)
  return restorePart(dir, wall)
}

/** Where the copy of a backup lies until it takes the place of the database. */
export const partOf = (dir: string): string => join(dir, `${DATABASE}.part`)

/** Takes away a copy that was not finished, with a log that would be taken for that of the next one. */
export function clearPart(dir: string): void {
  for (const suffix of ['', '-wal', '-shm', '-journal', '.part', '.part.part'])
    rmSync(partOf(dir) + suffix, { force: true })
}

/**
 * The same with a copy of the backup that is already there. Everything is settled in the copy before it takes the place:
 * a crash between the two would otherwise leave messages waiting that have been sent.
 */
export function restorePart(dir: string, wall: number): Restored {
  const file = join(dir, DATABASE)
  const isThere = existsSync(file)
  const known = isThere ? knownIn(file) : new Map<string, Known>()
  try {
    const { connection, reader } = unwrap(openFile(partOf(dir)))
    let settled: Omit<Restored, 'replaced'>
    try {
      settled = connection.transaction(() => ({
        ...settle(connection, known, wall),
        erased: isThere ? carryErased(connection, file) : 0,
      }))()
    } finally {
      reader.close()
      // The last connection moves the log into the file.
      connection.close()
    }
    return { replaced: replaceDatabase(dir, partOf(dir), wall), ...settled }
  } catch (error) {
    clearPart(dir)
    throw error
  }
}

function knownIn(file: string): Map<string, Known> {
  const known = new Map<string, Known>()
  try {
    const db = new Database(file, { readonly: true })
    try {
      const rows = db.prepare('SELECT key, state, sent_at AS sentAt, provider_id AS providerId FROM outbox NOT INDEXED')
      for (const { key, ...row } of rows.iterate() as Iterable<Known & { key: string }>) known.set(key, row)
    } finally {
      db.close()
    }
  } catch {
    // What lies behind the damage stays unknown, and is unsure.
  }
  return known
}

function settle(db: Database.Database, known: ReadonlyMap<string, Known>, wall: number) {
  const open = db.prepare("SELECT id, key FROM outbox WHERE state IN ('waiting', 'sending', 'held')").all() as Open[]
  const sent = db.prepare("UPDATE outbox SET state = 'sent', why = NULL, sent_at = ?, provider_id = ? WHERE id = ?")
  const unsure = db.prepare("UPDATE outbox SET state = 'unsure', why = ?, not_before = 0 WHERE id = ?")
  const ended = db.prepare('DELETE FROM attempt WHERE outbox_id = ? AND ended_at IS NULL')
  const attempt = db.prepare(
    `INSERT INTO attempt (outbox_id, n, started_at, ended_at, ending, detail)
     SELECT $id, ifnull(max(n), 0) + 1, $wall, $wall, 'unsure', $why FROM attempt WHERE outbox_id = $id`,
  )
  let count = 0
  for (const { id, key } of open) {
    const now = known.get(key)
    if (now?.state === 'waiting' || now?.state === 'held') continue
    if (now?.state === 'sent') {
      sent.run(now.sentAt, now.providerId, id)
      continue
    }
    count++
    ended.run(id)
    unsure.run(WHY, id)
    attempt.run({ id, wall, why: WHY })
  }
  const { changes } = db
    .prepare('UPDATE autopilot SET enabled = 0, stopped_at = ?, stopped_because = ? WHERE enabled = 1')
    .run(wall, WHY)
  return { unsure: count, autopilots: changes }
}

interface Open {
  id: number
  key: string
}
