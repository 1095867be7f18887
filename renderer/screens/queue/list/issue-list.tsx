import { useQuery } from '@tanstack/react-query'
import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useLayoutEffect, useRef } from 'react'
import { useApi, useEngine } from '../../../api/client.tsx'
import { failureOf } from '../../../api/errors.ts'
import { mayMove } from '../../../api/gate.ts'
import { ErrorNote } from '../../../parts/error-note.tsx'
import { count } from '../../../parts/number.ts'
import { BAND_WORDS } from '../../../parts/words.ts'
import { useKeys } from '../../../state/keys.tsx'
import { useLive } from '../../../state/live.ts'
import { useNow, useWorkspace } from '../../../state/now.ts'
import { useReady } from '../../../state/ready.ts'
import { useSelection } from '../../../state/selection.ts'
import { BulkBar } from './bulk-bar.tsx'
import { followSelection } from './follow.ts'
import { IncidentLine } from './incident-line.tsx'
import { IssueRow, RowSkeleton } from './issue-row.tsx'
import { ListEmpty } from './list-empty.tsx'
import { ListHead } from './list-head.tsx'
import type { Layout } from './sections.ts'
import { TasksLine } from './tasks-line.tsx'
import { type QueueRows, useFilter, useLayout, useRows } from './use-queue.ts'

const ROW = 58
const HEADER = 28

/** Whether the sample's first evaluation is still running, so that the order of the rows is not final. */
function useFilling(): boolean {
  const sample = useWorkspace().data?.sample ?? false
  const tasks = useQuery(useApi().task.list.queryOptions())
  return sample && (tasks.data?.some(task => task.state === 'running') ?? false)
}

/** Keeps the selection on its issue, and the issue in place, while rows come and go around it. */
function useFollow(
  { layout, rows, ready }: { layout: Layout; rows: QueueRows; ready: boolean },
  scroller: React.RefObject<HTMLDivElement | null>,
  reveal: (index: number) => void,
) {
  const { activity } = useEngine()
  const { position, id, pinned, returning, chosen } = useSelection()
  const filling = useFilling()
  const arrived = useRef(false)
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
    const listed = { rows: layout.rows, idAt, positionOf: rows.positionOf, own, untouched }
    const next = followSelection({ position, id, pinned: pinned && chosen, returning }, listed)
    if (next.position === position && next.id === id && next.pinned === pinned) return
    const moved = layout.indexOf(next.position) - layout.indexOf(position)
    useSelection.setState(next)
    if (returning) return reveal(layout.indexOf(next.position))
    if (next.id === id && moved !== 0 && scroller.current && scroller.current.scrollTop > 0)
      scroller.current.scrollTop += moved * ROW
  })
}

/** Fetches the issues that `j` and `k` lead to while the person reads this one, so that they are there at once. */
function useNeighbours(ids: readonly (number | null)[], current: number | null) {
  const { api, queries } = useEngine()
  const [next, previous] = ids
  useEffect(() => {
    if (current === null) return
    for (const id of [next, previous])
      if (id !== null && id !== undefined) void queries.prefetchQuery(api.issue.get.queryOptions({ input: { id } }))
  }, [api, queries, current, next, previous])
}

