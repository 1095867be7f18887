import { z } from 'zod'
import { bulkAskSchema, bulkSummarySchema, startedManySchema, startManySchema } from '../intervention/bulk.ts'
import { languageSchema } from '../intervention/language-schemas.ts'
import { runViewSchema, taskItemSchema } from '../intervention/run.ts'
import { outreachPreviewSchema, overrideSchema } from '../model/intervention.ts'
import { ms } from '../model/values.ts'
import { call, done, issueId, page } from './call.ts'
import { DECIDED_BY } from './whole/reads.ts'

export const intervention = {
  preview: call('preview the message as the recipient will get it, with preflight', ...DECIDED_BY)
    .input(
      z.object({
        issueId,
        playbookId: z.string(),
        contactId: z.int().optional(),
        subject: z.string().max(300).optional(),
        text: z.string().max(20_000).optional(),
        language: languageSchema.optional(),
      }),
    )
    .output(outreachPreviewSchema),
  steps: call(
    'show an intervention’s steps so far, and those that may follow',
    'account',
    'intervention',
    'outbox',
    'playbook_version',
    'step',
  )
    .input(z.object({ interventionId: z.string() }))
    .output(runViewSchema),
  tasks: call(
    'list tasks for people, earliest due date first',
    'account',
    'intervention',
    'issue',
    'playbook_version',
    'step',
  )
    .input(z.object(page))
    .output(z.array(taskItemSchema)),
  taskDone: call('mark a task as done or skipped')
    .input(
      z.object({
        interventionId: z.string(),
        n: z.int().min(0),
        as: z.enum(['done', 'skipped']).default('done'),
        note: z.string().max(2000).default(''),
      }),
    )
    .output(done),
  stop: call('stop a run and recall its unsent messages')
    .input(z.object({ interventionId: z.string(), reason: z.string().trim().max(2000).default('') }))
    .output(done),
  plan: call('plan bulk outreach: how many messages would be sent, wait, be held out or be blocked, and why')
    .input(bulkAskSchema)
    .output(bulkSummarySchema),
  startMany: call('start a playbook for many issues').input(startManySchema).output(startedManySchema),
  start: call('start a playbook: assign the arm, and put the message into the outbox')
    .input(
      z.object({
        issueId,
        playbookId: z.string(),
        contactId: z.int().optional(),
        subject: z.string().max(300).optional(),
        text: z.string().max(20_000).optional(),
        /** One of the message's own, for all messages of the run. */
        language: languageSchema.optional(),
        overrides: z.array(overrideSchema).default([]),
      }),
    )
    .output(
      z.object({
        interventionId: z.string(),
        arm: z.enum(['treatment', 'control']),
        outboxId: z.int().nullable(),
        notBefore: ms.nullable(),
        /** It waits for a second person. */
        held: z.boolean(),
        journalId: z.string(),
      }),
    ),
}
