import { keepPreviousData, useQueries, useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { isByPriority, isShaped } from '../../../../shared/desk/pick.ts'
import type { IssueReach } from '../../../../shared/desk/reach.ts'
import type { QueueRow } from '../../../../shared/model/queue.ts'
import { BANDS, type Band } from '../../../../shared/vocabulary.ts'
import { useApi, useEngine } from '../../../api/client.tsx'
import { stillTrue } from '../../../api/still-true.ts'
import { filterOf } from '../../../state/list/standing.ts'
import { useSelection } from '../../../state/selection.ts'
import { hasBands, type Layout, layOut, PAGE, type Part, pagesOf } from './sections.ts'

/** The filter that the person has set, as the contract expects it. */
export function useFilter() {
  const view = useSelection(s => s.view)
  const category = useSelection(s => s.category)
  const search = useSelection(s => s.search.trim())
  const incident = useSelection(s => s.incident)
  const pick = useSelection(s => s.pick)
  const sort = useSelection(s => s.sort)
  const group = useSelection(s => s.group)
  return useMemo(
    () => filterOf({ view, category, search, incident, pick, sort, group }),
    [view, category, search, incident, pick, sort, group],
  )
}

/** The most matches that a search shows in one section. */
const FOUND = 500

/** How many rows of each section a search finds. They are counted here, because the engine's counters ignore the search text. */
function useFound(): { found: Record<Band, number>; pending: boolean } | null {
  const api = useApi()
  const filter = useFilter()
  const searching = 'search' in filter && !isShaped(filter)
  const answers = useQueries({
    queries: BANDS.map(band =>
      api.queue.list.queryOptions({
        input: { ...filter, band, offset: 0, limit: FOUND },
        enabled: searching,
        placeholderData: keepPreviousData,
      }),
    ),
  })
  if (!searching) return null
  const [today, week, later] = answers.map(answer => answer.data?.length ?? 0)
  return {
    found: { today: today ?? 0, week: week ?? 0, later: later ?? 0 },
    pending: answers.some(answer => answer.isPending || answer.isPlaceholderData),
  }
}

/** Whether the list of a filter is cut into sections by due date. */
export function isBanded(filter: ReturnType<typeof useFilter>): boolean {
  const state = filter.pick?.state
  return hasBands(filter.view) && isByPriority(filter) && (state === undefined || state === 'open')
}

/** Where a list begins whose sections have not been counted yet. */
export const firstPart = (filter: ReturnType<typeof useFilter>): Part => (isBanded(filter) ? 'today' : 'all')

/** What a page of a section's rows is asked for by. */
export const pageOf = (filter: ReturnType<typeof filterOf>, band: Part, page: number) => ({
  ...filter,
  ...(band === 'all' ? {} : { band }),
  offset: page * PAGE,
  limit: PAGE,
})

/** How many rows each section has, and where they lie. */
export function useLayout() {
  const api = useApi()
  const filter = useFilter()
  const shaped = isShaped(filter)
  const options = { input: filter, placeholderData: keepPreviousData }
  const plain = useQuery(api.queue.counts.queryOptions({ ...options, enabled: !shaped }))
  const counted = useQuery(api.worklist.counts.queryOptions({ ...options, enabled: shaped }))
  const counts = shaped ? counted : plain
  const searched = useFound()
  const bands = searched?.found ?? counts.data?.bands
  const banded = isBanded(filter)
  const [today = 0, week = 0, later = 0] = BANDS.map(band => bands?.[band] ?? 0)
  const layout = useMemo(
    () =>
      layOut(
        banded
          ? [
              { band: 'today', count: today },
              { band: 'week', count: week },
              { band: 'later', count: later },
            ]
          : [{ band: 'all', count: today + week + later }],
      ),
    [banded, today, week, later],
  )
  const settled = searched ? !searched.pending : counts.isSuccess && !counts.isPlaceholderData
  return { counts, layout, settled }
}

export interface QueueRows {
  /** A row that is in sight, or that was asked for before and has not changed since: a key may lead far away. */
  at(band: Part, offset: number): QueueRow | undefined
  /** The row of an issue, or of its customer where customers are one row. */
  positionOf(id: number): number | null
  /** What preflight says of starting it; undefined until that is known. */
  reachOf(id: number): IssueReach | undefined
  ready: boolean
  error: unknown
}

const mayBeStarted = ({ state }: QueueRow) => state === 'open' || state === 'snoozed'

/** The issues of some rows of which it is asked what may be started. */
export const reachAsked = (rows: readonly QueueRow[] = []): number[] => rows.filter(mayBeStarted).map(({ id }) => id)

/** Whether a row is that of an issue: its own, or that of its customer. */
export const holds = (row: QueueRow, id: number | null): boolean =>
  row.id === id || row.siblings.some(sibling => sibling.id === id)

/** The issues that a row stands for: its own, and the others of its customer. */
export const issuesOfRow = (row: QueueRow): number[] => [row.id, ...row.siblings.map(({ id }) => id)]

/** The rows at the given places, fetched a page at a time. Only the visible ones are requested. */
export function useRows(layout: Layout, wanted: readonly { band: Part; offset: number }[]): QueueRows {
  const { api, queries } = useEngine()
  const filter = useFilter()
  const pages = pagesOf(wanted)
  const inputs = pages.map(({ band, page }) => pageOf(filter, band, page))
  const shaped = isShaped(filter)
  const plain = useQueries({
    queries: shaped ? [] : inputs.map(input => api.queue.list.queryOptions({ input })),
  })
  const found = useQueries({
    queries: shaped ? inputs.map(input => api.worklist.rows.queryOptions({ input })) : [],
  })
  const answers = shaped ? found : plain
  const asked = answers.map(({ data }) => reachAsked(data))
  const reaches = useQueries({
    queries: asked.map(issueIds =>
      api.worklist.reach.queryOptions({
        input: { issueIds },
        enabled: issueIds.length > 0,
        placeholderData: keepPreviousData,
      }),
    ),
  })
  const reachOf = new Map(reaches.flatMap(({ data }) => data ?? []).map(one => [one.issueId, one]))
  const byPage = new Map(pages.map(({ band, page }, index) => [`${band}:${page}`, answers[index]?.data]))
  const keptPage = (band: Part, page: number): QueueRow[] | undefined => {
    const input = pageOf(filter, band, page)
    const key = shaped ? api.worklist.rows.queryKey({ input }) : api.queue.list.queryKey({ input })
    return stillTrue(queries, key)
  }
  return {
    at: (band, offset) => {
      const page = Math.floor(offset / PAGE)
      return (byPage.get(`${band}:${page}`) ?? keptPage(band, page))?.[offset % PAGE]
    },
    positionOf: id => {
      for (const [index, { band, page }] of pages.entries()) {
        const at = answers[index]?.data?.findIndex(row => holds(row, id)) ?? -1
        if (at >= 0) return layout.positionOf(band, page * PAGE + at)
      }
      return null
    },
    reachOf: id => reachOf.get(id),
    ready: answers.every(answer => !answer.isPending),
    error: answers.find(answer => answer.error)?.error ?? null,
  }
}
