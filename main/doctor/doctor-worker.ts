import { workerData } from 'node:worker_threads'
import type { Examination } from '../../shared/model/finding.ts'
import { openReader, readDb } from '../cache/open.ts'
import { answerQuestions } from '../cache/thread.ts'
import type { Patient } from './check.ts'
import { examine } from './examine.ts'

/** A patient without its connection: what can be handed to a thread. */
export interface DoctorAsk extends Pick<Patient, 'now' | 'lacking'> {
  /** Currencies that can be compared. */
  rated: readonly string[]
}

const db = readDb(openReader((workerData as { file: string }).file))

answerQuestions<DoctorAsk, Examination>(({ now, lacking, rated }, progress) => {
  const known = new Set(rated)
  return [examine({ db, now, lacking, hasRate: currency => known.has(currency) }, progress)]
})
