import { z } from 'zod'
import { LONGEST_NOTE } from '../desk/note.ts'
import { similarSchema } from '../desk/similar.ts'
import { dismissalSchema, issueDetailSchema } from '../model/issue.ts'
import { moment } from '../model/values.ts'
import { typedName } from '../text/typed-name.ts'
import { call, done, issueId } from './call.ts'

export const issue = {
  get: call(
    'show one issue with evidence, factors, account and suggestions',
    'account',
    'account_owner',
    'contact',
    'event',
    'exposure',
    'incident',
    'incident_issue',
    'incident_size',
    'intervention',
    'issue',
    'model',
    'note',
    'outage',
    'outbox',
    'outcome',
    'playbook',
    'promise',
    'setting',
    'signal',
    'suppression',
    'treatability',
    'trigger',
  )
    .input(z.object({ id: issueId }))
    .output(issueDetailSchema),
  similar: call(
    'show past issues of the same trigger and what followed what was done',
    'account',
    'exposure',
    'intervention',
    'issue',
    'outcome',
    'playbook',
    'signal',
    'trigger',
  )
    .input(z.object({ id: issueId }))
    .output(similarSchema),
  claim: call('claim issues')
    .input(z.object({ ids: z.array(issueId).min(1).max(500) }))
    .output(done),
  release: call('release claimed issues')
    .input(z.object({ ids: z.array(issueId).min(1).max(500) }))
    .output(done),
  assign: call('hand issues over to a colleague, with a note')
    .input(
      z.object({
        ids: z.array(issueId).min(1).max(500),
        colleague: typedName(200),
        text: z.string().trim().max(LONGEST_NOTE).default(''),
      }),
    )
    .output(done),
  snooze: call('snooze issues until a date or until they get worse; without a date until they get worse')
    .input(z.object({ ids: z.array(issueId).min(1).max(500), until: moment.nullable() }))
    .output(done),
  unsnooze: call('return snoozed issues to the queue')
    .input(z.object({ ids: z.array(issueId).min(1).max(500) }))
    .output(done),
  dismiss: call('close issues without acting, with a reason')
    .input(
      z.object({
        ids: z.array(issueId).min(1).max(500),
        reason: dismissalSchema,
        note: z.string().max(2000).default(''),
      }),
    )
    .output(done),
  resolve: call('close issues as resolved by a person')
    .input(z.object({ ids: z.array(issueId).min(1).max(500), note: z.string().max(2000).default('') }))
    .output(done),
}
