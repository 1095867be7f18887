import { z } from 'zod'
import { LINKED, LONGEST_LINK } from '../deep-link.ts'
import { ticketPageSchema } from '../desktop/ticket-page.ts'
import { queueCountsSchema, queueFilterSchema, queueRowSchema } from '../model/queue.ts'
import { hitSchema } from '../model/search.ts'
import { LONGEST_SEARCH } from '../text/longest.ts'
import { call, page } from './call.ts'

const linkedRow = z.object({ kind: z.enum(LINKED), id: z.int().positive() })

export const queue = {
  list: call(
    'list predicted issues by priority',
    'account',
    'incident',
    'incident_issue',
    'incident_size',
    'intervention',
    'issue',
    'issue_count',
    'note',
    'outbox',
    'outcome',
    'promise',
    'words_account',
  )
    .input(queueFilterSchema.extend(page))
    .output(z.array(queueRowSchema)),
  counts: call('count issues by view, category and due date', 'incident_issue', 'issue', 'issue_count')
    .input(queueFilterSchema)
    .output(queueCountsSchema),
  link: call('show the link to an issue or an account, which works on every computer of the team', 'account', 'issue')
    .input(linkedRow)
    .output(z.object({ link: z.string() })),
  followLink: call('show which issue or account a link leads to', 'account', 'issue')
    .input(z.object({ link: z.string().max(LONGEST_LINK) }))
    .output(linkedRow),
  ticketPage: call('show where the newest ticket of an account is in the helpdesk', 'object', 'setting', 'source')
    .input(z.object({ accountId: z.int().positive() }))
    .output(ticketPageSchema.nullable()),
  search: call(
    'find accounts, issues, contacts, objects, messages and notes by their words',
    'account',
    'contact',
    'issue',
    'note',
    'object',
    'outbox',
    'words_account',
    'words_contact',
    'words_issue',
    'words_note',
    'words_object',
    'words_outbox',
  )
    .input(z.object({ text: z.string().min(1).max(LONGEST_SEARCH), limit: z.int().min(1).max(50).default(12) }))
    .output(z.array(hitSchema)),
}
