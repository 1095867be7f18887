import { z } from 'zod'
import { journalEntrySchema, journalStateSchema } from '../model/journal.ts'
import { call, page } from './call.ts'

export const journal = {
  list: call('decisions, newest first', 'journal', 'issue', 'outbox')
    .input(z.object(page))
    .output(z.array(journalEntrySchema)),
  verify: call('check the chain of hashes of each device').output(journalStateSchema),
  undo: call('take back a decision, or the last one')
    .input(z.object({ id: z.string().optional() }))
    .output(z.object({ undone: z.string(), journalId: z.string() })),
}
