import { type Result, unwrap } from '../../../shared/result.ts'
import type { TaskHandle, Tasks } from '../open/tasks.ts'
import { createUnderWay } from '../under-way.ts'
import { createStoppables, type Stoppable } from './short-threads.ts'

/** Work in a thread of its own. */
interface Started<T> extends Stoppable {
  answer: Promise<Result<T>>
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
  const threads = createStoppables()
  return {
    run: (title, start, asked) =>
      underWay.follow(
        tasks.run('analyse', title, async ({ id, signal, progress }) => {
          asked?.addEventListener('abort', () => tasks.cancel(id))
          try {
            return unwrap(await threads.during(start(progress), ({ answer }) => answer, signal))
          } catch (error) {
            if (signal.aborted) return null
            throw error
          }
        }),
      ),
    close: async () => {
      await threads.stop()
      await underWay.settled()
    },
  }
}
