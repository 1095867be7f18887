import { resolve } from 'node:path'
import type { PredictTableAsk } from '../../../shared/predict/table-ask.ts'
import type { TableReport } from '../../../shared/predict/table-report.ts'
import { unwrap } from '../../../shared/result.ts'
import { startJudgement } from '../../predict/door.ts'
import type { Workspace } from '../open/open.ts'
import { createUnderWay } from '../under-way.ts'

export interface Judging {
  /** Judges a table in a thread, as a task that can be cancelled, also by who asks; null when it was. Throws `FailureError`. */
  table(ask: PredictTableAsk, asked?: AbortSignal): Promise<TableReport | null>
  /** Ends the threads. */
  close(): Promise<void>
}

export function createJudging({ dir, tasks }: Pick<Workspace, 'dir' | 'tasks'>): Judging {
  const underWay = createUnderWay()
  const stops = new Set<() => Promise<void>>()
  const table = (ask: PredictTableAsk, asked?: AbortSignal) =>
    tasks.run('analyse', 'Judging a table', async ({ id, signal, progress }) => {
      const { answer, stop } = startJudgement({ ...ask, file: resolve(dir, ask.file) }, done =>
        progress(done, 100, '%'),
      )
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
    })
  return {
    table: (ask, asked) => underWay.follow(table(ask, asked)),
    close: async () => {
      await Promise.all([...stops].map(stop => stop()))
      await underWay.settled()
    },
  }
}
