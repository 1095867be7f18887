import { z } from 'zod'
import { outcomeViewSchema } from '../model/outcome.ts'
import { reviewCohortSchema, reviewQuerySchema, reviewSchema } from '../model/review.ts'
import { call, page } from './call.ts'

export const review = {
  summary: call(
    'show outcomes by trigger and playbook',
    'account',
    'intervention',
    'issue',
    'outbox',
    'outcome',
    'playbook',
    'setting',
    'trigger',
  )
    .input(reviewQuerySchema)
    .output(reviewSchema),
  cohort: call('list the accounts behind a figure', 'account', 'intervention', 'issue', 'outbox', 'outcome', 'setting')
    .input(reviewCohortSchema.extend(page))
    .output(z.array(outcomeViewSchema)),
}
