import type Database from 'better-sqlite3'
import { type Failure, FailureError } from '../../shared/result.ts'
import { type Watch, type WriteDb, wrap } from './db.ts'
import { isBusy, isDamage, isDiskError, type Refusing, refusing, storageFailure } from './failure.ts'
import { flusher } from './flusher.ts'
import { isReadOnly } from './safety/read-only.ts'
import { sparePages } from './spare-pages.ts'

/** `user`: a person waits, and the commit must survive a power cut. `steady`: syncing. `bulk`: first load, evaluation. */
export type Priority = 'user' | 'steady' | 'bulk'

/** The one place that writes. A job is one transaction; it must not await anything. */
export interface Writer {
  write<T>(priority: Priority, job: (tx: WriteDb) => T): Promise<T>
  /**
   * As for a person, but the log is flushed outside this thread: what waits for the disk waits alone, and others commit
   * meanwhile. Resolves at the commit; `flushed` once it would survive a power cut. Where the flush fails the commit
   * holds anyway: it may or may not be on the disk.
   */
  durably<T>(job: (tx: WriteDb) => T): Promise<{ value: T; flushed: Promise<void> }>
  /** While held, bulk jobs wait and everybody else goes on: for the checkpoint's last pages. */
  hold(on: boolean): void
  /** Resolves when nothing is queued any more. */
  idle(): Promise<void>
  /** Refuses every job until `resume`: nothing may be written to a damaged file. */
  stop(why: Failure): void
  /** Takes jobs again. */
  resume(): void
  /** Lets go of the log, once nothing is queued and before the connection is closed. */
  close(): Promise<void>
}

interface Job {
  /** False where another program holds the file, and nothing was begun. */
  run(mayWait: boolean): boolean
}

/**
 * `onHeld`: another program holds the file, or no longer; `onDamage`: SQLite found the file damaged; `onRefused`: the disk
 * took a change back, and takes no other until somebody sees to it.
 */
export interface WriterListeners {
  watch?: Watch | undefined
  onHeld?: (held: boolean) => void
  onDamage?: () => void
  onRefused?: (why: Refusing) => void
}

/** How long another program may hold the file before a job fails, and how long the writer rests between two tries, ms. */
const PATIENCE = 30_000
const REST = { first: 10, longest: 500 }

/**
 *   write() ─▶ [user] ─┐
 *   write() ─▶ [steady]─┼─▶ one transaction ─▶ commit ─▶ change notice ─▶ next, highest queue first
 *   write() ─▶ [bulk] ─┘
 *
 * Between two jobs the event loop turns once, so a person's command that arrived meanwhile goes first and waits for one
 * small batch at most, never for a whole load. The checkpoint thread holds the loads back now and then (`checkpoint.ts`).
 *
 * Where another program holds the file, SQLite is asked for the lock for a moment only, because it waits on this thread
 * and every screen would wait with it. The job stays at the head of its queue and is tried again, at growing distances.
 * `onHeld` hears when that begins and ends.
 */
export function createWriter(
  connection: Database.Database,
  file: string,
  onCommit: (tables: ReadonlySet<string>) => void,
  { watch, onHeld = () => {}, onDamage = () => {}, onRefused = () => {} }: WriterListeners = {},
): Writer {
  const queues: Record<Priority, Job[]> = { user: [], steady: [], bulk: [] }
  const log = flusher(`${file}-wal`)
  const pages = sparePages(connection)
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

  const orUndone = <T>(transaction: () => T): T => {
    try {
      return transaction()
    } catch (error) {
      tx.undone(touched)
      throw error
    }
  }

  const runOne = <T>(durable: boolean, job: (tx: WriteDb) => T, begun: () => void): T => {
    durability(durable ? 'FULL' : 'NORMAL')
    touched = new Set()
    const work = () => {
      begun()
      return job(tx)
    }
    const from = watch?.now() ?? 0
    const value = orUndone(() => connection.transaction(work).immediate())
    if (watch) watch.committed?.(watch.now() - from)
    pages.wrote()
    if (touched.size > 0) onCommit(touched)
    return value
  }

  let stopped: Failure | null = null
  let rest = 0
  let waited = 0
  const hold = (on: boolean) => {
    if (on === rest > 0) return
    if (!on) waited = 0
    rest = on ? REST.first : 0
    onHeld(on)
  }
  const heldOff = () => {
    hold(true)
    waited += rest
    scheduled = true
    setTimeout(turn, rest)
    rest = Math.min(rest * 2, REST.longest)
  }
  const turn = () => {
    scheduled = false
    const queue = [queues.user, queues.steady, ...(held ? [] : [queues.bulk])].find(({ length }) => length > 0)
    if (queue?.[0]?.run(waited < PATIENCE) === false) return heldOff()
    if (queue) hold(false)
    queue?.shift()
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
      const run = (mayWait: boolean) => {
        let begun = false
        if (stopped) {
          reject(new FailureError(stopped))
          return true
        }
        try {
          resolve(runOne(durable, job, () => (begun = true)))
        } catch (error) {
          if (mayWait && !begun && isBusy(error)) return false
          if (isDamage(error)) onDamage()
          // A disk that turned read-only under open files answers each write with an error of its own.
          const why = refusing(error) ?? (isDiskError(error) && isReadOnly(file) ? 'unwritable' : null)
          if (why) onRefused(why)
          reject(asFailure(error, file))
        }
        return true
      }
      queues[priority].push({ run })
      schedule()
    })

  return {
    write: (priority, job) => add(priority, priority === 'user', job),
    durably: async job => {
      const value = await add('user', false, job)
      const flushed = log.flush().catch(error => {
        throw asFailure(error, file)
      })
      // The caller hears of it; nobody else must.
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
    stop: why => {
      stopped = why
    },
    resume: () => {
      stopped = null
    },
    close: () => {
      pages.stop()
      return log.close()
    },
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
