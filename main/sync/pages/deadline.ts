import type { Timer } from '../../../shared/clock.ts'
import { type Failure, FailureError } from '../../../shared/result.ts'
import { MINUTE } from '../../../shared/trigger/duration.ts'

export interface Deadlines {
  /** From the first question to the last page of one sync, ms. */
  totalMs: number
  /** Without a page or a word, ms. */
  idleMs: number
}

export const DEADLINES: Deadlines = { totalMs: 60 * MINUTE, idleMs: 5 * MINUTE }

export interface Watch {
  /** Aborts when the sync is cancelled or late. */
  signal: AbortSignal
  /** Something came, so the source is alive. */
  alive(): void
  /** The work's answer, or a failure as soon as it takes too long or is cancelled, even if it never listens. */
  guard<T>(work: Promise<T>): Promise<T>
  stop(): void
}

/** Watches over one sync: total time, silence, and a person's cancel. */
export function startWatch(cancel: AbortSignal, { totalMs, idleMs }: Deadlines, timer: Timer): Watch {
  const abort = new AbortController()
  let ended: FailureError | null = null
  const waiting = new Set<(failure: FailureError) => void>()
  const end = (failure: Failure) => {
    ended ??= new FailureError(failure)
    for (const reject of waiting) reject(ended)
    abort.abort()
  }
  const onCancel = () => end(cancelled)
  if (cancel.aborted) onCancel()
  cancel.addEventListener('abort', onCancel, { once: true })
  const stopTotal = timer(totalMs, () => end(tookTooLong(totalMs)))
  let stopped = false
  let stopIdle = timer(idleMs, () => end(silent(idleMs)))
  return {
    signal: abort.signal,
    alive: () => {
      stopIdle()
      if (stopped) return
      stopIdle = timer(idleMs, () => end(silent(idleMs)))
    },
    // Not `Promise.race` with one promise for the whole sync: that would keep every answer until its end.
    guard: work =>
      new Promise((resolve, reject) => {
        // Whatever becomes of work that nobody waits for any more, it is heard.
        if (ended) {
          work.catch(() => {})
          return reject(ended)
        }
        waiting.add(reject)
        work.then(resolve, reject).finally(() => waiting.delete(reject))
      }),
    stop: () => {
      stopped = true
      stopTotal()
      stopIdle()
      cancel.removeEventListener('abort', onCancel)
    },
  }
}

const minutes = (ms: number): string => (ms >= MINUTE ? `${Math.round(ms / MINUTE)} minutes` : `${ms / 1_000} seconds`)

const cancelled: Failure = {
  kind: 'cancelled',
  what: 'The source was not read to the end.',
  why: 'The sync was cancelled.',
  todo: 'Sync again at any time; the rows read so far are kept.',
}

const tookTooLong = (ms: number): Failure => ({
  kind: 'unavailable',
  what: 'The source was not read to the end.',
  why: `The sync took longer than ${minutes(ms)}.`,
  todo: 'The rows read so far are kept, and the next sync resumes from there.',
})

const silent = (ms: number): Failure => ({
  kind: 'unavailable',
  what: 'The source stopped responding.',
  why: `No data arrived for ${minutes(ms)}.`,
  todo: 'The rows read so far are kept, and the next sync resumes from there.',
})
