import type { Engine } from '../../../api/client.tsx'
import { isIssueWindow } from '../../../desktop/issue-window.ts'
import { filterOf } from '../../../state/list/standing.ts'
import { parseRoute } from '../../../state/route.ts'
import { useSelection } from '../../../state/selection.ts'
import { firstPart, pageOf } from './use-queue.ts'

/**
 * Asks for what the first rows need before anything is drawn. The engine answers one question after the other, and the frame
 * around the list asks a dozen that can wait.
 */
export function askFirst({ api, queries }: Engine): void {
  const { screen, rest } = parseRoute(window.location.hash)
  if (isIssueWindow() || screen !== 'queue' || rest !== null) return
  const filter = filterOf(useSelection.getState())
  void queries.prefetchQuery(api.workspace.info.queryOptions())
  void queries.prefetchQuery(api.queue.counts.queryOptions({ input: filter }))
  void queries.prefetchQuery(api.queue.list.queryOptions({ input: pageOf(filter, firstPart(filter), 0) }))
}
