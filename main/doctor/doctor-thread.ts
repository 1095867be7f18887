import type { Examination } from '../../shared/model/finding.ts'
import { startThread } from '../cache/thread.ts'
import type { DoctorAsk } from './doctor-worker.ts'

/** An examination under way, in a thread that ends with it: they are rare, and read whole tables. */
export interface Examining {
  /** Rejects when it was stopped before. */
  answer: Promise<Examination>
  stop(): Promise<void>
}

const WORKER = new URL(import.meta.url.endsWith('.ts') ? './doctor-worker.ts' : './doctor-worker.js', import.meta.url)

/** Examines the database in `file`; `progress` hears how many checks are done. */
export function startExamination(file: string, ask: DoctorAsk, progress: (done: number) => void): Examining {
  const thread = startThread<DoctorAsk, Examination>(WORKER, { file })
  return { answer: thread.ask(ask, { progress }).finally(thread.stop), stop: thread.stop }
}
