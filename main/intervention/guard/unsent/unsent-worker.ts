import { workerData } from 'node:worker_threads'
import type { Unsent, UnsentCounts, UnsentFilter } from '../../../../shared/intervention/unsent.ts'
import type { Period } from '../../../../shared/period.ts'
import { openReader, readDb } from '../../../cache/open.ts'
import { answerQuestions } from '../../../cache/thread.ts'
import { countUnsent, listUnsent } from './unsent.ts'

export type UnsentAsk =
  | { ask: 'count'; period: Period }
  | { ask: 'list'; wanted: UnsentFilter & { offset: number; limit: number } }
export type UnsentReply = UnsentCounts | Unsent[]

const db = readDb(openReader((workerData as { file: string }).file))

answerQuestions<UnsentAsk, UnsentReply>(question => [
  question.ask === 'count' ? countUnsent(db, question.period) : listUnsent(db, question.wanted),
])
