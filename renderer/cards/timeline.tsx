import { IconMail, IconMessage, IconNote } from '@tabler/icons-react'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Activity, memo, use, useEffect, useMemo, useRef, useState } from 'react'
import { TIMELINE_GROUPS, type TimelineGroup } from '../../shared/desk/timeline.ts'
import type { TimelineEntry } from '../../shared/model/account.ts'
import { LONGEST_SEARCH } from '../../shared/text/longest.ts'
import type { Category } from '../../shared/vocabulary.ts'
import { useApi } from '../api/client.tsx'
import { failureOf } from '../api/errors.ts'
import { ErrorNote } from '../parts/error-note.tsx'
import { Key, useKeyLabel } from '../parts/keys/key.tsx'
import { count } from '../parts/number.ts'
import { Shape } from '../parts/shape.tsx'
import { BarRows, useLast } from '../parts/skeleton.tsx'
import { exact, personZone, stamp } from '../parts/time.ts'
import { CATEGORY_WORDS } from '../parts/words.ts'
import { Scroller, useInSight } from '../state/in-sight.ts'
import { useKeys } from '../state/keys.tsx'
import { useRowHeights } from '../state/own/density.ts'
import { type Folded, foldRepeats } from './fold-repeats.ts'
import { timelineOptions } from './timeline-asked.ts'
import './cards.css'

const GROUP_WORDS: Record<TimelineGroup, string> = {
  events: 'Events',
  records: 'Records and tickets',
  acts: 'What we did',
  outcomes: 'Outcomes',
  notes: 'Notes',
}

function Glyph({ entry }: { entry: TimelineEntry }) {
  if (entry.kind === 'note') return <IconNote size={13} stroke={1.8} color="var(--ink-2)" aria-label="note" />
  if (/outreach|outbox|message|intervention|sent/.test(entry.kind))
    return <IconMail size={13} stroke={1.8} color="var(--accent)" aria-label="sent by us" />
  if (/ticket/.test(entry.kind))
    return <IconMessage size={13} stroke={1.8} color="var(--bad)" aria-label="sent by the customer" />
  if (entry.category) return <Shape category={entry.category} size={9} />
  return <i className="dot" />
}

const Entry = memo(function Entry({ entry, times, now }: Folded & { now: number }) {
  const detail = entry.detail && entry.title.includes(entry.detail) ? null : entry.detail
  return (
    <>
      <time title={exact(entry.at, personZone())}>{stamp(entry.at, now, personZone())}</time>
      <Glyph entry={entry} />
      <span className="t-what" title={detail ? `${entry.title} ${detail}` : entry.title}>
        <b>{entry.title}</b> <bdi>{detail}</bdi>
        {times > 1 ? <span className="quiet"> · {times} times</span> : null}
      </span>
    </>
  )
})

interface RowsProps {
  rows: readonly Folded[]
  now: number
  /** They answer an earlier filter; those of this one are loading. */
  isBusy: boolean
  onEnd: () => void
}

/** Rows in view only; more are asked for as the end comes near. */
function Rows({ rows, now, isBusy, onEnd }: RowsProps) {
  const list = useRef<HTMLOListElement>(null)
  const scroller = use(Scroller)
  const [margin, setMargin] = useState(0)
  const { entry } = useRowHeights()
  // Cards above grow and shrink without a word, so the place of the list is looked at after each draw; in the frame after
  // it, when that does not have the document laid out once more. Until then other rows than those in sight may be missing.
  useEffect(() => {
    const frame = requestAnimationFrame(() => {
      if (!scroller || !list.current) return
      const top = list.current.getBoundingClientRect().top - scroller.getBoundingClientRect().top + scroller.scrollTop
      if (Math.abs(top - margin) > 1) setMargin(top)
    })
    return () => cancelAnimationFrame(frame)
  })
  const { first, end } = useInSight(scroller, { count: rows.length, height: entry, margin, overscan: 12 })
  useEffect(() => {
    if (end >= rows.length) onEnd()
  }, [end, rows.length, onEnd])
  return (
    <ol ref={list} className="timeline-rows" aria-busy={isBusy} style={{ height: rows.length * entry }}>
      {rows.slice(first, end).map((row, n) => {
        const index = first + n
        return (
          // By its place: another account's entries are written into the elements that are there.
          <li
            key={index}
            aria-setsize={rows.length}
            aria-posinset={index + 1}
            style={{ transform: `translateY(${index * entry}px)` }}
          >
            <Entry {...row} now={now} />
          </li>
        )
      })}
    </ol>
  )
}

