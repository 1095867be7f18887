import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'

/** A folder of its own for the running test; gone when it finishes. */
export function tempFolder(): string {
  const dir = mkdtempSync(join(tmpdir(), 'forestall-'))
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }))
  return dir
}
