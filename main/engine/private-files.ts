import { chmodSync, existsSync, lstatSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { PRACTICE } from '../outbox/door.ts'
import { EXPORTS } from './privacy/erased-files.ts'

/** Everything that this process makes from now on is for the user alone: customers' data lie in these files. */
export const keepPrivate = (): void => void process.umask(0o077)

/** What Forestall itself puts into a workspace; a person may keep other files beside them. */
const OURS = /^(workspace\.db|leader\.lock|source-\d+\.lock|journal-head\.json)/
const FOLDERS = ['backups', 'singer', PRACTICE, EXPORTS]

/**
 * Takes from group and others what an older version, or a copy, let them do with a workspace's files. `ours`: the folder
 * too was made by Forestall; one that a person chose may hold more than the workspace.
 */
export function makePrivate(dir: string, ours: boolean): void {
  if (process.platform === 'win32' || !isFolder(dir)) return
  if (ours) narrow(dir)
  for (const name of readdirSync(dir)) if (OURS.test(name)) narrow(join(dir, name))
  for (const folder of FOLDERS) {
    const path = join(dir, folder)
    if (!narrow(path)) continue
    for (const name of readdirSync(path)) narrow(join(path, name))
  }
}

/** A path that a person names may lead to a file, or to nothing. */
const isFolder = (path: string): boolean => existsSync(path) && statSync(path).isDirectory()

/** False where there is nothing, or nothing of the user's. A link leads elsewhere, so it is left alone. */
function narrow(path: string): boolean {
  try {
    const state = lstatSync(path)
    if (state.isSymbolicLink()) return false
    if ((state.mode & 0o077) !== 0) chmodSync(path, state.mode & 0o700)
    return state.isDirectory()
  } catch {
    return false
  }
}
