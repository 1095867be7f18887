import { workerData } from 'node:worker_threads'
import type { ExperimentAsk } from '../../../shared/experiment/ask.ts'
import type { Experiment } from '../../../shared/experiment/experiment.ts'
import { FailureError, type Result } from '../../../shared/result.ts'
import { openReader, readDb } from '../../cache/open.ts'
import { answerQuestions } from '../../cache/thread.ts'
import { judgeExperiment } from './judge.ts'
import { readExperimentAccounts } from './read-experiment-accounts.ts'
import { readExperimentFile } from './read-experiment-file.ts'
import type { UnitTable } from './unit-table.ts'

/** What is asked, and when it is: `now` ends an experiment among accounts that goes on. */
export interface ExperimentQuestion {
  ask: ExperimentAsk
  now: number
}

const db = readDb(openReader((workerData as { file: string }).file))

answerQuestions<ExperimentQuestion, Result<Experiment>>(async ({ ask, now }, progress) => {
  try {
    return [judgeExperiment(await tableOf(ask, now, progress), ask)]
  } catch (error) {
    if (error instanceof FailureError) return [{ ok: false, error: error.failure }]
    throw error
  }
})

function tableOf(ask: ExperimentAsk, now: number, progress: (done: number) => void): UnitTable | Promise<UnitTable> {
  const { from } = ask
  return from.kind === 'file'
    ? readExperimentFile(from.path, { ...ask, answers: from.answers }, progress)
    : readExperimentAccounts(db, ask, { since: from.since, until: from.until ?? now }, progress)
}
