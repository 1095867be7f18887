import { statSync } from 'node:fs'
import { join } from 'node:path'
import { FailureError, fail, ok, type Result } from '../../shared/result.ts'
import { storageFailure } from '../cache/failure.ts'
import { tryLead } from '../cache/leader.ts'
import { versionOf } from '../cache/migrate.ts'
import { DATABASE, openReader, refusalOf } from '../cache/open.ts'
import { type Backup, backupPath, listBackups, pruneBackups } from '../cache/safety/backups.ts'
import { copyDatabase, findDamage } from '../cache/safety/copy.ts'
import { finishReplacing, replaceDatabase } from '../cache/safety/replacing.ts'
import { type Restored, restoreFrom } from '../cache/safety/restore.ts'
import { type Salvaged, salvage } from '../cache/safety/salvage.ts'
import { holdsWorkspace } from './workspace-folders.ts'

/** What can be done about a workspace's file without opening the workspace, which a damaged one would not allow. */
export interface Safety {
  backUp(): Promise<Result<Backup>>
  /** What is wrong with the file, in SQLite's words. */
  check(): Result<string[]>
  /** From the newest backup, or the one that is named. */
  restore(path: string | null): Result<Restored & { from: string }>
  salvage(): Result<{ replaced: string | null; tables: Salvaged[] }>
}

export function safetyOf(dir: string, wall: () => number): Safety {
  const file = join(dir, DATABASE)
  const guarded = <T>(work: () => T): Result<T> => {
    if (!holdsWorkspace(dir))
      return fail('not_found', `There is no workspace in ${dir}.`, `The folder has no ${DATABASE}.`, 'Check the path.')
    try {
      if (!finishReplacing(dir)) throw new FailureError(IN_USE)
      return ok(work())
    } catch (error) {
      return { ok: false, error: error instanceof FailureError ? error.failure : storageFailure(error, file) }
    }
  }
  /** Replacing the file under a console that has it open would lose what that writes. */
  const alone = <T>(work: () => T): Result<T> =>
    guarded(() => {
      const lock = tryLead(dir)
      if (!lock) throw new FailureError(IN_USE)
      try {
        return work()
      } finally {
        lock.release()
      }
    })
  return {
    backUp: async () => {
      const begun = guarded(() => copyDatabase(file, backupPath(dir, wall())))
      if (!begun.ok) return begun
      try {
        await begun.value
      } catch (error) {
        return { ok: false, error: storageFailure(error, file) }
      }
      pruneBackups(dir)
      const newest = listBackups(dir).find(({ beforeMigration }) => !beforeMigration)
      return newest ? ok(newest) : fail('io', 'No backup was kept.', 'The folder does not list it.', 'Try again.')
    },
    check: () => guarded(() => (statSync(file).size === 0 ? ['the file is empty'] : findDamage(file))),
    restore: path =>
      alone(() => {
        const from = path ?? listBackups(dir)[0]?.path
        if (!from) throw new FailureError(NO_BACKUP)
        mustBeABackup(from)
        return { from, ...restoreFrom(dir, from, wall()) }
      }),
    salvage: () =>
      alone(() => {
        const made = join(dir, `${DATABASE}.salvaged`)
        const backup = listBackups(dir).find(({ beforeMigration }) => !beforeMigration)
        const tables = salvage(file, made, backup?.path)
        return { replaced: replaceDatabase(dir, made, wall()), tables }
      }),
  }
}

/** Whatever takes the place of a workspace is one: a slip of the hand, such as naming a table of data, changes nothing. */
function mustBeABackup(file: string): void {
  const isFile = statSync(file, { throwIfNoEntry: false })?.isFile() === true
  if (!isFile) throw new FailureError({ ...NOT_A_BACKUP, why: `There is no file ${file}.` })
  const refused = refusalOf(file)
  if (refused && !refused.ok) throw new FailureError({ ...refused.error, what: NOT_A_BACKUP.what, todo: NAME_ONE })
  if (versionIn(file) === 0) throw new FailureError({ ...NOT_A_BACKUP, why: `${file} holds no workspace.` })
  if (findDamage(file).length > 0) throw new FailureError(BAD_BACKUP)
}

function versionIn(file: string): number {
  const reader = openReader(file)
  try {
    return versionOf(reader)
  } finally {
    reader.close()
  }
}

const NAME_ONE = 'Name a backup, or name none to restore the newest one.'
const NOT_A_BACKUP = { kind: 'not_found', what: 'Nothing was restored.', todo: NAME_ONE } as const
const IN_USE = {
  kind: 'conflict',
  what: 'Nothing was changed.',
  why: 'Forestall has this workspace open.',
  todo: 'Close Forestall and try again.',
} as const
const NO_BACKUP = {
  kind: 'not_found',
  what: 'Nothing was restored.',
  why: 'This workspace has no backup.',
  todo: 'Run `forestall salvage` to keep what can still be read.',
} as const
const BAD_BACKUP = {
  kind: 'corrupt',
  what: 'Nothing was restored.',
  why: 'The backup is damaged too.',
  todo: 'Name another backup, or run `forestall salvage`.',
} as const
