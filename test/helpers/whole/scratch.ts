import { execFileSync } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const IN_MEMORY = '/dev/shm'
/** What tests leave behind while they run, with room to spare: several workspaces of some hundred megabytes, bytes. */
const ENOUGH = 8 * 2 ** 30

/**
 * A folder in memory for what tests write, or null where the machine has none that is large enough and lets programs start in
 * it. A tenth of the processor's time of all tests goes to a disk, which none of them is about. Gone when this process ends.
 */
export function scratchInMemory(): string | null {
  try {
    const { bavail, bsize } = statfsSync(IN_MEMORY)
    if (bavail * bsize < ENOUGH) return null
    const dir = mkdtempSync(join(IN_MEMORY, 'forestall-tests-'))
    // As a folder for temporary files is: a database server runs as a user of its own.
    chmodSync(dir, 0o1777)
    process.once('exit', () => rmSync(dir, { recursive: true, force: true }))
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(1))
    const program = join(dir, 'starts')
    writeFileSync(program, '#!/bin/sh\n', { mode: 0o755 })
    execFileSync(program)
    return dir
  } catch {
    return null
  }
}
