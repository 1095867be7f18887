import { z } from 'zod'
import { outcomeViewSchema } from '../model/outcome.ts'
import { reviewCohortSchema, reviewSchema } from '../model/review.ts'
import { periodSchema } from '../period.ts'
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
    .input(periodSchema)
    .output(reviewSchema),
  cohort: call('list the accounts behind a figure', 'account', 'intervention', 'issue', 'outbox', 'outcome')
    .input(reviewCohortSchema.extend(page))
    .output(z.array(outcomeViewSchema)),
}
