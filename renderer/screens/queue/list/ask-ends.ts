import { useEffect } from 'react'
import { isShaped } from '../../../../shared/desk/pick.ts'
import { AHEAD, type Engine, useEngine } from '../../../api/client.tsx'
import { askAhead } from '../ask-ahead.ts'
import { type Layout, PAGE, pagesOf } from './sections.ts'
import { pageOf, reachAsked, useFilter } from './use-queue.ts'

/** How long a list stands before its ends are asked for, ms: what is in sight, and the issues beside it, come first. */
const STANDS_MS = 3_000
/** More rows than a window shows. */
const IN_SIGHT = 40

/** Asks for what `Home` and `End` lead to: the rows there, what may be started of them, and the first and the last issue. */
export async function askEnds(engine: Engine, filter: ReturnType<typeof useFilter>, layout: Layout): Promise<void> {
  const { api, queries } = engine
  const last = layout.rows - 1
  const seen = [0, IN_SIGHT, last - IN_SIGHT, last].flatMap(position => layout.row(position) ?? [])
  for (const { band, page } of pagesOf(seen)) {
    const asked = api.queue.list.queryOptions({ input: pageOf(filter, band, page) })
    await queries.prefetchQuery({ ...asked, ...AHEAD })
    const issueIds = reachAsked(queries.getQueryData(asked.queryKey))
    if (issueIds.length > 0)
      await queries.prefetchQuery({ ...api.worklist.reach.queryOptions({ input: { issueIds } }), ...AHEAD })
  }
  for (const position of [0, last]) {
    const place = layout.row(position)
    if (!place) continue
    const { band, offset } = place
    const input = pageOf(filter, band, Math.floor(offset / PAGE))
    const row = queries.getQueryData(api.queue.list.queryKey({ input }))?.[offset % PAGE]
    if (row) await askAhead(engine, row.id, AHEAD)
  }
}

/** Does so once for each list that a person stays with, in spare time. Lists in an order of their own take a thread to count. */
export function useEnds(layout: Layout, isThere: boolean): void {
  const engine = useEngine()
  const filter = useFilter()
  const isLong = isThere && layout.rows > PAGE && !isShaped(filter)
  // biome-ignore lint/correctness/useExhaustiveDependencies: not again for each row that comes or goes
  useEffect(() => {
    if (!isLong) return
    let spare = 0
    const timer = setTimeout(() => {
      spare = requestIdleCallback(() => void askEnds(engine, filter, layout))
    }, STANDS_MS)
    return () => {
      clearTimeout(timer)
      cancelIdleCallback(spare)
    }
  }, [engine, filter, isLong])
}
