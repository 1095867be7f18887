import type Database from 'better-sqlite3'

/** So long nothing must have been written before pages are given back, ms: between two commands of a person they are of use. */
const QUIET_MS = 5_000

/** The pages that a connection keeps in memory of what it has written. */
export interface SparePages {
  /** Something was written: they are of use for a while. */
  wrote(): void
  stop(): void
}

/**
 * Gives them back once nothing was written for a while. A load or an evaluation fills the writer's cache, 64 MB, and nothing
 * that comes after it asks for them; what does is in the system's own cache of the file.
 */
export function sparePages(connection: Pick<Database.Database, 'open' | 'pragma'>): SparePages {
  let timer: NodeJS.Timeout | null = null
  const giveBack = () => {
    timer = null
    if (connection.open) connection.pragma('shrink_memory')
  }
  return {
    wrote: () => {
      if (timer) timer.refresh()
      else timer = setTimeout(giveBack, QUIET_MS).unref()
    },
    stop: () => {
      if (timer) clearTimeout(timer)
      timer = null
    },
  }
}
