import { workerData } from 'node:worker_threads'
import type { OutcomeView } from '../../shared/model/outcome.ts'
import type { Review } from '../../shared/model/review.ts'
import type { Period } from '../../shared/period.ts'
import type { Result } from '../../shared/result.ts'
import type { ReviewFigures } from '../../shared/review/figures.ts'
import type { ReportAsk, ReportCheck } from '../../shared/review/report.ts'
import { openReader, readDb } from '../cache/open.ts'
import { answerQuestions } from '../cache/thread.ts'
import { type CohortAsk, reviewCohort } from './cohort/drill.ts'
import { type Moment, reviewFigures } from './figures/figures.ts'
import { type ReportMoment, verifyReport, writtenReport } from './report/report.ts'
import { reviewSummary } from './review.ts'
import { type Treatability, treatabilities } from './treatability.ts'

export type ReviewAsk =
  | { ask: 'summary'; period: Period }
  | { ask: 'figures'; period: Period; moment: Moment }
  | { ask: 'cohort'; wanted: CohortAsk; now: number }
  | { ask: 'report'; wanted: ReportAsk; moment: ReportMoment }
  | { ask: 'treatabilities'; now: number }
  | { ask: 'verifyReport'; text: string; program: string }
export type ReviewReply = Review | ReviewFigures | OutcomeView[] | string | Treatability[] | Result<ReportCheck>

const db = readDb(openReader((workerData as { file: string }).file))

function replyTo(question: ReviewAsk): ReviewReply {
  switch (question.ask) {
    case 'summary':
      return reviewSummary(db, question.period)
    case 'figures':
      return reviewFigures(db, question.period, question.moment)
    case 'cohort':
      return reviewCohort(db, question.wanted, question.now)
    case 'report':
      return writtenReport(db, question.wanted, question.moment)
    case 'treatabilities':
      return treatabilities(db, question.now)
    case 'verifyReport':
      return verifyReport(db, question.text, question.program)
  }
}

answerQuestions<ReviewAsk, ReviewReply>(question => [replyTo(question)])
