import type { Clock } from '../../../shared/clock.ts'
import type { Examination } from '../../../shared/model/finding.ts'
import { CHECK_COUNT, type Lacking, startExamination } from '../../doctor/door.ts'
import type { Tasks } from '../open/tasks.ts'

export interface Doctor {
  /** Looks over the data in a thread, as a task that can be cancelled, also by who asks; null when it was. */
  examine(asked?: AbortSignal): Promise<Examination | null>
  /** Ends the thread. */
  close(): Promise<void>
}

interface Deps {
  file: string
  clock: Clock
  tasks: Tasks
  /** What triggers in use lack, and which currencies have a rate, as their stages know. */
  lacking: () => readonly Lacking[]
  rated: () => readonly string[]
}

export function createDoctor({ file, clock, tasks, lacking, rated }: Deps): Doctor {
  let running: Promise<Examination | null> | null = null
  let stop: (() => Promise<void>) | null = null
  const examine = (asked?: AbortSignal) =>
    tasks.run('examine', 'Looking over the data', async ({ id, signal, progress }) => {
      const ask = { now: clock.now(), lacking: lacking(), rated: rated() }
      const examining = startExamination(file, ask, done => progress(done, CHECK_COUNT, 'checks'))
      stop = examining.stop
      asked?.addEventListener('abort', () => tasks.cancel(id))
      signal.addEventListener('abort', () => void examining.stop())
      try {
        return await examining.answer
      } catch (error) {
        if (signal.aborted) return null
        throw error
      } finally {
        stop = null
      }
    })
  return {
    // One at a time: a caller that asks meanwhile gets the same answer.
    examine: asked => {
      running ??= examine(asked).finally(() => {
        running = null
      })
      return running
    },
    close: async () => {
      const left = running
      await stop?.()
      await left?.catch(() => {})
    },
  }
}
