import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { type Failure, FailureError, fail, ok, type Result } from '../../shared/result.ts'
import { storageFailure } from '../cache/failure.ts'
import { tryLead } from '../cache/leader.ts'
import { DATABASE } from '../cache/open.ts'
import { type Backup, listBackups } from '../cache/safety/backups.ts'
import { inThread, salvageInThread } from '../cache/safety/in-thread.ts'
import { replaceDatabase } from '../cache/safety/replacing.ts'
import { clearPart, partOf, restorePart } from '../cache/safety/restore.ts'
import type { Salvaged } from '../cache/safety/salvage.ts'
import type { Engine } from './engine.ts'

/** What became of a damaged workspace: `tables` of a salvage, `unsure` and `autopilots` of a restored backup. */
export interface Repaired {
  from: number | null
  replaced: string | null
  unsure: number
  autopilots: number
  tables: Salvaged[]
}
export type RepairKind = 'restore' | 'salvage'

/** A file that is ready to take the place of the damaged one. */
export interface Prepared {
  /** Puts it there; nobody may have the workspace open. */
  put(): Result<Repaired>
}

/**
 *   open, damaged ─▶ prepare, in a thread, as a task that can be cancelled ─▶ close the engine ─▶ put ─▶ open again
 *
 * The long half runs while the workspace can still be read. Nothing of it is in the way when it is cancelled.
 */
export async function prepareRepair(
  { dir, guard, tasks }: Pick<Engine, 'dir' | 'guard' | 'tasks'>,
  how: RepairKind,
  wall: () => number,
): Promise<Result<Prepared>> {
  if (!guard.state().damaged) return NOT_DAMAGED
  const file = join(dir, DATABASE)
  const made = how === 'restore' ? partOf(dir) : `${file}.salvaged`
  const clear = () => {
    clearPart(dir)
    for (const suffix of ['', '.part', '.patched']) rmSync(made + suffix, { force: true })
  }
  clear()
  const newest = await wholeBackup(dir, how)
  if (how === 'restore' && !newest) return NO_WHOLE_BACKUP
  try {
    if (newest && how === 'restore') {
      const to = made
      await tasks.run('safety', 'Restoring the backup', ({ signal }) => inThread({ file: newest.path, to }, signal))
      return ok({ put: () => alone(dir, () => ({ from: newest.at, tables: [], ...restorePart(dir, wall()) })) })
    }
    const task = { file, salvageTo: made, backup: newest?.path ?? null }
    const tables = await tasks.run('safety', 'Salvaging the workspace', ({ signal, progress }) =>
      salvageInThread(task, signal, rows => progress(rows, null, 'rows')),
    )
    const put = () => ({ from: null, replaced: replaceDatabase(dir, made, wall()), unsure: 0, autopilots: 0, tables })
    return ok({ put: () => alone(dir, put) })
  } catch (error) {
    clear()
    return { ok: false, error: failureOf(error, file) }
  }
}

/** The newest backup that is whole; of a salvage the newest one, of which only the pages that name its tables are read. */
async function wholeBackup(dir: string, how: RepairKind): Promise<Backup | undefined> {
  const backups = listBackups(dir)
  if (how === 'salvage') return backups.find(({ beforeMigration }) => !beforeMigration)
  for (const backup of backups) {
    const damage = await inThread({ file: backup.path, check: true }, new AbortController().signal).catch(() => ['?'])
    if (damage.length === 0) return backup
  }
  return undefined
}

/** Replacing the file under a console that has it open would lose what that writes. */
function alone(dir: string, work: () => Repaired): Result<Repaired> {
  try {
    const lock = tryLead(dir)
    if (!lock) return IN_USE
    try {
      return ok(work())
    } finally {
      lock.release()
    }
  } catch (error) {
    return { ok: false, error: failureOf(error, join(dir, DATABASE)) }
  }
}

function failureOf(error: unknown, file: string): Failure {
  if (error instanceof FailureError) return error.failure
  return (error as { code?: unknown }).code === 'ABORT_ERR' ? STOPPED : storageFailure(error, file)
}

const STOPPED: Failure = {
  kind: 'cancelled',
  what: 'The workspace was not repaired.',
  why: 'A person cancelled the repair.',
  todo: 'The damaged file is as it was.',
}
const NOT_DAMAGED = fail(
  'refused',
  'Nothing was changed.',
  'The file of this workspace is not known to be damaged.',
  'Check it first.',
)
const NO_WHOLE_BACKUP = fail(
  'not_found',
  'Nothing was restored.',
  'This workspace has no backup that is whole.',
  'Salvage what can still be read.',
)
const IN_USE = fail(
  'conflict',
  'Nothing was changed.',
  'Another Forestall has this workspace open.',
  'Close it and try again.',
)
