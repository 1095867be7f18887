import { z } from 'zod'
import { outcomeSchema, outcomeViewSchema } from '../model/outcome.ts'
import { call, done, page } from './call.ts'

export const outcome = {
  list: call('list interventions and their outcomes', 'account', 'intervention', 'issue', 'outbox', 'outcome')
    .input(z.object({ pending: z.boolean().default(true), ...page }))
    .output(z.array(outcomeViewSchema)),
  confirm: call('confirm or correct an outcome')
    .input(z.object({ interventionId: z.string(), outcome: outcomeSchema }))
    .output(done),
}
