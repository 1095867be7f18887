import { z } from 'zod'
import { outcomeViewSchema } from '../../model/outcome.ts'
import { reviewCohortSchema, reviewSchema } from '../../model/review.ts'
import { periodSchema } from '../../period.ts'
import { behindAskSchema, behindRowSchema } from '../../review/behind.ts'
import { adviceAnswerSchema, adviceDecisionSchema } from '../../review/decision.ts'
import { reviewFiguresSchema } from '../../review/figures.ts'
import { keptAnswerSchema } from '../../review/kept-answer.ts'
import { reportAskSchema, reportCheckSchema } from '../../review/report.ts'
import { call, done, page } from '../call.ts'

export const review = {
  summary: call(
    'show outcomes by trigger and playbook',
    'exposure',
    'intervention',
    'issue',
    'outbox',
    'outcome',
    'playbook',
    'setting',
    'signal',
    'trigger',
  )
    .input(periodSchema)
    .output(reviewSchema),
  figures: call(
    'show effects against control with intervals, retention, tickets, return, ageing and workload',
    'account',
    'exposure',
    'intervention',
    'issue',
    'object',
    'outbox',
    'outcome',
    'playbook',
    'setting',
    'signal',
    'trigger',
  )
    .input(periodSchema)
    .output(reviewFiguresSchema),
  keptFigures: call('show the figures of the last days as they were counted last, and when', 'kept_answer', 'setting')
    .input(z.object({ days: z.int().min(1).nullable() }))
    .output(keptAnswerSchema(reviewFiguresSchema)),
  cohort: call(
    'list the accounts behind a figure',
    'account',
    'intervention',
    'issue',
    'object',
    'outbox',
    'outcome',
    'setting',
  )
    .input(reviewCohortSchema.extend(page))
    .output(z.array(outcomeViewSchema)),
  behind: call(
    'list the issues, messages or tickets behind a figure that compares no arms',
    'account',
    'exposure',
    'intervention',
    'issue',
    'object',
    'outbox',
    'outcome',
    'setting',
    'signal',
  )
    .input(z.object({ wanted: behindAskSchema, ...page }))
    .output(z.array(behindRowSchema)),
  decisions: call(
    'list what leads decided about advice, with the figures then and since',
    'account',
    'advice',
    'exposure',
    'intervention',
    'issue',
    'object',
    'outbox',
    'outcome',
    'playbook',
    'setting',
    'trigger',
  ).output(z.array(adviceDecisionSchema)),
  decide: call('follow or decline the advice for a playbook').input(adviceAnswerSchema).output(done),
  look: call('look again at a decision about advice whose window is over')
    .input(z.object({ decision: z.string() }))
    .output(done),
  report: call('export the review with its definitions, versions, cohort and data fingerprint, as the text of a file')
    .input(reportAskSchema)
    .output(z.string()),
  verifyReport: call('recompute a report from the workspace and say which figures agree')
    .input(z.object({ text: z.string() }))
    .output(reportCheckSchema),
}
