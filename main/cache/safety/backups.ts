import { existsSync, readdirSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'

/** The folder of a workspace that holds its backups. */
export const BACKUPS = 'backups'
/** The newest ones; each is a whole database. */
const KEPT = 2

/** `at`: when the backup was begun; of one from before a migration when its file was written. UTC ms. */
export interface Backup {
  path: string
  at: number
  bytes: number
  /** Taken before a migration to a newer layout; otherwise at the end of a day or of a session. */
  beforeMigration: boolean
}

const DAILY = /^workspace-\d{8}T\d{9}Z\.db$/
const MIGRATION = /^workspace\.db\.v\d+\.bak$/

/** Where a backup that is begun at `wall` goes. */
export const backupPath = (dir: string, wall: number): string =>
  join(dir, BACKUPS, `workspace-${new Date(wall).toISOString().replace(/[-:.]/g, '')}.db`)

/** The backups of a workspace, newest first. */
export function listBackups(dir: string): Backup[] {
  const found = (folder: string, name: RegExp, beforeMigration: boolean): Backup[] =>
    (existsSync(folder) ? readdirSync(folder) : [])
      .filter(file => name.test(file))
      .map(file => {
        const path = join(folder, file)
        const { mtimeMs, size } = statSync(path)
        return { path, at: begunAt(file) ?? Math.round(mtimeMs), bytes: size, beforeMigration }
      })
  return [...found(join(dir, BACKUPS), DAILY, false), ...found(dir, MIGRATION, true)].sort(
    (a, b) => b.at - a.at || b.path.localeCompare(a.path),
  )
}

/** What the name says: a folder that was copied has today's date on every file. Null for another name. */
function begunAt(name: string): number | null {
  const [, y, mo, d, h, mi, s, ms] = /^workspace-(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)(\d{3})Z\.db$/.exec(name) ?? []
  const at = Date.parse(`${y}-${mo}-${d}T${h}:${mi}:${s}.${ms}Z`)
  return Number.isNaN(at) ? null : at
}

const LEFT_BEHIND = /^workspace\.db\.(replaced-|ready-|salvaged|part|v\d+\.bak)/

/** Every file of a workspace that holds its database as it was before: backups, and what a restore has replaced. */
export function earlierFiles(dir: string): string[] {
  const inside = (folder: string, isEarlier: (name: string) => boolean) =>
    (existsSync(folder) ? readdirSync(folder) : []).filter(isEarlier).map(name => join(folder, name))
  return [
    ...inside(join(dir, BACKUPS), name => name.startsWith('workspace-')),
    ...inside(dir, name => LEFT_BEHIND.test(name)),
  ]
}

/** Removes what newer backups have replaced (two of days are kept, one from before a migration), and what was cut off. */
export function pruneBackups(dir: string): void {
  const folder = join(dir, BACKUPS)
  const parts = (existsSync(folder) ? readdirSync(folder) : []).filter(name => name.includes('.db.part'))
  for (const name of parts) rmSync(join(folder, name), { force: true })
  const all = listBackups(dir)
  const old = [
    ...all.filter(each => !each.beforeMigration).slice(KEPT),
    ...all.filter(each => each.beforeMigration).slice(1),
  ]
  for (const { path } of old) rmSync(path, { force: true })
}
