import type { Writer } from '../../main/cache/writer.ts'

/** Where a process dies: at its n-th transaction (from 1), before it or after its commit. */
export interface CrashPoint {
  job: number
  committed: boolean
}

/** What a process that dies leaves behind: the transactions before that moment. Later ones never happen. */
export class Crash extends Error {}

/** A writer whose process dies at a moment. */
export function crashing(writer: Writer, { job, committed }: CrashPoint): Writer {
  let jobs = 0
  return {
    ...writer,
    write: async (priority, work) => {
      jobs++
      if (jobs > job || (jobs === job && !committed)) throw new Crash()
      const value = await writer.write(priority, work)
      if (jobs === job) throw new Crash()
      return value
    },
  }
}

/** Runs work that may die on the way; whether it came to its end. */
export async function survived(work: Promise<unknown>): Promise<boolean> {
  try {
    await work
    return true
  } catch (error) {
    if (error instanceof Crash) return false
    throw error
  }
}
