import { closeSync, existsSync, fsyncSync, openSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { ANCHOR } from '../anchor.ts'
import { tryLead } from '../leader.ts'

/** Name of the database file within a workspace folder. */
export const DATABASE = 'workspace.db'

const READY = /^workspace\.db\.ready-(\d{8}T\d{9}Z)$/

/**
 *   made, whole and on the disk ─▶ ready ─▶ the old file and its log step aside ─▶ ready takes its place
 *
 * The first rename decides: before it the old file is in use, after it the new one, whichever step a crash falls into.
 * The next process that opens the workspace goes on from there (`finishReplacing`). Gives where the old file is kept.
 */
export function replaceDatabase(dir: string, made: string, wall: number): string | null {
  flush(made)
  renameSync(made, join(dir, `${DATABASE}.ready-${new Date(wall).toISOString().replace(/[-:.]/g, '')}`))
  return stepIn(dir)
}

/** Whether a new database waits to take its place, since a crash came between. */
export const isReplacing = (dir: string): boolean => readyIn(dir) !== undefined

function readyIn(dir: string): string | undefined {
  try {
    return readdirSync(dir).find(name => READY.test(name))
  } catch {
    // There is no folder, or nobody may look into it: opening says which.
    return undefined
  }
}

/** Finishes what a crash has interrupted; false where another process is about to. */
export function finishReplacing(dir: string): boolean {
  if (!isReplacing(dir)) return true
  const lock = tryLead(dir)
  if (!lock) return false
  try {
    stepIn(dir)
    return true
  } finally {
    lock.release()
  }
}

function stepIn(dir: string): string | null {
  const ready = readyIn(dir)
  if (ready === undefined) return null
  const file = join(dir, DATABASE)
  const aside = join(dir, `${DATABASE}.replaced-${READY.exec(ready)?.[1]}`)
  // The journal of the new file may end earlier; where it ended before says nothing of it any more.
  rmSync(join(dir, ANCHOR), { force: true })
  // The log goes first: beside the new file it would be taken for its own.
  for (const suffix of ['-wal', '-shm', '']) if (existsSync(file + suffix)) renameSync(file + suffix, aside + suffix)
  renameSync(join(dir, ready), file)
  return existsSync(aside) ? aside : null
}

/** A name that is on the disk before its content is would lead to nothing after a power cut. */
function flush(file: string): void {
  const handle = openSync(file, 'r+')
  try {
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
}
