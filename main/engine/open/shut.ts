import { accessSync, constants } from 'node:fs'
import type { Failure } from '../../../shared/result.ts'
import { refusalOf } from '../../cache/open.ts'
import { type Backup, listBackups } from '../../cache/safety/backups.ts'

/** A way to mend a file: put a backup in its place, or what can still be read of it. */
export type RepairKind = 'restore' | 'salvage'

/** A workspace that could not be opened, and why. */
export interface Shut {
  dir: string
  failure: Failure
  /** Opening it ended the process several times, so this process has not tried. */
  untried: boolean
}

/** The backups of a folder that this version can open, newest first; none where nobody may look into the folder. */
export function backupsIn(dir: string): Backup[] {
  try {
    return listBackups(dir).filter(({ path }) => refusalOf(path) === null)
  } catch {
    return []
  }
}

/**
 * How a workspace that does not open can be mended here. A file of a newer version is whole: an earlier backup may take its
 * place, but there is nothing to rescue from it. Where another program holds the file, or nobody may write, neither helps.
 */
export function waysToMend({ dir, failure, untried }: Shut): RepairKind[] {
  if (!mayWrite(dir)) return []
  const backups: RepairKind[] = backupsIn(dir).length > 0 ? ['restore'] : []
  if (failure.kind === 'newer') return backups
  return untried || failure.kind === 'corrupt' || failure.kind === 'io' ? [...backups, 'salvage'] : []
}

function mayWrite(dir: string): boolean {
  try {
    accessSync(dir, constants.R_OK | constants.W_OK | constants.X_OK)
    return true
  } catch {
    return false
  }
}
