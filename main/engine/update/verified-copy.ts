import { open, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { unwrap } from '../../../shared/result.ts'
import { measureFile, type OpenSink, openNewFile, type ReadingWatch } from './measure-file.ts'
import type { UpdateManifest } from './update-manifest.ts'
import { verifyPackage } from './verify.ts'

export interface Copying extends ReadingWatch {
  /** What runs when the copy is whole and verified, and before it counts. Where it throws, there is no copy. */
  before(): Promise<void>
  mode: number
  open?: OpenSink
}

/**
 * Copies a package and verifies the bytes that were written, so a file that changes meanwhile is no way in. `to` is
 * replaced in one step: a crash leaves the old file or the new one. Throws, and leaves nothing half-copied.
 */
export async function verifiedCopy(
  from: string,
  part: string,
  to: string,
  manifest: UpdateManifest,
  copying: Copying,
): Promise<void> {
  const { before, mode, open: openSink = openNewFile } = copying
  try {
    const sink = await openSink(part, mode)
    try {
      unwrap(verifyPackage(manifest, await measureFile(from, manifest.size, copying, sink)))
      // The umask narrows what a file is made with.
      await sink.chmod(mode)
      await sink.sync()
    } finally {
      await sink.close()
    }
    await before()
    copying.signal.throwIfAborted()
    await rename(part, to)
  } catch (error) {
    await rm(part, { force: true })
    throw error
  }
  await syncFolder(dirname(to))
}

/** Makes a new name survive a power cut, where the system can. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return
  const handle = await open(folder, 'r')
  await handle.sync().catch(() => {})
  await handle.close()
}
