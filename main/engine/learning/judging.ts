import { resolve } from 'node:path'
import type { PredictTableAsk } from '../../../shared/predict/table-ask.ts'
import type { TableReport } from '../../../shared/predict/table-report.ts'
import { startJudgement } from '../../predict/door.ts'
import type { Workspace } from '../open/open.ts'
import { createThreadTasks } from './thread-tasks.ts'

export interface Judging {
  /** Judges a table in a thread, as a task that can be cancelled, also by who asks; null when it was. Throws `FailureError`. */
  table(ask: PredictTableAsk, asked?: AbortSignal): Promise<TableReport | null>
  /** Ends the threads. */
  close(): Promise<void>
}

export function createJudging({ dir, tasks }: Pick<Workspace, 'dir' | 'tasks'>): Judging {
  const threads = createThreadTasks(tasks)
  return {
    table: (ask, asked) =>
      threads.run(
        'Judging a table',
        progress => startJudgement({ ...ask, file: resolve(dir, ask.file) }, done => progress(done, 100, '%')),
        asked,
      ),
    close: threads.close,
  }
}
