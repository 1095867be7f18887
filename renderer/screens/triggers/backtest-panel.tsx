import { Drawer } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Backtest } from '../../../shared/backtest.ts'
import { DAY } from '../../../shared/duration.ts'
import type { Trigger } from '../../../shared/trigger.ts'
import { useApi } from '../../api/client.tsx'
import { failureOf } from '../../api/errors.ts'
import { type FiringBar, FiringsChart } from '../../charts/firings-chart.tsx'
import { Empty } from '../../parts/empty.tsx'
import { ErrorNote } from '../../parts/error-note.tsx'
import { count, percent, plural, withInterval } from '../../parts/number.ts'
import { BarRows } from '../../parts/skeleton.tsx'
import { exact, personZone, shortDate } from '../../parts/time.ts'
import { useBacktest } from './use-backtest.ts'

const SPANS = [30, 90, 180, 365] as const

/** Days as bars of days where they are few, else of weeks that end with the span. */
export function barsOf({ bars }: Pick<Backtest, 'bars'>): FiringBar[] {
  const size = bars.length > 62 ? 7 : 1
  const grouped: FiringBar[] = []
  for (let end = bars.length; end > 0; end -= size) {
    const part = bars.slice(Math.max(0, end - size), end)
    const sum = (key: 'firings' | 'followed' | 'undecided') => part.reduce((total, bar) => total + bar[key], 0)
    grouped.unshift({
      from: part[0]?.at ?? 0,
      to: (part.at(-1)?.at ?? 0) + DAY,
      firings: sum('firings'),
      followed: sum('followed'),
      undecided: sum('undecided'),
    })
  }
  return grouped
}

/** What the trigger would have done, beside it while it is edited. */
export function BacktestPanel({ definition }: { definition: Trigger }) {
  const [days, setDays] = useState<number>(180)
  const [bar, setBar] = useState<FiringBar | null>(null)
  const { result, answered, failure, busy, run, cancel } = useBacktest(definition, days)
  return (
    <section className="backtest" aria-label="Back-test" aria-busy={busy}>
      <fieldset className="spans">
        <legend className="sr">How far back</legend>

        {SPANS.map(span => (
          <button type="button" key={span} className={span === days ? 'chip on' : 'chip'} onClick={() => setDays(span)}>
            {span} d
          </button>
        ))}
      </fieldset>
      {failure?.kind === 'cancelled' ? (
        <Empty
          title="Stopped"
          acts={
            <button type="button" className="btn small" onClick={run}>
              Run it again
            </button>
          }
        >
          The history was not read to its end, so there is nothing to show.
        </Empty>
      ) : failure ? (
        <ErrorNote failure={failure}>
          <button type="button" className="btn small" onClick={run}>
            Try again
          </button>
        </ErrorNote>
      ) : null}
      {busy ? (
        <p className="replaying" role="status">
          Reading {days} days of history …
          <button type="button" className="btn small" onClick={cancel}>
            Cancel
          </button>
        </p>
      ) : null}
      {!result && busy && !failure ? <BarRows rows={4} /> : null}
      {result && answered && !failure ? (
        <Figures result={result} definition={answered} onOpen={setBar} stale={busy} />
      ) : null}
      {result && answered ? (
        <BarDrawer bar={bar} id={result.id} definition={answered} onClose={() => setBar(null)} />
      ) : null}
    </section>
  )
}

interface FiguresProps {
  result: Backtest
  definition: Trigger
  onOpen: (bar: FiringBar) => void
  stale: boolean
}

