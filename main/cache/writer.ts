import { type FileHandle, open } from 'node:fs/promises'
import type Database from 'better-sqlite3'
import { FailureError } from '../../shared/result.ts'
import { type Watch, type WriteDb, wrap } from './db.ts'
import { storageFailure } from './failure.ts'

/** `user`: a person waits, and the commit must survive a power cut. `steady`: syncing. `bulk`: first load, evaluation. */
export type Priority = 'user' | 'steady' | 'bulk'

/** The one place that writes. A job is one transaction; it must not await anything. */
export interface Writer {
  write<T>(priority: Priority, job: (tx: WriteDb) => T): Promise<T>
  /**
   * As for a person, but the log is flushed outside this thread: what waits for the disk waits alone, and others commit
   * meanwhile. Resolves at the commit; `flushed` once it would survive a power cut. Where the flush fails the commit
   * stands all the same: it may or may not be on the disk.
   */
  durably<T>(job: (tx: WriteDb) => T): Promise<{ value: T; flushed: Promise<void> }>
  /** While held, bulk jobs wait and everybody else goes on: for the checkpoint's last pages. */
  hold(on: boolean): void
  /** Resolves when nothing is queued any more. */
  idle(): Promise<void>
  /** Lets go of the log, once nothing is queued and before the connection is closed. */
  close(): Promise<void>
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
  watch?: Watch,
): Writer {
  const queues: Record<Priority, Job[]> = { user: [], steady: [], bulk: [] }
  const log = flusher(`${file}-wal`)
  const idlers: (() => void)[] = []
  let touched = new Set<string>()
  const tx = wrap(connection, table => touched.add(table), watch)
  let scheduled = false
  let held = false
  let synchronous: 'FULL' | 'NORMAL' = 'NORMAL'

  const durability = (wanted: 'FULL' | 'NORMAL') => {
    if (wanted !== synchronous) connection.pragma(`synchronous = ${wanted}`)
    synchronous = wanted
  }

  const runOne = <T>(durable: boolean, job: (tx: WriteDb) => T): T => {
    durability(durable ? 'FULL' : 'NORMAL')
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

  const add = <T>(priority: Priority, durable: boolean, job: (tx: WriteDb) => T) =>
    new Promise<T>((resolve, reject) => {
      queues[priority].push({
        run: () => {
          try {
            resolve(runOne(durable, job))
          } catch (error) {
            reject(asFailure(error, file))
          }
        },
      })
      schedule()
    })

  return {
    write: (priority, job) => add(priority, priority === 'user', job),
    durably: async job => {
      const value = await add('user', false, job)
      const flushed = log.flush().catch(error => {
        throw asFailure(error, file)
      })
      // Whoever asks hears of it; nobody else must.
      flushed.catch(() => {})
      return { value, flushed }
    },
    hold: on => {
      held = on
      if (!on) schedule()
    },
    idle: () =>
      new Promise<void>(resolve => {
        idlers.push(resolve)
        schedule()
      }),
    close: log.close,
  }
}

/**
 * Flushes a file; who asks while a flush runs gets the next one, because the running one may have begun too early. With
 * `synchronous=FULL` SQLite does the same at each commit, on the thread that commits (sqlite.org/wal.html, 2.4).
 */
function flusher(path: string): { flush(): Promise<void>; close(): Promise<void> } {
  let handle: Promise<FileHandle> | null = null
  let running: Promise<void> | null = null
  let next: Promise<void> | null = null
  const once = async () => {
    // To be written to, because Windows flushes only what one may write.
    handle ??= open(path, 'r+')
    await (await handle).datasync()
  }
  const start = (): Promise<void> => {
    running = once().finally(() => {
      running = null
    })
    return running
  }
  const flush = () => {
    if (!running) return start()
    next ??= running
      .catch(() => {})
      .then(() => {
        next = null
        return start()
      })
    return next
  }
  const close = async () => {
    await (next ?? running)?.catch(() => {})
    await handle?.then(opened => opened.close()).catch(() => {})
    handle = null
  }
  return { flush, close }
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
