import { useQuery } from '@tanstack/react-query'
import { useEffect, useLayoutEffect, useRef } from 'react'
import { useApi, useEngine } from '../../../api/client.tsx'
import { mayMove } from '../../../api/gate.ts'
import { useWorkspace } from '../../../state/now.ts'
import { useSelection } from '../../../state/selection.ts'
import { askAhead } from '../ask-ahead.ts'
import { followSelection } from './follow.ts'
import type { Layout } from './sections.ts'
import { isBanded, type QueueRows, useFilter } from './use-queue.ts'
import type { TallList } from './use-tall-list.ts'

/** Whether the sample's first evaluation is still running, so that the order of the rows is not final. */
function useFilling(): boolean {
  const sample = useWorkspace().data?.sample ?? false
  const tasks = useQuery(useApi().task.list.queryOptions())
  return sample && (tasks.data?.some(task => task.state === 'running') ?? false)
}

/** Where the list has an issue that was opened from elsewhere, far from the rows in sight; null where it has none. */
function useFarPosition(layout: Layout, id: number | null, asked: boolean): number | null {
  const filter = useFilter()
  const banded = isBanded(filter)
  const place = useQuery(
    useApi().worklist.place.queryOptions({
      input: { ...filter, issueId: id ?? 1, banded },
      enabled: asked && id !== null,
    }),
  )
  if (!asked || !place.data) return null
  return layout.positionOf(banded ? place.data.band : 'all', place.data.offset)
}

/** Keeps the selection on its issue, and the issue in place, while rows come and go around it. */
export function useFollow(
  { layout, rows, ready, rowHeight }: { layout: Layout; rows: QueueRows; ready: boolean; rowHeight: number },
  list: Pick<TallList, 'reveal' | 'shift'>,
) {
  const { activity } = useEngine()
  const { position, id, pinned, returning, chosen, choices } = useSelection()
  const filling = useFilling()
  const arrived = useRef(false)
  /** The choice whose row was brought into sight last. */
  const shown = useRef(-1)
  const isFar = ready && rows.ready && pinned && chosen && !returning && id !== null && rows.positionOf(id) === null
  const far = useFarPosition(layout, id, isFar)
  useLayoutEffect(() => {
    if (!ready || !rows.ready) return
    const idAt = (at: number) => {
      const place = layout.row(at)
      return place ? (rows.at(place.band, place.offset)?.id ?? null) : null
    }
    // The selection moves on after the person's own commands, and when the list changed while nobody worked in it.
    const own = mayMove(Date.now(), { ...activity, input: Number.POSITIVE_INFINITY })
    // A row that nobody selected gives way when the list is opened again, and while the sample is loading.
    const untouched = activity.input === 0 || (!chosen && (filling || !arrived.current))
    arrived.current = true
    const positionOf = (one: number) => rows.positionOf(one) ?? (one === id ? far : null)
    const listed = { rows: layout.rows, idAt, positionOf, own, untouched }
    const next = followSelection({ position, id, pinned: pinned && chosen, returning }, listed)
    if (next.position === position && next.id === id && next.pinned === pinned) return
    const moved = layout.indexOf(next.position) - layout.indexOf(position)
    useSelection.setState(next)
    const isSought = pinned && chosen && shown.current !== choices
    shown.current = choices
    if (returning || isSought) return list.reveal(layout.indexOf(next.position))
    if (next.id === id && moved !== 0) list.shift(moved * rowHeight)
  })
}

/** Asks for the issues that `j` and `k` lead to while the person reads this one, so that they are there at once. */
export function useNeighbours(ids: readonly (number | null)[], current: number | null) {
  const engine = useEngine()
  const [next, previous] = ids
  useEffect(() => {
    if (current === null) return
    for (const id of [next, previous]) if (id !== null && id !== undefined) void askAhead(engine, id)
  }, [engine, current, next, previous])
}
