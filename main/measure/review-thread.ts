import type { OutcomeView } from '../../shared/model/outcome.ts'
import type { Review } from '../../shared/model/review.ts'
import type { Period } from '../../shared/period.ts'
import type { TriggerCards } from '../../shared/predict/trigger-card.ts'
import type { Result } from '../../shared/result.ts'
import type { BehindAsk, BehindRow } from '../../shared/review/behind.ts'
import type { AdviceDecision, PlaybookFigures } from '../../shared/review/decision.ts'
import type { ReviewFigures } from '../../shared/review/figures.ts'
import type { ReportAsk, ReportCheck } from '../../shared/review/report.ts'
import { threadOnDemand } from '../cache/thread.ts'
import type { CohortAsk } from './cohort/drill.ts'
import type { Moment } from './moment.ts'
import type { ReportMoment } from './report/report.ts'
import type { ReviewAsk, ReviewReply } from './review-worker.ts'
import type { Treatability } from './treatability.ts'

/** The review, counted away from the engine's thread: a hundred thousand interventions take a third of a second. */
export interface ReviewThread {
  summary(period: Period): Promise<Review>
  figures(period: Period, moment: Moment): Promise<ReviewFigures>
  /** Issues, messages or tickets behind a figure that is no comparison of starts. */
  behind(wanted: BehindAsk, moment: Moment, page: { offset: number; limit: number }): Promise<BehindRow[]>
  /** What leads decided about advice, newest first. */
  decisions(now: number): Promise<AdviceDecision[]>
  /** A playbook’s starts from a moment until now, compared. */
  since(playbookId: string, from: number, now: number): Promise<PlaybookFigures>
  cohort(wanted: CohortAsk, now: number): Promise<OutcomeView[]>
  /** The text of a report's file. */
  report(wanted: ReportAsk, moment: ReportMoment): Promise<string>
  /** What acting takes away of risks, by trigger and playbook. */
  treatabilities(now: number): Promise<Treatability[]>
  /** How good each trigger is. */
  triggerCards(now: number): Promise<TriggerCards>
  /** Recomputes a report; the text is that of its HTML or JSON file. */
  verifyReport(text: string, program: string): Promise<Result<ReportCheck>>
  close(): Promise<void>
}

const WORKER = new URL(import.meta.url.endsWith('.ts') ? './review-worker.ts' : './review-worker.js', import.meta.url)

/** The thread starts with the first question. */
export function createReviewThread(file: string): ReviewThread {
  const { ask, stop } = threadOnDemand<ReviewAsk, ReviewReply>(WORKER, { file })
  return {
    summary: async period => (await ask({ ask: 'summary', period })) as Review,
    figures: async (period, moment) => (await ask({ ask: 'figures', period, moment })) as ReviewFigures,
    behind: async (wanted, moment, page) => (await ask({ ask: 'behind', wanted, moment, page })) as BehindRow[],
    decisions: async now => (await ask({ ask: 'decisions', now })) as AdviceDecision[],
    since: async (playbookId, from, now) => (await ask({ ask: 'since', playbookId, from, now })) as PlaybookFigures,
    cohort: async (wanted, now) => (await ask({ ask: 'cohort', wanted, now })) as OutcomeView[],
    report: async (wanted, moment) => (await ask({ ask: 'report', wanted, moment })) as string,
    treatabilities: async now => (await ask({ ask: 'treatabilities', now })) as Treatability[],
    triggerCards: async now => (await ask({ ask: 'triggerCards', now })) as TriggerCards,
    verifyReport: async (text, program) => (await ask({ ask: 'verifyReport', text, program })) as Result<ReportCheck>,
    close: stop,
  }
}
