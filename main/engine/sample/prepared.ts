import { createReadStream, createWriteStream, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { copyFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { fileURLToPath } from 'node:url'
import { createGunzip } from 'node:zlib'
import { DATABASE } from '../../cache/open.ts'

/** The prepared sample: its database, packed, and where its journal ended. */
export const PREPARED = { database: `${DATABASE}.gz`, head: 'journal-head.json' } as const

/** Where a build keeps it: beside the bundles, or in the project's `out` where the sources run. */
const FOLDER = fileURLToPath(
  new URL(import.meta.url.endsWith('.ts') ? '../../../out/sample' : '../sample', import.meta.url),
)

/**
 * Puts the sample that the build has read and lived through into a new workspace's folder, so that a first run begins with
 * a true queue instead of a minute of work. False where the build has none: then the sample is made here.
 */
export async function putPreparedSample(dir: string, from: string = FOLDER): Promise<boolean> {
  const [packed, file] = [join(from, PREPARED.database), join(dir, DATABASE)]
  if (!existsSync(packed) || existsSync(file)) return false
  const unpacking = `${file}.unpacking`
  try {
    mkdirSync(dir, { recursive: true })
    await pipeline(createReadStream(packed), createGunzip(), createWriteStream(unpacking, { mode: 0o600 }))
    await copyFile(join(from, PREPARED.head), join(dir, PREPARED.head))
    // Only a whole file gets the name that makes the folder a workspace.
    renameSync(unpacking, file)
    return true
  } catch {
    for (const left of [unpacking, join(dir, PREPARED.head)]) rmSync(left, { force: true })
    return false
  }
}