/** Everything that happened at an account, newest first: filtered by kind, or searched. `category`: of the issue in view. */
export function Timeline({ accountId, category, now }: { accountId: number; category: Category | null; now: number }) {
  const [only, setOnly] = useState<TimelineGroup | null>(null)
  const [ofCategory, setOfCategory] = useState(false)
  const [search, setSearch] = useState('')
  const field = useRef<HTMLInputElement>(null)
  const searchKey = useKeyLabel('issue.timeline_search')
  const timeline = useInfiniteQuery(timelineOptions(useApi(), { accountId, only, search: search.trim() }))
  const turn = () => {
    const at = only === null ? -1 : TIMELINE_GROUPS.indexOf(only)
    setOnly(TIMELINE_GROUPS[at + 1] ?? null)
  }
  useKeys([
    { act: 'issue.timeline', run: turn },
    { act: 'issue.timeline_search', run: () => field.current?.focus() },
  ])
  const { data, isPending } = timeline
  const drawn = useLast(data, isPending)
  const rows = useMemo(() => {
    const all = drawn?.pages.flatMap(page => page.entries) ?? []
    return foldRepeats(ofCategory ? all.filter(entry => entry.category === category || entry.category === null) : all)
  }, [drawn, ofCategory, category])
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = timeline
  const onEnd = () => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage()
  }
  return (
    <section className="card timeline" aria-label="Timeline">
      <h2>
        Timeline
        <small>{data ? `${count(data.pages[0]?.total ?? 0)} entries` : ''}</small>
      </h2>
      <div className="timeline-filter">
        <fieldset aria-label="Kinds of entries">
          {[null, ...TIMELINE_GROUPS].map(group => (
            <button
              type="button"
              key={group ?? 'all'}
              className={group === only ? 'chip on' : 'chip'}
              aria-pressed={group === only}
              onClick={() => setOnly(group)}
            >
              {group === null ? 'All' : GROUP_WORDS[group]}
              {group === null ? <Key of="issue.timeline" /> : null}
            </button>
          ))}
          {category ? (
            <button
              type="button"
              className={ofCategory ? 'chip on' : 'chip'}
              aria-pressed={ofCategory}
              onClick={() => setOfCategory(was => !was)}
            >
              Only {CATEGORY_WORDS[category].toLowerCase()}
            </button>
          ) : null}
        </fieldset>
        <input
          ref={field}
          className="in"
          type="search"
          aria-label="Search the timeline"
          placeholder={`Search · ${searchKey}`}
          maxLength={LONGEST_SEARCH}
          value={search}
          onChange={event => setSearch(event.currentTarget.value)}
        />
      </div>
      {timeline.error ? <ErrorNote failure={failureOf(timeline.error)} /> : null}
      {isPending ? <BarRows rows={4} height={25} /> : null}
      <Activity mode={isPending ? 'hidden' : 'visible'}>
        <Rows rows={rows} now={now} isBusy={timeline.isPlaceholderData} onEnd={onEnd} />
      </Activity>
      {data && rows.length === 0 ? (
        <p className="quiet">
          {search.trim() || only || ofCategory ? 'No entry fits the filter.' : 'No events at this account yet.'}
        </p>
      ) : null}
    </section>
  )
}
