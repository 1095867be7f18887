import type { Thread } from '../../cache/thread.ts'

/** What runs until it is stopped, such as a thread. */
export interface Stoppable {
  stop(): Promise<void>
}

/** Things that each live as long as one piece of work. */
export interface Stoppables {
  /** Does `work` with what was started, which ends with it, or sooner when `signal` is aborted. */
  during<S extends Stoppable, T>(started: S, work: (started: S) => Promise<T>, signal?: AbortSignal): Promise<T>
  /** Ends those that run. */
  stop(): Promise<void>
}

export function createStoppables(): Stoppables {
  const running = new Set<Stoppable>()
  return {
    during: async (started, work, signal) => {
      running.add(started)
      signal?.addEventListener('abort', () => void started.stop())
      try {
        return await work(started)
      } finally {
        running.delete(started)
        await started.stop()
      }
    },
    stop: async () => {
      await Promise.all([...running].map(one => one.stop()))
    },
  }
}

/** Threads that live as long as one piece of work each. */
export interface ShortThreads<Question, Reply> {
  /** Runs `work` with a thread that ends with it, or sooner when `signal` is aborted. */
  during<T>(work: (thread: Thread<Question, Reply>) => Promise<T>, signal?: AbortSignal): Promise<T>
  /** Ends those that run. */
  stop(): Promise<void>
}

export function createShortThreads<Question, Reply>(
  start: () => Thread<Question, Reply>,
): ShortThreads<Question, Reply> {
  const running = createStoppables()
  return { during: (work, signal) => running.during(start(), work, signal), stop: running.stop }
}
