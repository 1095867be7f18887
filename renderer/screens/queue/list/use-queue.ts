import { keepPreviousData, useQueries, useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { QueueRow } from '../../../../shared/model/queue.ts'
import { BANDS, type Band } from '../../../../shared/vocabulary.ts'
import { useApi } from '../../../api/client.tsx'
import { useSelection } from '../../../state/selection.ts'
import { hasBands, type Layout, layOut, PAGE, type Part, pagesOf } from './sections.ts'

/** The filter that the person has set, as the contract expects it. */
export function useFilter() {
  const view = useSelection(s => s.view)
  const category = useSelection(s => s.category)
  const search = useSelection(s => s.search.trim())
  const incident = useSelection(s => s.incident?.id)
  return useMemo(
    () => ({
      view,
      ...(category ? { category } : {}),
      ...(search ? { search } : {}),
      ...(incident ? { incident } : {}),
    }),
    [view, category, search, incident],
  )
}

/** The most matches that a search shows in one section. */
const FOUND = 500

/** How many rows of each section a search finds. They are counted here, because the engine's counters ignore the search text. */
function useFound(): { found: Record<Band, number>; pending: boolean } | null {
  const api = useApi()
  const filter = useFilter()
  const searching = 'search' in filter
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

/** How many rows each section has, and where they lie. */
export function useLayout() {
  const counts = useQuery(useApi().queue.counts.queryOptions({ input: useFilter(), placeholderData: keepPreviousData }))
  const searched = useFound()
  const bands = searched?.found ?? counts.data?.bands
  const banded = useSelection(s => hasBands(s.view))
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
  at(band: Part, offset: number): QueueRow | undefined
  positionOf(id: number): number | null
  ready: boolean
  error: unknown
}

/** The rows at the given places, fetched a page at a time. Only the visible ones are requested. */
export function useRows(layout: Layout, wanted: readonly { band: Part; offset: number }[]): QueueRows {
  const api = useApi()
  const filter = useFilter()
  const pages = pagesOf(wanted)
  const answers = useQueries({
    queries: pages.map(({ band, page }) =>
      api.queue.list.queryOptions({
        input: { ...filter, ...(band === 'all' ? {} : { band }), offset: page * PAGE, limit: PAGE },
      }),
    ),
  })
  const byPage = new Map(pages.map(({ band, page }, index) => [`${band}:${page}`, answers[index]?.data]))
  return {
    at: (band, offset) => byPage.get(`${band}:${Math.floor(offset / PAGE)}`)?.[offset % PAGE],
    positionOf: id => {
      for (const [index, { band, page }] of pages.entries()) {
        const found = answers[index]?.data?.findIndex(row => row.id === id) ?? -1
        if (found >= 0) return layout.positionOf(band, page * PAGE + found)
      }
      return null
    },
    ready: answers.every(answer => !answer.isPending),
    error: answers.find(answer => answer.error)?.error ?? null,
  }
}
