import { z } from 'zod'
import { journalRowSchema } from '../model/journal.ts'
import { call, page } from './call.ts'

export const journal = {
  list: call('list decisions, newest first', 'journal').input(z.object(page)).output(z.array(journalRowSchema)),
  verify: call('verify the chain of hashes').output(
    z.object({ rows: z.int(), intact: z.boolean(), brokenAt: z.int().nullable() }),
  ),
  undo: call('undo a decision, by default the last one')
    .input(z.object({ id: z.string().optional() }))
    .output(z.object({ undone: z.string(), journalId: z.string() })),
}
