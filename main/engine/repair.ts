import { rmSync } from 'node:fs'
import { basename, join } from 'node:path'
import { type Failure, FailureError, fail, ok, type Result } from '../../shared/result.ts'
import { isDamage, storageFailure } from '../cache/failure.ts'
import { tryLead } from '../cache/leader.ts'
import { DATABASE } from '../cache/open.ts'
import type { Backup } from '../cache/safety/backups.ts'
import { inThread, salvageInThread } from '../cache/safety/in-thread.ts'
import { replaceDatabase } from '../cache/safety/replacing.ts'
import { clearPart, partOf, restorePart } from '../cache/safety/restore.ts'
import type { Salvaged } from '../cache/safety/salvage.ts'
import { backupsIn, type RepairKind } from './open/shut.ts'
import type { Tasks } from './open/tasks.ts'

/** What became of a damaged workspace: `tables` of a salvage, `unsure` and `autopilots` of a restored backup. */
export interface Repaired {
  from: number | null
  replaced: string | null
  unsure: number
  autopilots: number
  tables: Salvaged[]
}

/** What a person asked for. `backup`: the name of the one to restore; without it the newest one that is whole. */
export interface RepairAsked {
  how: RepairKind
  backup?: string | undefined
}

/** A file that is ready to take the place of the damaged one. */
export interface Prepared {
  /** Puts it there; nobody may have the workspace open. */
  put(): Result<Repaired>
}

/**
 *   damaged ─▶ prepare, in a thread, as a task that can be cancelled ─▶ close the engine, if one runs ─▶ put ─▶ open again
 *
 * The long half runs while the workspace can still be read. Nothing of it is in the way when it is cancelled.
 */
export async function prepareRepair(
  { dir, tasks }: { dir: string; tasks: Tasks },
  { how, backup }: RepairAsked,
  wall: () => number,
): Promise<Result<Prepared>> {
  const file = join(dir, DATABASE)
  const made = how === 'restore' ? partOf(dir) : `${file}.salvaged`
  const clear = () => {
    clearPart(dir)
    for (const suffix of ['', '.part', '.patched']) rmSync(made + suffix, { force: true })
  }
  clear()
  try {
    if (how === 'restore') {
      const to = made
      const chosen = await tasks.run('safety', 'Restoring the backup', async ({ signal }) => {
        const whole = await wholeBackup(dir, backup, signal)
        if (whole) await inThread({ file: whole.path, to }, signal)
        return whole
      })
      if (!chosen) return backup === undefined ? NO_WHOLE_BACKUP : NOT_WHOLE
      return ok({ put: () => alone(dir, () => ({ from: chosen.at, tables: [], ...restorePart(dir, wall()) })) })
    }
    const newest = backupsIn(dir).find(({ beforeMigration }) => !beforeMigration)
    const task = { file, salvageTo: made, backup: newest?.path ?? null }
    const tables = await tasks.run('safety', 'Salvaging the workspace', ({ signal, progress }) =>
      salvageInThread(task, signal, rows => progress(rows, null, 'rows')),
    )
    const put = () => ({ from: null, replaced: replaceDatabase(dir, made, wall()), unsure: 0, autopilots: 0, tables })
    return ok({ put: () => alone(dir, put) })
  } catch (error) {
    clear()
    return how === 'salvage' && isDamage(error) ? NOTHING_LEFT : { ok: false, error: failureOf(error, file) }
  }
}

/** The backup of that name where it is whole; without a name the newest one that is. */
async function wholeBackup(dir: string, name: string | undefined, signal: AbortSignal): Promise<Backup | undefined> {
  for (const backup of backupsIn(dir)) {
    if (name !== undefined && basename(backup.path) !== name) continue
    const damage = await inThread({ file: backup.path, check: true }, signal).catch(error => {
      if (signal.aborted) throw error
      return ['?']
    })
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
export const NOT_DAMAGED = fail(
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
const NOT_WHOLE = fail(
  'corrupt',
  'Nothing was restored.',
  'This backup is damaged too, or it is no longer there.',
  'Choose another backup, or salvage what can still be read.',
)
const NOTHING_LEFT = fail(
  'corrupt',
  'Nothing was salvaged.',
  'No row of a Forestall workspace can be read from this file.',
  'Restore a backup, or open another workspace. The file is as it was.',
)
const IN_USE = fail(
  'conflict',
  'Nothing was changed.',
  'Another Forestall has this workspace open.',
  'Close it and try again.',
)
