import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Failure } from '../../../shared/result.ts'
import type { Backtest } from '../../../shared/trigger/backtest.ts'
import { DAY } from '../../../shared/trigger/duration.ts'
import type { Trigger } from '../../../shared/trigger/trigger.ts'
import { useApi } from '../../api/client.tsx'
import { failureOf } from '../../api/errors.ts'
import { type FiringBar, FiringsChart } from '../../charts/firings-chart.tsx'
import { Empty } from '../../parts/empty.tsx'
import { ErrorNote } from '../../parts/error-note.tsx'
import { count, percent, plural, withInterval } from '../../parts/number.ts'
import { RowsDrawer } from '../../parts/over/rows-drawer.tsx'
import { Bar, BarRows } from '../../parts/skeleton.tsx'
import { exact, personZone, shortDate } from '../../parts/time.ts'
import { toastBusy } from '../../parts/toast.tsx'
import { useCounted } from '../../state/now.ts'
import { HindsightLine } from './hindsight-line.tsx'
import { type BacktestState, useBacktest } from './use-backtest.ts'

const SPANS = [30, 90, 180, 365] as const

/** Bars of days for short periods, otherwise of weeks that end with the period. */
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

/** The back-test of the trigger, beside the editor. */
export function BacktestPanel({ definition }: { definition: Trigger }) {
  const [days, setDays] = useState<number>(180)
  const [bar, setBar] = useState<FiringBar | null>(null)
  const test = useBacktest(definition, days)
  const { result, answered, busy, outOfDate, kept, countedAt, run } = test
  // The accounts behind bars of an earlier visit are no longer in memory.
  const open =
    countedAt === null
      ? setBar
      : () => toastBusy('These figures are from an earlier back-test. Open a bar once the new one has ended')
  const failure = kept ? null : test.failure
  return (
    <section className="backtest" aria-label="Back-test" aria-busy={busy}>
      <div className="backtest-head">
        <fieldset className="spans">
          <legend className="sr">Period</legend>
          {SPANS.map(span => (
            <button
              type="button"
              key={span}
              className={span === days ? 'chip on' : 'chip'}
              aria-pressed={span === days}
              onClick={() => setDays(span)}
            >
              {span} d
            </button>
          ))}
        </fieldset>
        <Progress test={test} />
      </div>
      {failure ? <NoAnswer failure={failure} run={run} /> : null}
      {!result && !failure ? <FiguresSkeleton /> : null}
      {result && answered && !failure ? (
        <Figures result={result} definition={answered} onOpen={open} stale={busy || outOfDate || countedAt !== null} />
      ) : null}
      {result && answered ? (
        <BarDrawer bar={bar} id={result.id} definition={answered} onClose={() => setBar(null)} />
      ) : null}
    </section>
  )
}

/** Whether the back-test is running or out of date. Always in the same place, so that nothing jumps. */
function Progress({
  test: { result, failure, busy, outOfDate, kept, countedAt, run, cancel },
}: {
  test: BacktestState
}) {
  const counted = useCounted(countedAt)
  const isOld = outOfDate || counted !== null
  if (!busy && (!result || !isOld || (failure && !kept))) return null
  // The button says that it runs; there is no room for both.
  const standing = counted ?? (busy ? 'Running …' : 'Out of date')
  return (
    <p className="backtest-standing" role="status">
      <span>{standing}</span>
      <button type="button" className={busy ? 'btn small' : 'link'} onClick={busy ? cancel : run}>
        {busy ? 'Cancel' : 'run again'}
      </button>
    </p>
  )
}

/** Why there are no figures, and a button to try again. */
function NoAnswer({ failure, run }: { failure: Failure; run: () => void }) {
  const again = (label: string) => (
    <button type="button" className="btn small" onClick={run}>
      {label}
    </button>
  )
  if (failure.kind !== 'cancelled') return <ErrorNote failure={failure}>{again('Try again')}</ErrorNote>
  return (
    <Empty title="Back-test cancelled" acts={again('Run again')}>
      The back-test did not finish, so there are no figures to show.
    </Empty>
  )
}

/** The shape of the figures while the first back-test runs. */
const FiguresSkeleton = () => (
  <div className="figures" aria-busy="true" role="status" aria-label="Running the back-test">
    <p className="headline waiting">
      <Bar width="62%" height={14} />
    </p>
    <div className="firings-plot waiting">
      {Array.from({ length: 26 }, (_, n) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the bars are alike and never move
        <Bar key={n} width={8} height={24 + ((n * 29) % 56)} />
      ))}
    </div>
    <BarRows rows={3} height={55} />
  </div>
)

