import type { PredictTableAsk } from '../../../shared/predict/table-ask.ts'
import type { TableReport } from '../../../shared/predict/table-report.ts'
import type { Result } from '../../../shared/result.ts'
import { startThread } from '../../cache/thread.ts'

/** A table that is being judged, in a thread that ends with it. */
export interface JudgementUnderWay {
  /** Rejects when it was stopped before. */
  answer: Promise<Result<TableReport>>
  stop(): Promise<void>
}

const WORKER = new URL(import.meta.url.endsWith('.ts') ? './table-worker.ts' : './table-worker.js', import.meta.url)

/** Judges how well a table's label can be predicted. `progress` hears hundredths. */
export function startJudgement(ask: PredictTableAsk, progress: (hundredths: number) => void): JudgementUnderWay {
  const thread = startThread<PredictTableAsk, Result<TableReport>>(WORKER, {})
  return { answer: thread.ask(ask, { progress }).finally(thread.stop), stop: thread.stop }
}
