import { z } from 'zod'
import { journalEntrySchema, journalStateSchema } from '../model/journal.ts'
import { call, page } from './call.ts'

export const journal = {
  list: call(
    'list decisions, newest first',
    ...(['journal', 'issue', 'outbox', 'account', 'contact', 'incident', 'outage', 'source'] as const),
  )
    .input(z.object(page))
    .output(z.array(journalEntrySchema)),
  verify: call('verify the chain of hashes, and on request the effects by a replay')
    .input(z.object({ replay: z.boolean().default(false) }).optional())
    .output(journalStateSchema),
  undo: call('undo a decision, by default the last one')
    .input(z.object({ id: z.string().optional() }))
    .output(z.object({ undone: z.string(), journalId: z.string() })),
}
