import { existsSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { backupPath, earlierFiles } from '../../cache/safety/backups.ts'
import { inThread } from '../../cache/safety/in-thread.ts'
import { PRACTICE } from '../../outbox/door.ts'

/** The folder of a workspace into which people's data are exported. */
export const EXPORTS = 'exports'

/** Removes the practice messages of these keys. */
export function removeMail(dir: string, keys: readonly string[]): void {
  for (const key of keys)
    for (const suffix of ['.eml', '.eml.part']) rmSync(join(dir, PRACTICE, `${key}${suffix}`), { force: true })
}

/** The name under which a person's data are exported begins with the hash that names them. */
export function removeExports(dir: string, person: string): void {
  const folder = join(dir, EXPORTS)
  const theirs = (existsSync(folder) ? readdirSync(folder) : []).filter(name => name.startsWith(person))
  for (const name of theirs) rmSync(join(folder, name), { recursive: true, force: true })
}

/**
 * Writes the database without what was deleted from it, then replaces every backup by one of that. Where no backup fits on
 * the disk the old ones stay, and the erasure has not ended.
 */
export async function scrubFiles(dir: string, file: string, wall: number, closing: AbortSignal): Promise<void> {
  await inThread({ file, scrub: true }, closing)
  const earlier = earlierFiles(dir)
  if (earlier.length === 0) return
  const fresh = backupPath(dir, wall)
  await inThread({ file, to: fresh }, closing)
  for (const path of earlier) if (path !== fresh) rmSync(path, { force: true })
}
