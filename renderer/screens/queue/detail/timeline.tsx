import { IconMail, IconMessage } from '@tabler/icons-react'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { TimelineEntry } from '../../../../shared/model/account.ts'
import type { Category } from '../../../../shared/vocabulary.ts'
import { useApi } from '../../../api/client.tsx'
import { failureOf } from '../../../api/errors.ts'
import { ErrorNote } from '../../../parts/error-note.tsx'
import { count } from '../../../parts/number.ts'
import { Shape } from '../../../parts/shape.tsx'
import { BarRows } from '../../../parts/skeleton.tsx'
import { exact, personZone, stamp } from '../../../parts/time.ts'
import { CATEGORY_WORDS } from '../../../parts/words.ts'
import { useKeys } from '../../../state/keys.tsx'
import { foldRepeats } from './fold-repeats.ts'

const PAGE = 30

function Glyph({ entry }: { entry: TimelineEntry }) {
  if (/outreach|outbox|message|intervention|sent/.test(entry.kind))
    return <IconMail size={13} stroke={1.8} color="var(--accent)" aria-label="sent by us" />
  if (/ticket/.test(entry.kind))
    return <IconMessage size={13} stroke={1.8} color="var(--bad)" aria-label="sent by the customer" />
  if (entry.category) return <Shape category={entry.category} size={9} />
  return <i className="dot" />
}

function useTimeline(accountId: number) {
  const api = useApi()
  return useInfiniteQuery(
    api.account.timeline.infiniteOptions({
      input: (before: number | undefined) => ({
        id: accountId,
        limit: PAGE,
        ...(before === undefined ? {} : { before }),
      }),
      initialPageParam: undefined as number | undefined,
      getNextPageParam: last => (last.entries.length < PAGE ? undefined : last.entries.at(-1)?.at),
    }),
  )
}

/** Everything that happened at an account, newest first. */
export function Timeline({ accountId, category, now }: { accountId: number; category: Category | null; now: number }) {
  const timeline = useTimeline(accountId)
  const [only, setOnly] = useState(false)
  useKeys(
    category ? [{ keys: 't', label: 'filter the timeline', group: 'Issue', run: () => setOnly(was => !was) }] : [],
  )
  const all = timeline.data?.pages.flatMap(page => page.entries) ?? []
  const shown = foldRepeats(only ? all.filter(entry => entry.category === category || entry.category === null) : all)
  return (
    <section className="card timeline" aria-label="Timeline">
      <h2>
        Timeline
        <small>
          {timeline.data ? `${count(timeline.data.pages[0]?.total ?? 0)} entries${category ? ' · ' : ''}` : ''}
          {category ? (
            <button type="button" onClick={() => setOnly(!only)} aria-pressed={only}>
              <kbd>t</kbd> {only ? `only ${CATEGORY_WORDS[category].toLowerCase()}` : 'filter'}
            </button>
          ) : null}
        </small>
      </h2>
      {timeline.error ? <ErrorNote failure={failureOf(timeline.error)} /> : null}
      {timeline.isPending ? <BarRows rows={4} height={25} /> : null}
      <ol>
        {shown.map(({ entry, times }) => (
          <li key={entry.key}>
            <time title={exact(entry.at, personZone())}>{stamp(entry.at, now, personZone())}</time>
            <Glyph entry={entry} />
            <span className="t-what">
              <b>{entry.title}</b> {entry.detail && entry.title.includes(entry.detail) ? '' : entry.detail}
              {times > 1 ? <span className="quiet"> · {times} times</span> : null}
            </span>
          </li>
        ))}
      </ol>
      {timeline.data && all.length === 0 ? <p className="quiet">No events at this account yet.</p> : null}
      {timeline.hasNextPage ? (
        <button type="button" className="btn small plain" onClick={() => void timeline.fetchNextPage()}>
          {timeline.isFetchingNextPage ? 'Loading …' : 'Show earlier'}
        </button>
      ) : null}
    </section>
  )
}
