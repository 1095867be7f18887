import type Database from 'better-sqlite3'
import { FailureError } from '../../shared/result.ts'
import { type WriteDb, wrap } from './db.ts'
import { storageFailure } from './failure.ts'

/** `user`: a person waits, and the commit must survive a power cut. `steady`: syncing. `bulk`: first load, evaluation. */
export type Priority = 'user' | 'steady' | 'bulk'

/** The one place that writes. A job is one transaction; it must not await anything. */
export interface Writer {
  write<T>(priority: Priority, job: (tx: WriteDb) => T): Promise<T>
  /** While held, bulk jobs wait and everybody else goes on: for the checkpoint's last pages. */
  hold(on: boolean): void
  /** Resolves when nothing is queued any more. */
  idle(): Promise<void>
}

interface Job {
  run(): void
}

/**
 *   write() ─▶ [user] ─┐
 *   write() ─▶ [steady]─┼─▶ one transaction ─▶ commit ─▶ change notice ─▶ next, highest queue first
 *   write() ─▶ [bulk] ─┘
 *
 * Between two jobs the event loop turns once, so a person's command that arrived meanwhile goes first and waits for one
 * small batch at most, never for a whole load. The checkpoint thread holds the loads back now and then (`checkpoint.ts`).
 */
export function createWriter(
  connection: Database.Database,
  file: string,
  onCommit: (tables: ReadonlySet<string>) => void,
): Writer {
  const queues: Record<Priority, Job[]> = { user: [], steady: [], bulk: [] }
  const idlers: (() => void)[] = []
  let touched = new Set<string>()
  const tx = wrap(connection, table => touched.add(table))
  let scheduled = false
  let held = false
  let synchronous: 'FULL' | 'NORMAL' = 'NORMAL'

  const durability = (wanted: 'FULL' | 'NORMAL') => {
    if (wanted !== synchronous) connection.pragma(`synchronous = ${wanted}`)
    synchronous = wanted
  }

  const runOne = <T>(priority: Priority, job: (tx: WriteDb) => T): T => {
    durability(priority === 'user' ? 'FULL' : 'NORMAL')
    touched = new Set()
    const value = connection.transaction(() => job(tx)).immediate()
    if (touched.size > 0) onCommit(touched)
    return value
  }

  const turn = () => {
    scheduled = false
    const next = queues.user.shift() ?? queues.steady.shift() ?? (held ? undefined : queues.bulk.shift())
    next?.run()
    const ready = queues.user.length + queues.steady.length + (held ? 0 : queues.bulk.length)
    if (ready > 0) schedule()
    else if (queues.bulk.length === 0) for (const idler of idlers.splice(0)) idler()
  }
  const schedule = () => {
    if (scheduled) return
    scheduled = true
    setImmediate(turn)
  }

  return {
    write: <T>(priority: Priority, job: (tx: WriteDb) => T) =>
      new Promise<T>((resolve, reject) => {
        queues[priority].push({
          run: () => {
            try {
              resolve(runOne(priority, job))
            } catch (error) {
              reject(asFailure(error, file))
            }
          },
        })
        schedule()
      }),
    hold: on => {
      held = on
      if (!on) schedule()
    },
    idle: () =>
      new Promise<void>(resolve => {
        idlers.push(resolve)
        schedule()
      }),
  }
}

/** What the disk did becomes a `FailureError`; bugs pass through unchanged. */
function asFailure(error: unknown, file: string): unknown {
  if (error instanceof FailureError) return error
  try {
    return new FailureError(storageFailure(error, file))
  } catch (bug) {
    return bug
  }
}
