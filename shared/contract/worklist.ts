import { z } from 'zod'
import { FACETS, facetAnswerSchema } from '../desk/facet.ts'
import { hoursAnswerSchema, hoursAskSchema } from '../desk/hours.ts'
import { issueReachSchema } from '../desk/reach.ts'
import { listedViewSchema, viewNameSchema, viewShapeSchema } from '../desk/saved-view.ts'
import { queueCountsSchema, queueFilterSchema, queueRowSchema } from '../model/queue.ts'
import { BANDS } from '../vocabulary.ts'
import { call, done, issueId, page } from './call.ts'
import { DECIDED_BY, type Read } from './whole/reads.ts'

const LISTED: readonly Read[] = [
  'incident',
  'incident_issue',
  'incident_size',
  'note',
  'outcome',
  'promise',
  'words_account',
]
const COUNTED: readonly Read[] = ['incident_issue', 'issue_count', 'words_account']

const ids = z.array(issueId).min(1).max(500)

export const worklist = {
  rows: call('list predicted issues, filtered, sorted or grouped by account', ...DECIDED_BY, ...LISTED)
    .input(queueFilterSchema.extend(page))
    .output(z.array(queueRowSchema)),
  counts: call('count the rows of a filtered, sorted or grouped list', ...DECIDED_BY, ...COUNTED)
    .input(queueFilterSchema)
    .output(queueCountsSchema),
  facet: call('list the values that a filter can ask for, with how many issues have each', ...DECIDED_BY)
    .input(queueFilterSchema.extend({ facet: z.enum(FACETS) }))
    .output(facetAnswerSchema),
  hours: call('pick the work that avoids most within some minutes', ...DECIDED_BY)
    .input(queueFilterSchema.extend(hoursAskSchema.shape))
    .output(hoursAnswerSchema),
  reach: call('show what starting the playbook of each issue would come to now, and why', ...DECIDED_BY)
    .input(z.object({ issueIds: ids }))
    .output(z.array(issueReachSchema)),
  place: call(
    'show where in a list an issue is; nothing where it is not in it',
    ...DECIDED_BY,
    'incident_issue',
    'words_account',
  )
    .input(queueFilterSchema.extend({ issueId, banded: z.boolean() }))
    .output(z.object({ band: z.enum(BANDS), offset: z.int().nonnegative() }).nullable()),
  standing: call('show which of some issues a list still holds')
    .input(queueFilterSchema.extend({ issueIds: z.array(issueId).max(5_000) }))
    .output(z.array(issueId)),
  views: call('list your saved views; one that cannot be read says why', 'setting').output(z.array(listedViewSchema)),
  saveView: call('save a view of the queue under a name, or change one')
    .input(z.object({ id: z.string().optional(), name: viewNameSchema, shape: viewShapeSchema }))
    .output(done.extend({ id: z.string() })),
  removeView: call('remove a saved view')
    .input(z.object({ id: z.string() }))
    .output(done),
}
