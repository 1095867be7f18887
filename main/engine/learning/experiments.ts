import { resolve } from 'node:path'
import type { ExperimentAsk } from '../../../shared/experiment/ask.ts'
import type { Experiment } from '../../../shared/experiment/experiment.ts'
import { startAnalysis } from '../../measure/door.ts'
import type { Workspace } from '../open/open.ts'
import { createThreadTasks } from './thread-tasks.ts'

export interface Experiments {
  /** Analyses one in a thread, as a task that can be cancelled, also by who asks; null when it was. Throws `FailureError`. */
  analyse(ask: ExperimentAsk, asked?: AbortSignal): Promise<Experiment | null>
  /** Ends the threads. */
  close(): Promise<void>
}

type Deps = Pick<Workspace, 'file' | 'dir' | 'clock' | 'tasks'>

export function createExperiments({ file, dir, clock, tasks }: Deps): Experiments {
  const threads = createThreadTasks(tasks)
  return {
    analyse: (ask, asked) =>
      threads.run(
        'Analysing an experiment',
        progress => {
          const { from } = ask
          const unit = from.kind === 'file' ? 'bytes' : 'accounts'
          const found = from.kind === 'file' ? { ...from, path: resolve(dir, from.path) } : from
          const question = { ask: { ...ask, from: found }, now: clock.now() }
          return startAnalysis(file, question, done => progress(done, null, unit))
        },
        asked,
      ),
    close: threads.close,
  }
}
