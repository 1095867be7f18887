import { z } from 'zod'
import { doubtfulTicketSchema, outcomeDetailSchema, outcomeSchema, referencedMessagesSchema } from '../model/outcome.ts'
import { call, done, page } from './call.ts'

export const outcome = {
  list: call('list interventions and their outcomes', 'account', 'intervention', 'issue', 'outbox', 'outcome')
    .input(z.object({ pending: z.boolean().default(true), ...page }))
    .output(z.array(outcomeDetailSchema)),
  confirm: call('confirm or correct an outcome')
    .input(z.object({ interventionId: z.string(), outcome: outcomeSchema }))
    .output(done),
  doubtful: call(
    'show a ticket of an outcome that looks like an automatic reply',
    'intervention',
    'object',
    'outcome',
    'setting',
  )
    .input(z.object({ interventionId: z.string() }))
    .output(doubtfulTicketSchema.nullable()),
  reference: call('find the message that a customer’s reference code names', 'account', 'outbox', 'setting')
    .input(z.object({ code: z.string().max(40) }))
    .output(referencedMessagesSchema),
  judgeTicket: call('say whether a ticket is an automatic reply')
    .input(z.object({ ticket: z.int().positive(), author: z.enum(['customer', 'automatic']) }))
    .output(done),
}
