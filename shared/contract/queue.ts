import { z } from 'zod'
import { queueCountsSchema, queueFilterSchema, queueRowSchema } from '../model/queue.ts'
import { call, page } from './call.ts'

export const queue = {
  list: call(
    'list predicted issues by priority',
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
  counts: call('count issues by view, category and due date', 'incident_issue', 'issue', 'issue_count')
    .input(queueFilterSchema)
    .output(queueCountsSchema),
  search: call('search accounts and issues by name', 'account', 'issue')
    .input(z.object({ text: z.string().min(1).max(200), limit: z.int().min(1).max(50).default(12) }))
    .output(
      z.array(z.object({ kind: z.enum(['account', 'issue']), id: z.int(), title: z.string(), detail: z.string() })),
    ),
}
