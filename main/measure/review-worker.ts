import { workerData } from 'node:worker_threads'
import type { OutcomeView } from '../../shared/model/outcome.ts'
import type { Review } from '../../shared/model/review.ts'
import type { Period } from '../../shared/period.ts'
import type { TriggerCards } from '../../shared/predict/trigger-card.ts'
import type { Result } from '../../shared/result.ts'
import type { BehindAsk, BehindRow } from '../../shared/review/behind.ts'
import type { AdviceDecision, PlaybookFigures } from '../../shared/review/decision.ts'
import type { ReviewFigures } from '../../shared/review/figures.ts'
import type { ReportAsk, ReportCheck } from '../../shared/review/report.ts'
import { openReader, readDb } from '../cache/open.ts'
import { answerQuestions } from '../cache/thread.ts'
import { adviceDecisions, playbookSince } from './advice/decisions.ts'
import { triggerCards } from './cards/trigger-cards.ts'
import { rowsBehind } from './cohort/behind.ts'
import { type CohortAsk, reviewCohort } from './cohort/drill.ts'
import { reviewFigures } from './figures/figures.ts'
import { reviewSummary } from './figures/summary.ts'
import type { Moment } from './moment.ts'
import { type ReportMoment, verifyReport, writtenReport } from './report/report.ts'
import { type Treatability, treatabilities } from './treatability.ts'

export type ReviewAsk =
  | { ask: 'summary'; period: Period }
  | { ask: 'figures'; period: Period; moment: Moment }
  | { ask: 'behind'; wanted: BehindAsk; moment: Moment; page: { offset: number; limit: number } }
  | { ask: 'decisions'; now: number }
  | { ask: 'since'; playbookId: string; from: number; now: number }
  | { ask: 'cohort'; wanted: CohortAsk; now: number }
  | { ask: 'report'; wanted: ReportAsk; moment: ReportMoment }
  | { ask: 'treatabilities'; now: number }
  | { ask: 'triggerCards'; now: number }
  | { ask: 'verifyReport'; text: string; program: string }
export type ReviewReply =
  | Review
  | ReviewFigures
  | AdviceDecision[]
  | BehindRow[]
  | PlaybookFigures
  | OutcomeView[]
  | string
  | Treatability[]
  | TriggerCards
  | Result<ReportCheck>

const connection = openReader((workerData as { file: string }).file)
const db = readDb(connection)

function replyTo(question: ReviewAsk): ReviewReply {
  switch (question.ask) {
    case 'summary':
      return reviewSummary(db, question.period)
    case 'figures':
      return reviewFigures(db, question.period, question.moment)
    case 'behind':
      return rowsBehind(db, question.wanted, question.moment, question.page)
    case 'decisions':
      return adviceDecisions(db, question.now)
    case 'since':
      return playbookSince(db, question.playbookId, question.from, question.now)
    case 'cohort':
      return reviewCohort(db, question.wanted, question.now)
    case 'report':
      return writtenReport(db, question.wanted, question.moment)
    case 'treatabilities':
      return treatabilities(db, question.now)
    case 'triggerCards':
      return triggerCards(db, question.now)
    case 'verifyReport':
      return verifyReport(db, question.text, question.program)
  }
}

// One transaction for each answer, so that all of its figures are of the same state however much is written meanwhile.
const replyAtOnce = connection.transaction(replyTo)

answerQuestions<ReviewAsk, ReviewReply>(question => [replyAtOnce(question)])
