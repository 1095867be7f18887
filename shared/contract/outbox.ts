import { z } from 'zod'
import { approvalViewSchema } from '../intervention/approval.ts'
import { preflightSchema, unsentCountsSchema, unsentFilterSchema, unsentSchema } from '../intervention/unsent.ts'
import { ms } from '../model/values.ts'
import { outboxEntrySchema, outboxOverviewSchema } from '../outbox/outbox.ts'
import { outgoingSchema } from '../outbox/outgoing.ts'
import { periodSchema } from '../period.ts'
import { OUTBOX_STATES } from '../vocabulary.ts'
import { call, done, nothing, page } from './call.ts'

const answerSchema = z.object({
  ids: z.array(z.int().positive()).min(1).max(5_000),
  note: z.string().trim().max(2_000).default(''),
})
const answeredSchema = z.object({ answered: z.int(), journalId: z.string() })

export const outbox = {
  list: call('list messages and fixes by state', 'account', 'attempt', 'outbox', 'setting')
    .input(
      z.object({
        state: z.enum(OUTBOX_STATES).optional(),
        ...page,
      }),
    )
    .output(z.array(outboxEntrySchema)),
  summary: call(
    'count messages by state, and show why they wait',
    'attempt',
    'outbox',
    'outbox_count',
    'setting',
  ).output(outboxOverviewSchema),
  message: call('show a message or fix exactly as it is sent', 'outbox')
    .input(z.object({ id: z.int() }))
    .output(outgoingSchema),
  checks: call('list the preflight results of a message, newest first', 'outbox', 'verdict')
    .input(z.object({ id: z.int() }))
    .output(z.array(preflightSchema)),
  drain: call('send all messages that are due')
    .input(nothing)
    .output(z.object({ sent: z.int(), later: z.int(), refused: z.int(), unsure: z.int() })),
  approvals: call(
    'list messages that wait for approval, or those already answered',
    'account',
    'approval',
    'intervention',
    'outbox',
  )
    .input(z.object({ answered: z.boolean().default(false), batchId: z.string().optional(), ...page }))
    .output(z.array(approvalViewSchema)),
  approve: call('approve messages').input(answerSchema).output(answeredSchema),
  decline: call('decline messages that wait for approval').input(answerSchema).output(answeredSchema),
  unsent: call('list planned messages that were not sent, with the reason', 'account', 'outbox', 'unsent')
    .input(unsentFilterSchema.extend(page))
    .output(z.array(unsentSchema)),
  unsentCounts: call('count messages that were not sent, by result and by check', 'outbox', 'unsent')
    .input(periodSchema)
    .output(unsentCountsSchema),
  acceptUnsent: call('accept messages that were not sent as gone, so that the list no longer shows them')
    .input(
      z.object({
        from: ms.optional(),
        upTo: ms,
        check: unsentFilterSchema.shape.check,
        ended: unsentFilterSchema.shape.ended,
      }),
    )
    .output(done.extend({ accepted: z.int() })),
  recall: call('recall a message before it is sent')
    .input(z.object({ id: z.int() }))
    .output(done),
  retry: call('retry a refused message')
    .input(z.object({ id: z.int() }))
    .output(done),
  settle: call('settle an unsure message: sent, send again, or cancel')
    .input(z.object({ id: z.int(), as: z.enum(['sent', 'send_again', 'cancel']) }))
    .output(done),
  allowReplay: call('allow or hold sending to real people in replay mode')
    .input(z.object({ allowed: z.boolean() }))
    .output(done),
  pause: call('pause or resume all sending')
    .input(z.object({ paused: z.boolean() }))
    .output(done),
}
