import { workerData } from 'node:worker_threads'
import type { OutcomeView } from '../../shared/model/outcome.ts'
import type { Review } from '../../shared/model/review.ts'
import type { Period } from '../../shared/period.ts'
import type { ReviewFigures } from '../../shared/review/figures.ts'
import { openReader, readDb } from '../cache/open.ts'
import { answerQuestions } from '../cache/thread.ts'
import { type CohortAsk, reviewCohort } from './cohort/drill.ts'
import { type Moment, reviewFigures } from './figures/figures.ts'
import { reviewSummary } from './review.ts'

export type ReviewAsk =
  | { ask: 'summary'; period: Period }
  | { ask: 'figures'; period: Period; moment: Moment }
  | { ask: 'cohort'; wanted: CohortAsk; now: number }
export type ReviewReply = Review | ReviewFigures | OutcomeView[]

const db = readDb(openReader((workerData as { file: string }).file))

function replyTo(question: ReviewAsk): ReviewReply {
  switch (question.ask) {
    case 'summary':
      return reviewSummary(db, question.period)
    case 'figures':
      return reviewFigures(db, question.period, question.moment)
    case 'cohort':
      return reviewCohort(db, question.wanted, question.now)
  }
}

answerQuestions<ReviewAsk, ReviewReply>(question => [replyTo(question)])
