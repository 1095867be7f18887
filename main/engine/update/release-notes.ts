import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { clearStaged, stagedManifest, writeAside } from './stage.ts'
import { compareVersions, isVersion } from './version-order.ts'

/** Which version this person saw last. */
const LAST_VERSION = 'last-version.txt'

/** The notes of a version that runs for the first time after an update. */
export interface ReleaseNotes {
  version: string
  notes: string
}

/**
 * The release notes to show at this start: those of the running version, once. Null at the first start of all, without an
 * update and where a disk cannot remember that they were shown.
 */
export async function takeReleaseNotes(userData: string, version: string): Promise<ReleaseNotes | null> {
  const file = join(userData, LAST_VERSION)
  const last = await readFile(file, 'utf8').then(
    text => text.trim(),
    () => null,
  )
  if (last === version) return null
  try {
    const staged = await stagedManifest(userData)
    await writeAside(file, version)
    // A newer package still waits to be installed.
    if (!staged || compareVersions(staged.version, version) > 0) return null
    await clearStaged(userData)
    const isUpdate = last !== null && isVersion(last) && compareVersions(last, version) < 0
    return isUpdate && staged.version === version && staged.notes !== '' ? { version, notes: staged.notes } : null
  } catch {
    return null
  }
}
