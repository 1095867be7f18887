import type { PredictTableAsk } from '../../../shared/predict/table-ask.ts'
import type { TableReport } from '../../../shared/predict/table-report.ts'
import { FailureError, type Result } from '../../../shared/result.ts'
import { answerQuestions } from '../../cache/thread.ts'
import { judgeTable } from '../learn/judge/judge-table.ts'
import { readTable } from './read-table.ts'
import { reportOf } from './report.ts'

/** The share of the reported progress that reading the file takes. */
const READING = 10

answerQuestions<PredictTableAsk, Result<TableReport>>(async (ask, progress) => {
  try {
    // How many bytes a packed file has is known only at its end, so reading is one step.
    const read = await readTable(ask, () => {})
    progress(READING)
    const { examples, times, groups } = read
    const verdict = judgeTable({
      ...{ examples, times, folds: ask.folds, seed: ask.seed },
      ...(groups && { groups }),
      onProgress: share => progress(READING + Math.floor(share * (100 - READING))),
    })
    return [{ ok: true, value: reportOf(ask, read, verdict) }]
  } catch (error) {
    if (error instanceof FailureError) return [{ ok: false, error: error.failure }]
    throw error
  }
})
