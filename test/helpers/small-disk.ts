import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { tempFolder } from './temp-folder.ts'

/** Mounting takes root; elsewhere these tests are skipped and say so. */
export const canMount = process.getuid?.() === 0 && mountWorks()

export const WHY_SKIPPED = 'skipped: mounting a small disk takes root on Linux'

function mountWorks(): boolean {
  // A folder of its own: what a browser beside this test keeps in shared memory must not land on the small disk.
  const dir = mkdtempSync(join(tmpdir(), 'forestall-probe-'))
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'forestall-probe', dir], { stdio: 'ignore' })
    execFileSync('umount', ['-l', dir], { stdio: 'ignore' })
    return true
  } catch {
    return false
  } finally {
    rmSync(dir, { recursive: true, force: true })
  }
}

/** A folder on a disk of its own of `size` (as mount takes it); unmounted when the test finishes. */
export function smallDisk(size: string): { dir: string; readOnly(): void } {
  const dir = tempFolder()
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'forestall-test', dir])
  // Lazily, because the database may still be open when this runs.
  onTestFinished(() => void execFileSync('umount', ['-l', dir]))
  return { dir, readOnly: () => void execFileSync('mount', ['-o', 'remount,ro', dir]) }
}
