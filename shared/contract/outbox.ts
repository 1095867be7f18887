import { z } from 'zod'
import { approvalViewSchema } from '../intervention/approval.ts'
import {
  preflightSchema,
  unsentCountsSchema,
  unsentFilterSchema,
  unsentPeriodSchema,
  unsentSchema,
} from '../intervention/unsent.ts'
import { outboxItemSchema, outboxSummarySchema } from '../outbox/outbox.ts'
import { outgoingSchema } from '../outbox/outgoing.ts'
import { OUTBOX_STATES } from '../vocabulary.ts'
import { call, done, nothing, page } from './call.ts'

const answerSchema = z.object({
  ids: z.array(z.int().positive()).min(1).max(5_000),
  note: z.string().trim().max(2_000).default(''),
})
const answeredSchema = z.object({ answered: z.int(), journalId: z.string() })

export const outbox = {
  list: call('messages and where they stand', 'account', 'attempt', 'outbox', 'setting')
    .input(
      z.object({
        state: z.enum(OUTBOX_STATES).optional(),
        ...page,
      }),
    )
    .output(z.array(outboxItemSchema)),
  summary: call('what waits, since when, and why', 'attempt', 'outbox', 'setting').output(outboxSummarySchema),
  message: call('what a message says, or what a fix asks for, exactly as it leaves', 'outbox')
    .input(z.object({ id: z.int() }))
    .output(outgoingSchema),
  checks: call(
    'what was checked of a message, each time that it was looked at, the last time first',
    'outbox',
    'verdict',
  )
    .input(z.object({ id: z.int() }))
    .output(z.array(preflightSchema)),
  drain: call('send what may leave now')
    .input(nothing)
    .output(z.object({ sent: z.int(), later: z.int(), refused: z.int(), unsure: z.int() })),
  approvals: call(
    'messages that a second person must release, or those answered',
    'account',
    'approval',
    'intervention',
    'outbox',
  )
    .input(z.object({ answered: z.boolean().default(false), batchId: z.string().optional(), ...page }))
    .output(z.array(approvalViewSchema)),
  approve: call('release messages that wait for a second person').input(answerSchema).output(answeredSchema),
  decline: call('turn down messages that wait for a second person').input(answerSchema).output(answeredSchema),
  unsent: call('messages that were planned and did not leave, with why', 'account', 'outbox', 'unsent')
    .input(unsentFilterSchema.extend(page))
    .output(z.array(unsentSchema)),
  unsentCounts: call(
    'how many did not leave, by ending and by check; of the last 30 days',
    'outbox',
    'setting',
    'unsent',
  )
    .input(unsentPeriodSchema)
    .output(unsentCountsSchema),
  recall: call('take a message back before it leaves')
    .input(z.object({ id: z.int() }))
    .output(done),
  retry: call('put a refused message back in line')
    .input(z.object({ id: z.int() }))
    .output(done),
  settle: call('say what became of a message whose sending was cut off')
    .input(z.object({ id: z.int(), as: z.enum(['sent', 'send_again', 'cancel']) }))
    .output(done),
  allowReplay: call('let a workspace on a clock of its own send to real people')
    .input(z.object({ allowed: z.boolean() }))
    .output(done),
  pause: call('hold everything')
    .input(z.object({ paused: z.boolean() }))
    .output(done),
}
