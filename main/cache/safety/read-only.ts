import { accessSync, closeSync, constants, copyFileSync, existsSync, mkdtempSync, openSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { Failure } from '../../../shared/result.ts'

/** Whether a workspace that is there can only be read: its folder or its file is on a read-only disk, or not the user's. */
export const isReadOnly = (file: string): boolean => !isAllowed(file) || !isWritableFolder(dirname(file))

function isAllowed(path: string): boolean {
  try {
    accessSync(path, constants.W_OK)
    return true
  } catch {
    return false
  }
}

/** An empty file that is made to see whether one can be. */
const PROBE = '.forestall-writable'

/**
 * Whether files can be made in a folder. Permissions alone do not tell: they stay as they were when a disk turns read-only
 * after an error, and a share answers for itself. A full disk is not a read-only one. The database itself is not opened for
 * this, because closing it would release the locks that SQLite holds on it in this process.
 */
export function isWritableFolder(dir: string): boolean {
  if (!isAllowed(dir)) return false
  const probe = join(dir, PROBE)
  try {
    closeSync(openSync(probe, 'w', 0o600))
    rmSync(probe, { force: true })
    return true
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    return code === 'ENOSPC' || code === 'EDQUOT'
  }
}

/**
 * Copies a workspace's file to where SQLite can make the files that it needs beside it, even for reading. `remove` takes
 * the copy away again.
 */
export function copyAside(file: string): { copy: string; remove(): void } {
  const folder = mkdtempSync(join(tmpdir(), 'forestall-read-only-'))
  const copy = join(folder, 'workspace.db')
  const remove = () => rmSync(folder, { recursive: true, force: true })
  try {
    for (const suffix of ['', '-wal']) if (existsSync(file + suffix)) copyFileSync(file + suffix, copy + suffix)
    return { copy, remove }
  } catch (error) {
    remove()
    throw error
  }
}

/** What every decision and every reading is answered in a workspace that can only be read. */
export const READ_ONLY: Failure = {
  kind: 'io',
  what: 'Nothing was saved.',
  why: 'This workspace is on a read-only disk or in a read-only folder, so it was opened for reading only.',
  todo: 'Copy the workspace to a folder where you may write, and open it there.',
}