interface FiguresProps {
  result: Backtest
  definition: Trigger
  onOpen: (bar: FiringBar) => void
  stale: boolean
}

function Figures({ result, definition, onOpen, stale }: FiguresProps) {
  if (result.accounts === 0)
    return <Empty title="No history">A back-test needs data. Connect and sync a source first.</Empty>
  const bars = barsOf(result)
  const weeks = Math.max(1, (result.to - result.from) / (7 * DAY))
  return (
    <div className={stale ? 'figures stale' : 'figures'}>
      <p className="headline" aria-live="polite" data-testid="backtest-firings">
        <b>{count(result.firings)}</b> {result.firings === 1 ? 'firing' : 'firings'}
        {result.firings > 0
          ? ` at ${plural(result.firedAccounts, 'account')} · ${(result.firings / weeks).toFixed(1)} a week`
          : null}
      </p>
      {result.firings === 0 ? (
        <Never result={result} />
      ) : (
        <>
          <FiringsChart bars={bars} onOpen={onOpen} />
          <Facts result={result} definition={definition} weeks={weeks} />
          {stale ? null : <HindsightLine result={result} definition={definition} />}
        </>
      )}
      <Notes of={notesOf(result)} />
    </div>
  )
}

/** Notes that a reader of the figures must know. */
const notesOf = (result: Backtest): string[] => [
  ...(result.trueAtStart > 0
    ? [
        `The condition was already true for ${plural(result.trueAtStart, 'account')} at the start of the period. These firings are not counted.`,
      ]
    : []),
  ...(result.waited > 0 ? [`The daily cap postponed ${plural(result.waited, 'firing')} to a later day.`] : []),
  ...result.notes,
]

function Notes({ of }: { of: readonly string[] }) {
  if (of.length === 0) return null
  return (
    <ul className="backtest-notes">
      {of.map(note => (
        <li key={note}>{note}</li>
      ))}
    </ul>
  )
}

/** In place of the chart: why nothing fired. */
function Never({ result }: { result: Backtest }) {
  const days = Math.round((result.to - result.from) / DAY)
  return (
    <Empty title={`No firings in these ${days} days`}>
      {result.facts === 0
        ? 'No source has data of the kinds that this trigger uses, so it cannot fire.'
        : result.trueAtStart > 0
          ? 'The condition was already true for every matching account when the period began. Choose a longer period.'
          : 'Change a threshold, or choose a longer period.'}
    </Empty>
  )
}

function Facts({ result, definition, weeks }: { result: Backtest; definition: Trigger; weeks: number }) {
  return (
    <dl className="backtest-facts">
      <div>
        <dt>Followed by a ticket or churn within {definition.window}</dt>
        <dd>
          <b>{withInterval(result.followed)}</b>
          <small>
            {plural(result.tickets, 'ticket')}, {count(result.left)} churned, of {count(result.followed.n)} decided
            {result.undecided > 0 ? ` · ${count(result.undecided)} still open` : ''}
          </small>
        </dd>
      </div>
      <div>
        <dt>Baseline for the same accounts</dt>
        <dd>
          <b>{result.base === null ? 'cannot tell yet' : percent(result.base)}</b>
          <small>at any moment, with or without a firing</small>
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
    <RowsDrawer
      opened={bar !== null}
      onClose={onClose}
      size={620}
      title={bar ? `${plural(bar.firings, 'firing')} from ${shortDate(bar.from, bar.from, zone)}` : ''}
      columns={['Account', 'Fired', 'Followed by']}
      rows={rows.data}
      failure={rows.error ? failureOf(rows.error) : null}
      none="No firings in this period."
    >
      {({ accountId, accountName, at, followed, undecided }) => (
        <tr key={`${accountId}-${at}`}>
          <td>
            <bdi>{accountName}</bdi>
          </td>
          <td className="nowrap">{exact(at, zone)}</td>
          <td className="nowrap">
            {followed === 'ticket' ? <span className="tag bad">ticket</span> : null}
            {followed === 'churn' ? <span className="tag bad">churned</span> : null}
            {followed === null ? <span className="quiet">{undecided ? 'window still open' : 'nothing'}</span> : null}
          </td>
        </tr>
      )}
    </RowsDrawer>
  )
}
