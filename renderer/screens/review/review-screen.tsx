import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Review } from '../../../shared/model/review.ts'
import { useEngine } from '../../api/client.tsx'
import { failureOf } from '../../api/errors.ts'
import { Empty } from '../../parts/empty.tsx'
import { ErrorNote } from '../../parts/error-note.tsx'
import { count, percent, withInterval } from '../../parts/number.ts'
import { Range } from '../../parts/range.tsx'
import { BarRows } from '../../parts/skeleton.tsx'
import { Tabs } from '../../parts/tabs.tsx'
import { useStayed } from '../../state/desk/stayed.ts'
import { useKeys } from '../../state/keys.tsx'
import { FIRST_DAYS, useLastDays } from '../../state/last-days.ts'
import { useNow, useWorkspace } from '../../state/now.ts'
import { go } from '../../state/route.ts'
import { type Behind, BehindDrawer } from './behind-drawer.tsx'
import { type Cohort, CohortDrawer } from './cohort-drawer.tsx'
import { EffectBody } from './effect-body.tsx'
import { ExperimentPage } from './experiment/experiment-page.tsx'
import { ExportReport } from './export-report.tsx'
import { OutcomeWeeksCard } from './figures/outcome-weeks-card.tsx'
import { caveat, finding, heldOutOf } from './headline.ts'
import { MissedPage } from './missed/missed-page.tsx'
import { ReviewTable } from './review-table.tsx'
import { CountedLine, shownOf } from './shown.tsx'
import './review.css'

const RANGES: (number | null)[] = [30, 90, 365, null]

function Figures({ review, onOpen }: { review: Review; onOpen: (cohort: Cohort) => void }) {
  const { totals, holdout } = review
  return (
    <div className="figs">
      <button
        type="button"
        className="card fig"
        onClick={() => onOpen({ figure: 'contacted', title: 'Contacted us anyway' })}
      >
        <b>
          {count(totals.contacted.k)} <em>of {count(totals.contacted.n)}</em>
        </b>
        <small>contacted us anyway · {withInterval(totals.contacted)}</small>
      </button>
      <button
        type="button"
        className="card fig"
        onClick={() => onOpen({ figure: 'metric_met', title: 'Success metric met' })}
      >
        <b>
          {count(totals.metricMet.k)} <em>of {count(totals.metricMet.n)}</em>
        </b>
        <small>met the success metric in time · {withInterval(totals.metricMet)}</small>
      </button>
      <button type="button" className="card fig" onClick={() => onOpen({ figure: 'held_out', title: 'Held out' })}>
        <b>
          {holdout.observed.value === null ? '–' : percent(holdout.observed.value)}{' '}
          <em>planned {percent(holdout.planned)}</em>
        </b>
        <small>
          {heldOutOf(holdout.observed)}, untreated · {withInterval(holdout.observed)}
        </small>
      </button>
      <button
        type="button"
        className="card fig"
        onClick={() => onOpen({ figure: 'judged', title: 'Confirmed by a person' })}
      >
        <b>
          {count(totals.judged)} <em>{count(totals.awaiting)} to confirm</em>
        </b>
        <small>confirmed by a person, both arms</small>
      </button>
    </div>
  )
}

function Body({ review, onOpen }: { review: Review; onOpen: (cohort: Cohort) => void }) {
  return (
    <>
      <OutcomeWeeksCard review={review} onOpen={onOpen} />
      <section className="card" aria-label="By trigger and playbook">
        <h2>
          By trigger and playbook <small>select a figure to see its accounts, a column to sort by it</small>
        </h2>
        <ReviewTable rows={review.rows} onOpen={onOpen} />
        <p className="quiet definition">
          Sent: something left for the issue. Contacted anyway and metric met: shares of those sent, with Wilson’s 95 %
          interval. Held out: the same window without a message. Source: starts, outbox and outcomes.
        </p>
      </section>
    </>
  )
}

