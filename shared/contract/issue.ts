import { z } from 'zod'
import { dismissalSchema, issueDetailSchema } from '../model/issue.ts'
import { ms } from '../model/values.ts'
import { call, done, issueId } from './call.ts'

export const issue = {
  get: call(
    'one issue with evidence, factors, account and suggestions',
    'account',
    'contact',
    'event',
    'incident',
    'incident_issue',
    'intervention',
    'issue',
    'model',
    'outbox',
    'outcome',
    'playbook',
    'setting',
    'signal',
    'suppression',
    'trigger',
  )
    .input(z.object({ id: issueId }))
    .output(issueDetailSchema),
  claim: call('take issues')
    .input(z.object({ ids: z.array(issueId).min(1).max(500) }))
    .output(done),
  release: call('give issues back')
    .input(z.object({ ids: z.array(issueId).min(1).max(500) }))
    .output(done),
  snooze: call('out of the queue until a date')
    .input(z.object({ ids: z.array(issueId).min(1).max(500), until: ms }))
    .output(done),
  unsnooze: call('back into the queue')
    .input(z.object({ ids: z.array(issueId).min(1).max(500) }))
    .output(done),
  dismiss: call('close without acting, with a reason')
    .input(
      z.object({
        ids: z.array(issueId).min(1).max(500),
        reason: dismissalSchema,
        note: z.string().max(2000).default(''),
      }),
    )
    .output(done),
  resolve: call('close as solved by a person')
    .input(z.object({ ids: z.array(issueId).min(1).max(500), note: z.string().max(2000).default('') }))
    .output(done),
}
