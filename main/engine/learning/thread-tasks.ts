import { type Result, unwrap } from '../../../shared/result.ts'
import type { TaskHandle, Tasks } from '../open/tasks.ts'
import { createUnderWay } from '../under-way.ts'

/** Work in a thread of its own: its answer, and how it is ended. */
interface Started<T> {
  answer: Promise<Result<T>>
  stop(): Promise<void>
}

/** Tasks that each have a thread. */
export interface ThreadTasks {
  /** Cancelled like any task, also by who `asked`; null when it was. Throws `FailureError`. */
  run<T>(
    title: string,
    start: (progress: TaskHandle['progress']) => Started<T>,
    asked: AbortSignal | undefined,
  ): Promise<T | null>
  /** Ends the threads. */
  close(): Promise<void>
}

export function createThreadTasks(tasks: Pick<Tasks, 'run' | 'cancel'>): ThreadTasks {
  const underWay = createUnderWay()
  const stops = new Set<() => Promise<void>>()
  return {
    run: (title, start, asked) =>
      underWay.follow(
        tasks.run('analyse', title, async ({ id, signal, progress }) => {
          const { answer, stop } = start(progress)
          stops.add(stop)
          asked?.addEventListener('abort', () => tasks.cancel(id))
          signal.addEventListener('abort', () => void stop())
          try {
            return unwrap(await answer)
          } catch (error) {
            if (signal.aborted) return null
            throw error
          } finally {
            stops.delete(stop)
          }
        }),
      ),
    close: async () => {
      await Promise.all([...stops].map(stop => stop()))
      await underWay.settled()
    },
  }
}
