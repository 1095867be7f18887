import { accessSync, constants, copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { Failure } from '../../../shared/result.ts'

/** Whether a workspace that is there can only be read: its folder or its file is on a read-only disk, or not the user's. */
export const isReadOnly = (file: string): boolean => !isWritable(dirname(file)) || !isWritable(file)

function isWritable(path: string): boolean {
  try {
    accessSync(path, constants.W_OK)
    return true
  } catch {
    return false
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
