import { memo, useEffect, useRef, useState } from 'react'
import { failureOf } from '../../../api/errors.ts'
import { ErrorNote } from '../../../parts/error-note.tsx'
import { Key } from '../../../parts/keys/key.tsx'
import { count } from '../../../parts/number.ts'
import { toast } from '../../../parts/toast.tsx'
import { BAND_WORDS } from '../../../parts/words.ts'
import { useKeys } from '../../../state/keys.tsx'
import { useLive } from '../../../state/live.ts'
import { useNow, useWorkspace } from '../../../state/now.ts'
import { useRowHeights } from '../../../state/own/density.ts'
import { useReady } from '../../../state/ready.ts'
import { useSelection } from '../../../state/selection.ts'
import { useEnds } from './ask-ends.ts'
import { BulkBar } from './bulk-bar.tsx'
import { IncidentLine } from './incident-line.tsx'
import { IssueRow, RowSkeleton } from './issue-row.tsx'
import { ListEmpty } from './list-empty.tsx'
import { ListHead } from './list-head.tsx'
import { useListKeys } from './list-keys.ts'
import { issueRowKeys } from './row-keys.ts'
import { spokenRow } from './row-words.ts'
import { DeskBar } from './shape/desk-bar.tsx'
import { useDragList } from './shape/save-list.ts'
import { TasksLine } from './tasks-line.tsx'
import { useFollow, useNeighbours } from './use-follow.ts'
import { firstPart, holds, issuesOfRow, useFilter, useLayout, useRows } from './use-queue.ts'
import { useTallList } from './use-tall-list.ts'

/** The queue: sections by due date, rows by priority. Any number of rows. */
export const IssueList = memo(function IssueList() {
  const scroller = useRef<HTMLDivElement>(null)
  const { counts, layout, settled } = useLayout()
  const workspace = useWorkspace()
  const now = useNow()
  const { position, id, checked } = useSelection()
  const heights = useRowHeights()
  const tall = useTallList(layout, heights, scroller)
  const filter = useFilter()
  // biome-ignore lint/correctness/useExhaustiveDependencies: another list starts at its top
  useEffect(() => {
    tall.rewind()
  }, [filter])
  const items = tall.items.map(item => ({ item, place: layout.at(item.index) }))
  const selectedPlace = layout.row(position)
  const drawn = items.flatMap(({ place }) => (place.kind === 'row' ? [place] : []))
  // Before anything is counted, the first rows are asked for beside the counts.
  const wanted = drawn.length > 0 || settled ? drawn : [{ band: firstPart(filter), offset: 0 }]
  const rows = useRows(layout, selectedPlace ? [selectedPlace, ...wanted] : wanted)
  const inSight = items.map(({ item, place }) => ({
    ...{ item, place },
    row: place.kind === 'row' ? rows.at(place.band, place.offset) : undefined,
  }))
  const keys = issueRowKeys(inSight.map(({ place, row }) => ({ place, id: row?.id })))
  useFollow({ layout, rows, ready: settled, rowHeight: heights.row }, tall)
  useReady('list', settled && rows.ready)

  const idAt = (at: number): number | null => {
    const place = layout.row(at)
    return place ? (rows.at(place.band, place.offset)?.id ?? null) : null
  }
  const [arithmetic, setArithmetic] = useState(false)
  const drag = useDragList()
  const selectedRow = selectedPlace && rows.at(selectedPlace.band, selectedPlace.offset)
  const isBetween = Boolean(selectedRow && !holds(selectedRow, id))
  useEnds(layout, settled && rows.ready)
  useNeighbours([idAt(isBetween ? position : position + 1), idAt(position - 1)], id)
  useListKeys({
    rows: layout.rows,
    idAt,
    row: selectedRow ?? undefined,
    // Above the first row stands the head of its section.
    reveal: at => tall.reveal(at === 0 ? 0 : layout.indexOf(at)),
    arithmetic: { isShown: arithmetic, show: setArithmetic },
  })

  return (
    <section className="list" aria-label="Predicted issues">
      <ListHead counts={counts.data} />
      <DeskBar lookedAt={counts.data?.lookedAt ?? null} />
      <BulkBar />
      <IncidentLine />
      <TasksLine />
      <Pending />
      <p className="sr" aria-live="polite">
        {selectedRow && !isBetween ? spokenRow(selectedRow, position + 1, layout.rows) : ''}
      </p>
      {counts.error ? <ErrorNote failure={failureOf(counts.error)} /> : null}
      {rows.error ? <ErrorNote failure={failureOf(rows.error)} /> : null}
      {counts.isPending ? <Loading /> : null}
      {settled && layout.rows === 0 && id !== null ? <ListEmpty /> : null}
      <div className="rows" ref={scroller} tabIndex={-1}>
        <ul className="rows-inner" style={{ height: tall.height }}>
          {inSight.map(({ item, place, row }, n) => {
            return (
              <li
                className="place"
                key={keys[n]}
                // Only the rows in sight are in the document: what is read aloud counts all of them.
                aria-setsize={place.kind === 'header' ? undefined : layout.rows}
                aria-posinset={place.kind === 'header' ? undefined : place.position + 1}
                style={{ height: item.size, transform: `translateY(${item.start}px)` }}
                {...(row ? drag(checked.has(row.id) ? 'selection' : issuesOfRow(row)) : {})}
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
                    selected={holds(row, id)}
                    shown={holds(row, id) ? id : null}
                    reach={rows.reachOf(row.id)}
                    arithmetic={arithmetic}
                    checked={[row, ...row.siblings].every(one => checked.has(one.id))}
                  />
                ) : (
                  <RowSkeleton />
                )}
              </li>
            )
          })}
        </ul>
      </div>
    </section>
  )
})

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
  const { pending, above, show, hold } = useLive()
  useEffect(() => {
    hold(true)
    return () => hold(false)
  }, [hold])
  useKeys([
    {
      act: 'queue.refresh',
      run: pending ? show : () => toast('The queue is up to date'),
    },
  ])
  return (
    <div className="pending" aria-live="polite">
      {pending ? (
        <button type="button" onClick={show}>
          {above > 0 ? `${count(above)} new above · show` : 'The queue has changed · refresh'}{' '}
          <Key of="queue.refresh" />
        </button>
      ) : null}
    </div>
  )
}
