import type { Thread } from '../../cache/thread.ts'

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
  const running = new Set<Thread<Question, Reply>>()
  return {
    during: async (work, signal) => {
      const thread = start()
      running.add(thread)
      signal?.addEventListener('abort', () => void thread.stop())
      try {
        return await work(thread)
      } finally {
        running.delete(thread)
        await thread.stop()
      }
    },
    stop: async () => {
      await Promise.all([...running].map(thread => thread.stop()))
    },
  }
}
