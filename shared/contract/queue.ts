import { z } from 'zod'
import { queueCountsSchema, queueFilterSchema, queueRowSchema } from '../model/queue.ts'
import { call, page } from './call.ts'

export const queue = {
  list: call(
    'predicted issues in order of priority',
    'account',
    'incident',
    'incident_issue',
    'intervention',
    'issue',
    'issue_count',
    'outcome',
  )
    .input(queueFilterSchema.extend(page))
    .output(z.array(queueRowSchema)),
  counts: call(
    'how many issues each view, category and band holds',
    'incident_issue',
    'intervention',
    'issue',
    'issue_count',
    'outcome',
  )
    .input(queueFilterSchema)
    .output(queueCountsSchema),
  search: call('accounts and issues by name', 'account', 'issue')
    .input(z.object({ text: z.string().min(1).max(200), limit: z.int().min(1).max(50).default(12) }))
    .output(
      z.array(z.object({ kind: z.enum(['account', 'issue']), id: z.int(), title: z.string(), detail: z.string() })),
    ),
}
