import { workerData } from 'node:worker_threads'
import type { OutcomeView } from '../../shared/model/outcome.ts'
import type { Review } from '../../shared/model/review.ts'
import type { Period } from '../../shared/period.ts'
import { openReader, readDb } from '../cache/open.ts'
import { answerQuestions } from '../cache/thread.ts'
import { type CohortAsk, reviewCohort, reviewSummary } from './review.ts'

export type ReviewAsk = { ask: 'summary'; period: Period } | { ask: 'cohort'; wanted: CohortAsk }
export type ReviewReply = Review | OutcomeView[]

const db = readDb(openReader((workerData as { file: string }).file))

answerQuestions<ReviewAsk, ReviewReply>(question => [
  question.ask === 'summary' ? reviewSummary(db, question.period) : reviewCohort(db, question.wanted),
])
