import { mkdirSync, renameSync, rmSync, statfsSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import Database from 'better-sqlite3'

/** More pages than a file can have: copied in one step, because a commit between two steps would begin the copy again. */
const ALL_PAGES = 2 ** 31 - 1
/** What a backup leaves free, so that the workspace itself can go on growing, bytes. */
const SPARE = 64 * 1024 * 1024

/** Copies a database as it is at one moment to `to`, while others write. Leaves nothing half-copied behind. */
export async function copyDatabase(file: string, to: string): Promise<void> {
  mkdirSync(dirname(to), { recursive: true, mode: 0o700 })
  mustFit(file, dirname(to))
  const part = `${to}.part`
  const source = new Database(file, { readonly: true, timeout: 5_000 })
  try {
    await source.backup(part, { progress: () => ALL_PAGES })
    renameSync(part, to)
  } catch (error) {
    for (const suffix of ['', '-journal', '-wal', '-shm']) rmSync(part + suffix, { force: true })
    throw error
  } finally {
    source.close()
  }
}

function mustFit(file: string, folder: string): void {
  const { bavail, bsize } = statfsSync(folder)
  if (bavail * bsize > statSync(file).size + SPARE) return
  throw Object.assign(new Error('no space for a backup'), { code: 'ENOSPC' })
}

/** What SQLite finds wrong in a file, in its own words; nothing where it is whole. */
export function findDamage(file: string): string[] {
  let db: Database.Database | undefined
  try {
    db = new Database(file, { readonly: true, timeout: 5_000 })
    const found = db.pragma('quick_check(20)') as { quick_check: string }[]
    return found.map(row => row.quick_check).filter(text => text !== 'ok')
  } catch (error) {
    const { code = '' } = error as { code?: string }
    if (/^SQLITE_(CORRUPT|NOTADB)/.test(code)) return [code]
    throw error
  } finally {
    db?.close()
  }
}