/** The queue: sections by due date, rows by priority. Any number of rows. */
export function IssueList() {
  const scroller = useRef<HTMLDivElement>(null)
  const { counts, layout, settled } = useLayout()
  const workspace = useWorkspace()
  const now = useNow()
  const { position, id, checked, select, check } = useSelection()
  const virtual = useVirtualizer({
    count: layout.size,
    getScrollElement: () => scroller.current,
    estimateSize: index => (layout.at(index).kind === 'header' ? HEADER : ROW),
    overscan: 8,
  })
  const filter = useFilter()
  // biome-ignore lint/correctness/useExhaustiveDependencies: another list starts at its top
  useEffect(() => {
    if (scroller.current) scroller.current.scrollTop = 0
  }, [filter])
  // biome-ignore lint/correctness/useExhaustiveDependencies: sizes change exactly when the layout does
  useEffect(() => virtual.measure(), [layout])
  const items = virtual.getVirtualItems().map(item => ({ item, place: layout.at(item.index) }))
  const selectedPlace = layout.row(position)
  const wanted = items.flatMap(({ place }) => (place.kind === 'row' ? [place] : []))
  const rows = useRows(layout, selectedPlace ? [selectedPlace, ...wanted] : wanted)
  useFollow({ layout, rows, ready: settled }, scroller, index => virtual.scrollToIndex(index, { align: 'auto' }))
  useReady(settled && rows.ready && workspace.isSuccess)

  const idAt = (at: number): number | null => {
    const place = layout.row(at)
    return place ? (rows.at(place.band, place.offset)?.id ?? null) : null
  }
  useNeighbours([idAt(position + 1), idAt(position - 1)], id)
  const move = (by: number, extend = false) => {
    if (layout.rows === 0) return
    const next = Math.max(0, Math.min(layout.rows - 1, position + by))
    if (extend)
      check(
        [idAt(position), idAt(next)].filter(found => found !== null),
        true,
      )
    select(next, idAt(next))
    virtual.scrollToIndex(next === 0 ? 0 : layout.indexOf(next), { align: 'auto' })
  }
  const here = { group: 'Queue', repeat: true }
  useKeys([
    { keys: 'j', label: 'next issue', ...here, run: () => move(1) },
    { keys: 'k', label: 'previous issue', ...here, run: () => move(-1) },
    { keys: 'arrowdown', label: 'next issue', ...here, hidden: true, run: () => move(1) },
    { keys: 'arrowup', label: 'previous issue', ...here, hidden: true, run: () => move(-1) },
    { keys: 'pagedown', label: 'next page', ...here, hidden: true, run: () => move(10) },
    { keys: 'pageup', label: 'previous page', ...here, hidden: true, run: () => move(-10) },
    { keys: 'home', label: 'first issue', ...here, hidden: true, run: () => move(-layout.rows) },
    { keys: 'end', label: 'last issue', ...here, hidden: true, run: () => move(layout.rows) },
    { keys: 'shift+j', label: 'extend the selection down', ...here, run: () => move(1, true) },
    { keys: 'shift+k', label: 'extend the selection up', ...here, run: () => move(-1, true) },
    {
      keys: 'x',
      label: 'select the issue',
      group: 'Queue',
      run: () => id !== null && check([id], !checked.has(id)),
    },
  ])

  return (
    <section className="list" aria-label="Predicted issues">
      <ListHead counts={counts.data} />
      <BulkBar />
      <IncidentLine />
      <TasksLine />
      <Pending />
      {counts.error ? <ErrorNote failure={failureOf(counts.error)} /> : null}
      {rows.error ? <ErrorNote failure={failureOf(rows.error)} /> : null}
      {counts.isPending ? <Loading /> : null}
      {settled && layout.rows === 0 ? <ListEmpty /> : null}
      <div className="rows" ref={scroller} tabIndex={-1}>
        <div className="rows-inner" style={{ height: virtual.getTotalSize() }}>
          {items.map(({ item, place }) => {
            const row = place.kind === 'row' ? rows.at(place.band, place.offset) : undefined
            return (
              <div
                className="place"
                key={place.kind === 'header' ? `h:${place.band}` : `${place.band}:${place.offset}`}
                style={{ height: item.size, transform: `translateY(${item.start}px)` }}
              >
                {place.kind === 'header' ? (
                  <div className="band">
                    <h2>{BAND_WORDS[place.band]}</h2>
                    <span>{count(place.count)}</span>
                  </div>
                ) : row ? (
                  <IssueRow
                    row={row}
                    now={now}
                    me={workspace.data?.actor ?? ''}
                    position={place.position}
                    selected={row.id === id}
                    checked={checked.has(row.id)}
                  />
                ) : (
                  <RowSkeleton />
                )}
              </div>
            )
          })}
        </div>
      </div>
    </section>
  )
}

function Loading() {
  return (
    <div role="status" aria-label="Loading the queue">
      {[0, 1, 2, 3, 4, 5, 6, 7].map(row => (
        <RowSkeleton key={row} />
      ))}
    </div>
  )
}

/** Announces a change from elsewhere instead of moving rows under the cursor. */
function Pending() {
  const { pending, show, hold } = useLive()
  useEffect(() => {
    hold(true)
    return () => hold(false)
  }, [hold])
  useKeys([{ keys: 'r', label: 'refresh the queue', group: 'Queue', run: show }])
  return (
    <div className="pending" aria-live="polite">
      {pending ? (
        <button type="button" onClick={show}>
          The queue has changed · refresh <kbd>r</kbd>
        </button>
      ) : null}
    </div>
  )
}
