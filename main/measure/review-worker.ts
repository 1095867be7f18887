import { workerData } from 'node:worker_threads'
import type { OutcomeView } from '../../shared/model/outcome.ts'
import type { Review } from '../../shared/model/review.ts'
import { openReader, readDb } from '../cache/open.ts'
import { answerQuestions } from '../cache/thread.ts'
import { type CohortAsk, reviewCohort, reviewSummary } from './review.ts'

/** From and to are UTC ms, both inclusive. */
export type ReviewAsk = { ask: 'summary'; from: number; to: number } | { ask: 'cohort'; wanted: CohortAsk }
export type ReviewReply = Review | OutcomeView[]

const db = readDb(openReader((workerData as { file: string }).file))

answerQuestions<ReviewAsk, ReviewReply>(question => [
  question.ask === 'summary' ? reviewSummary(db, question.from, question.to) : reviewCohort(db, question.wanted),
])
