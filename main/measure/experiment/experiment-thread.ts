import type { Experiment } from '../../../shared/experiment/experiment.ts'
import type { Result } from '../../../shared/result.ts'
import { startThread } from '../../cache/thread.ts'
import type { ExperimentQuestion } from './experiment-worker.ts'

/** An analysis under way, in a thread that ends with it: they are rare, and read whole files. */
export interface AnalysisUnderWay {
  /** Rejects when it was stopped before. */
  answer: Promise<Result<Experiment>>
  stop(): Promise<void>
}

const WORKER = new URL(
  import.meta.url.endsWith('.ts') ? './experiment-worker.ts' : './experiment-worker.js',
  import.meta.url,
)

/** Analyses an experiment; `file` is the workspace's database. `progress` hears bytes of a file, or accounts. */
export function startAnalysis(
  file: string,
  question: ExperimentQuestion,
  progress: (done: number) => void,
): AnalysisUnderWay {
  const thread = startThread<ExperimentQuestion, Result<Experiment>>(WORKER, { file })
  return { answer: thread.ask(question, { progress }).finally(thread.stop), stop: thread.stop }
}