function Figures({ result, definition, onOpen, stale }: FiguresProps) {
  if (result.accounts === 0)
    return <Empty title="No history">As soon as a source has been read, a trigger can be tried on what happened.</Empty>
  const bars = barsOf(result)
  const weeks = Math.max(1, (result.to - result.from) / (7 * DAY))
  return (
    <div className={stale ? 'figures stale' : 'figures'}>
      <p className="headline" aria-live="polite" data-testid="backtest-firings">
        <b>{count(result.firings)}</b> {result.firings === 1 ? 'firing' : 'firings'} at{' '}
        {plural(result.firedAccounts, 'account')} · {(result.firings / weeks).toFixed(1)} a week
      </p>
      <FiringsChart bars={bars} onOpen={onOpen} />
      <dl className="backtest-facts">
        <div>
          <dt>Followed by a ticket or leaving within {definition.window}</dt>
          <dd>
            <b>{withInterval(result.followed)}</b>
            <small>
              {count(result.tickets)} tickets, {count(result.left)} left, of {count(result.followed.n)} decided
              {result.undecided > 0 ? ` · ${count(result.undecided)} still open` : ''}
            </small>
          </dd>
        </div>
        <div>
          <dt>The same accounts at any moment</dt>
          <dd>
            <b>{result.base === null ? 'cannot tell yet' : percent(result.base)}</b>
            <small>what would follow without the trigger knowing anything</small>
          </dd>
        </div>
        <div>
          <dt>Specialist time</dt>
          <dd>
            <b>{hours(result.hours)}</b>
            <small>
              {definition.minutes} min each · {hours(result.hours / weeks)} a week
            </small>
          </dd>
        </div>
      </dl>
      <ul className="backtest-notes">
        {result.trueAtStart > 0 ? (
          <li>
            It was already true of {plural(result.trueAtStart, 'account')} when the span begins; those are not counted.
          </li>
        ) : null}
        {result.waited > 0 ? (
          <li>{plural(result.waited, 'firing')} had to wait for another day because of the daily cap.</li>
        ) : null}
        {result.facts === 0 ? <li>Nothing of the kinds that it looks at is in the cache.</li> : null}
        {result.notes.map(note => (
          <li key={note}>{note}</li>
        ))}
      </ul>
    </div>
  )
}

const hours = (value: number): string =>
  value < 1 && value > 0
    ? `${Math.round(value * 60)} min`
    : `${value < 10 ? value.toFixed(1) : count(Math.round(value))} h`

interface DrawerProps {
  bar: FiringBar | null
  id: string
  definition: Trigger
  onClose: () => void
}

/** The accounts behind a bar. */
function BarDrawer({ bar, id, definition, onClose }: DrawerProps) {
  const rows = useQuery({
    ...useApi().trigger.backtestAccounts.queryOptions({
      input: { id, definition, from: bar?.from ?? 0, to: bar?.to ?? 0 },
    }),
    enabled: bar !== null,
  })
  const zone = personZone()
  return (
    <Drawer
      opened={bar !== null}
      onClose={onClose}
      position="right"
      size={620}
      title={bar ? `${plural(bar.firings, 'firing')} from ${shortDate(bar.from, bar.from, zone)}` : ''}
      transitionProps={{ duration: 100 }}
    >
      {rows.error ? <ErrorNote failure={failureOf(rows.error)} /> : null}
      {rows.isPending ? <BarRows rows={6} /> : null}
      {rows.data?.length === 0 ? <Empty title="No account">Nothing fired here.</Empty> : null}
      {rows.data && rows.data.length > 0 ? (
        <table className="grid">
          <thead>
            <tr>
              <th>Account</th>
              <th>Would have fired</th>
              <th>What followed</th>
            </tr>
          </thead>
          <tbody>
            {rows.data.map(({ accountId, accountName, at, followed, undecided }) => (
              <tr key={`${accountId}-${at}`}>
                <td>
                  <bdi>{accountName}</bdi>
                </td>
                <td className="nowrap">{exact(at, zone)}</td>
                <td className="nowrap">
                  {followed === 'ticket' ? <span className="tag bad">ticket</span> : null}
                  {followed === 'churn' ? <span className="tag bad">left</span> : null}
                  {followed === null ? (
                    <span className="quiet">{undecided ? 'window still open' : 'nothing'}</span>
                  ) : null}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      ) : null}
    </Drawer>
  )
}