/** The effect of outreach with its uncertainty, and the accounts behind every figure. */
function Outcomes() {
  const [days, setDays] = useState<number | null>(FIRST_DAYS)
  const [cohort, setCohort] = useState<Cohort | null>(null)
  const [behind, setBehind] = useState<Behind | null>(null)
  const workspace = useWorkspace()
  const wanted = useLastDays(days)
  const { api, queries } = useEngine()
  const asked = api.review.figures.queryOptions({ input: wanted, placeholderData: keepPreviousData })
  const isCounted = queries.getQueryData(asked.queryKey) !== undefined
  const kept = useQuery(api.review.keptFigures.queryOptions({ input: { days }, enabled: !isCounted }))
  const stays = useStayed(isCounted ? null : kept)
  const figures = useQuery({ ...asked, enabled: workspace.isSuccess && stays })
  const isOther = figures.isPlaceholderData || figures.data === undefined
  const shown = shownOf(figures, isOther ? kept.data : undefined, { now: useNow(), wall: Date.now() })
  const data = shown?.figures.summary
  // The rows behind a figure are those that it was counted of, also while another period is counted.
  const range = shown?.range ?? wanted
  const turn = () => setDays(RANGES[(RANGES.indexOf(days) + 1) % RANGES.length] ?? null)
  useKeys([
    { act: 'review.period', run: turn },
    { act: 'review.print', run: () => window.print() },
  ])
  const empty = data && data.totals.sent + data.totals.heldOut === 0 && data.rows.length === 0
  return (
    <>
      <div className="stack">
        <div className="page-top review-top">
          <div>
            <h1>{shown?.figures.headline ?? 'Review'}</h1>
            <p>{data ? `${finding(data, shown?.days ?? null)}. ${caveat(data)}` : ''}</p>
            <CountedLine counting={figures.isFetching} shown={shown} days={days} />
          </div>
          <div className="right review-acts">
            <Range ranges={RANGES} chosen={days} onChoose={setDays} />
            <ExportReport range={wanted} />
            <button type="button" className="pill" onClick={() => window.print()}>
              Print
            </button>
          </div>
        </div>
        {figures.error ? <ErrorNote failure={failureOf(figures.error)} /> : null}
        {!shown && !figures.error ? <BarRows rows={8} /> : null}
        {empty ? (
          <Empty
            title="Nothing to review yet"
            acts={
              <button type="button" className="btn main small" onClick={() => go('queue')}>
                Go to the queue
              </button>
            }
          >
            Once messages have been sent, their outcomes are shown here: who contacted us anyway, whether the success
            metric was met, and what people confirmed.
          </Empty>
        ) : shown && data ? (
          <>
            <Figures review={data} onOpen={setCohort} />
            <EffectBody figures={shown.figures} range={range} onOpen={setCohort} onBehind={setBehind} />
            <Body review={data} onOpen={setCohort} />
          </>
        ) : null}
      </div>
      <CohortDrawer cohort={cohort} range={range} onClose={() => setCohort(null)} />
      <BehindDrawer behind={behind} range={range} onClose={() => setBehind(null)} />
    </>
  )
}

const TABS = [
  { name: 'outcomes', label: 'Outcomes' },
  { name: 'missed', label: 'What we missed' },
  { name: 'experiment', label: 'Experiment from data' },
] as const

/** What acting brought, trouble without an issue, and experiments that were run elsewhere. */
export function ReviewScreen({ rest }: { rest: string | null }) {
  const at = Math.max(
    0,
    TABS.findIndex(({ name }) => name === rest),
  )
  const chosen = (TABS[at] ?? TABS[0]).name
  const show = (name: (typeof TABS)[number]['name']) => (name === 'outcomes' ? go('review') : go('review', name))
  const move = (by: number) => show((TABS[(at + by) % TABS.length] ?? TABS[0]).name)
  useKeys([
    { act: 'tabs.next', group: 'Review', run: () => move(1) },
    { act: 'tabs.previous', group: 'Review', run: () => move(TABS.length - 1) },
  ])
  return (
    <div className="page">
      <div className="inner stack">
        <Tabs label="Review" tabs={TABS} chosen={chosen} onChoose={show} />
        {chosen === 'outcomes' ? <Outcomes /> : chosen === 'missed' ? <MissedPage /> : <ExperimentPage />}
      </div>
    </div>
  )
}
