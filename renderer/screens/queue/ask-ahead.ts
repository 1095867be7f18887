import { own } from '../../../shared/foreign/own.ts'
import type { Engine } from '../../api/client.tsx'
import { timelineOptions } from '../../cards/timeline-asked.ts'
import { draftKey, NO_DRAFT, useDrafts } from '../../state/drafts.ts'
import { TAKEN_UP } from './act/taken-up.ts'
import { previewOptions, suggestedFirst } from './act/use-outreach.ts'

/**
 * Asks for all that is shown of an issue, so that it is there at once when a key leads to it. What is there is not asked again.
 * `kept`: for how long it is kept until then, where that is not the usual time, ms.
 */
export async function askAhead({ api, queries }: Engine, id: number, kept: { gcTime?: number } = {}): Promise<void> {
  const issue = api.issue.get.queryOptions({ input: { id } })
  await queries.prefetchQuery({ ...issue, ...kept })
  const detail = queries.getQueryData(issue.queryKey)
  if (!detail) return
  const accountId = detail.account.id
  void queries.prefetchQuery({ ...api.model.history.queryOptions({ input: { issueId: id } }), ...kept })
  void queries.prefetchQuery({ ...api.issue.similar.queryOptions({ input: { id } }), ...kept })
  void queries.prefetchQuery({ ...api.desk.about.queryOptions({ input: { issueId: id } }), ...kept })
  void queries.prefetchInfiniteQuery({ ...timelineOptions(api, { accountId, only: null, search: '' }), ...kept })
  if (detail.row.category === 'fulfilment')
    void queries.prefetchQuery({ ...api.account.arrivals.queryOptions({ input: { id: accountId } }), ...kept })
  if (TAKEN_UP[detail.row.state]) return
  const { playbook, byKey } = useDrafts.getState()
  const playbookId = playbook[id] ?? suggestedFirst(detail)
  if (playbookId === null) return
  const draft = own(byKey, draftKey(id, playbookId)) ?? NO_DRAFT
  void queries.prefetchQuery({ ...previewOptions(api, id, playbookId, draft), ...kept })
}
