import { resolve } from 'node:path'
import type { ExperimentAsk } from '../../../shared/experiment/ask.ts'
import type { Experiment } from '../../../shared/experiment/experiment.ts'
import { unwrap } from '../../../shared/result.ts'
import { startAnalysis } from '../../measure/door.ts'
import type { Workspace } from '../open/open.ts'
import { createUnderWay } from '../under-way.ts'

export interface Experiments {
  /** Analyses one in a thread, as a task that can be cancelled, also by who asks; null when it was. Throws `FailureError`. */
  analyse(ask: ExperimentAsk, asked?: AbortSignal): Promise<Experiment | null>
  /** Ends the threads. */
  close(): Promise<void>
}

type Deps = Pick<Workspace, 'file' | 'dir' | 'clock' | 'tasks'>

export function createExperiments({ file, dir, clock, tasks }: Deps): Experiments {
  const underWay = createUnderWay()
  const stops = new Set<() => Promise<void>>()
  const analyse = (ask: ExperimentAsk, asked?: AbortSignal) =>
    tasks.run('analyse', 'Analysing an experiment', async ({ id, signal, progress }) => {
      const { from } = ask
      const unit = from.kind === 'file' ? 'bytes' : 'accounts'
      const found = from.kind === 'file' ? { ...from, path: resolve(dir, from.path) } : from
      const question = { ask: { ...ask, from: found }, now: clock.now() }
      const { answer, stop } = startAnalysis(file, question, done => progress(done, null, unit))
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
    analyse: (ask, asked) => underWay.follow(analyse(ask, asked)),
    close: async () => {
      await Promise.all([...stops].map(stop => stop()))
      await underWay.settled()
    },
  }
}
