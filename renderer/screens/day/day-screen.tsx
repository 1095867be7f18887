import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useApi } from '../../api/client.tsx'
import { failureOf } from '../../api/errors.ts'
import { Empty } from '../../parts/empty.tsx'
import { ErrorNote } from '../../parts/error-note.tsx'
import { count } from '../../parts/number.ts'
import { BarRows } from '../../parts/skeleton.tsx'
import { toast } from '../../parts/toast.tsx'
import { useKeys } from '../../state/keys.tsx'
import { useNow } from '../../state/now.ts'
import { go } from '../../state/route.ts'
import { movedOrEnd, moveKeys } from '../../state/rows.ts'
import { useUndo } from '../../state/undo.ts'
import { DayLine } from './day-row.tsx'
import { DAY_GROUPS, type DayGroup, type DayRow, dayRows } from './day-rows.ts'
import { DoneCard } from './done-card.tsx'
import './day.css'

const TITLES: Record<DayGroup, string> = {
  promises: 'Promised',
  mentioned: 'Mentioned',
  returned: 'Back from a snooze',
  watched: 'Watched and changed',
  assigned: 'Assigned to you',
}

const openRow = ({ issueId, accountId }: DayRow) => (issueId === null ? go('account', accountId) : go('queue', issueId))

function useSeeing() {
  const undo = useUndo()
  const see = useMutation(
    useApi().desk.see.mutationOptions({
      onSuccess: ({ journalId }) =>
        toast('Marked as seen', { act: { label: 'Undo', act: 'undo', run: () => undo(journalId) } }),
    }),
  )
  return ({ seen }: DayRow) => {
    if (seen) see.mutate(seen)
    else toast('It waits until it is done: open it with Enter')
  }
}

/** What waits for this person, what they promised, and what they did today. */
export function DayScreen() {
  const day = useQuery(useApi().desk.day.queryOptions())
  const now = useNow()
  const [at, setAt] = useState<string | null>(null)
  const [menu, setMenu] = useState<string | null>(null)
  const see = useSeeing()
  const rows = day.data ? dayRows(day.data) : []
  const here = rows.find(({ key }) => key === at) ?? rows[0]
  /** Does something with the row that is chosen, or says that there is none. */
  const onRow = (act: (row: DayRow) => void) => () => (here ? act(here) : toast('Nothing waits for you'))
  const move = (by: number) =>
    onRow(({ key }) => {
      const keys = rows.map(row => row.key)
      setAt(movedOrEnd(keys, key, by, 'row'))
    })()
  const seeHere = (row: DayRow) => {
    const next = rows[rows.indexOf(row) + 1] ?? rows[rows.indexOf(row) - 1]
    see(row)
    if (row.seen) setAt(next?.key ?? null)
  }
  const group = 'My day'
  useKeys([
    ...moveKeys(group, move),
    { act: 'day.open', run: onRow(openRow) },
    { act: 'account', label: 'open its account', group, run: onRow(row => go('account', row.accountId)) },
    { act: 'day.seen', run: onRow(seeHere) },
    {
      act: 'issue.promise',
      group,
      run: onRow(row => (row.promise ? setMenu(row.key) : toast('This row is not a promise'))),
    },
  ])
  return (
    <div className="page">
      <div className="inner stack day">
        <h1>My day</h1>
        {day.error ? <ErrorNote failure={failureOf(day.error)} /> : null}
        {day.isPending ? <BarRows rows={8} /> : null}
        {day.data && rows.length === 0 ? (
          <Empty
            title="Nothing waits for you"
            acts={
              <button type="button" className="btn main small" onClick={() => go('queue')}>
                Go to the queue
              </button>
            }
          >
            Issues you claim or are given, notes that mention you, what you watch or snoozed and what you promised
            appear here.
          </Empty>
        ) : null}
        {DAY_GROUPS.map(name => {
          const some = rows.filter(row => row.group === name)
          return some.length === 0 ? null : (
            <section className="card" key={name} aria-label={TITLES[name]}>
              <h2>
                {TITLES[name]} <small>{count(some.length)}</small>
              </h2>
              <ul className="day-list">
                {some.map(row => (
                  <DayLine
                    key={row.key}
                    row={row}
                    now={now}
                    isHere={row.key === here?.key}
                    isMenuOpen={menu === row.key}
                    onMenu={open => setMenu(open ? row.key : null)}
                    onOpen={() => openRow(row)}
                    onSeen={() => seeHere(row)}
                  />
                ))}
              </ul>
            </section>
          )
        })}
        {day.data ? <DoneCard done={day.data.done} /> : null}
      </div>
    </div>
  )
}
