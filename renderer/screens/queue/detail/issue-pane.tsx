import { IconAlertTriangle } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Activity, memo, useLayoutEffect, useRef, useState } from 'react'
import type { Account } from '../../../../shared/model/account.ts'
import type { Arithmetic, IssueDetail } from '../../../../shared/model/issue.ts'
import { useApi } from '../../../api/client.tsx'
import { failureOf } from '../../../api/errors.ts'
import { useAccountKey } from '../../../cards/account-key.ts'
import { Arrivals } from '../../../cards/arrivals.tsx'
import { NotesCard } from '../../../cards/notes-card.tsx'
import { RiskChange } from '../../../cards/risk-change.tsx'
import { ReturnLine, SnoozeLine } from '../../../cards/snooze-line.tsx'
import { Timeline } from '../../../cards/timeline.tsx'
import { WhoLine } from '../../../cards/who-line.tsx'
import { EvidenceChart } from '../../../charts/evidence-chart.tsx'
import { FactorBars } from '../../../charts/factor-bars.tsx'
import { ErrorNote } from '../../../parts/error-note.tsx'
import { plural } from '../../../parts/number.ts'
import { Shape } from '../../../parts/shape.tsx'
import { Bar, useLast } from '../../../parts/skeleton.tsx'
import { personZone, stamp } from '../../../parts/time.ts'
import { CATEGORY_WORDS, closedWords } from '../../../parts/words.ts'
import { Scroller } from '../../../state/in-sight.ts'
import { useNow } from '../../../state/now.ts'
import { useSelection } from '../../../state/selection.ts'
import { NothingListed } from '../list/list-empty.tsx'
import { shownArithmetic } from './arithmetic.ts'
import { SignalList } from './signal-list.tsx'
import { SimilarCard } from './similar-card.tsx'
import { sourcesOf } from './sources.ts'

/** Where each factor is from, so that nobody has to believe the product. */
function Sources({ detail }: { detail: IssueDetail }) {
  return (
    <dl className="factor-sources">
      {sourcesOf(detail.arithmetic, detail.model).map(({ name, from, isWarning }) => (
        <div key={name} className={isWarning ? 'bad' : undefined}>
          <dt>{name}</dt>
          <dd>{from}</dd>
        </div>
      ))}
    </dl>
  )
}

function Sum({ a, account }: { a: Arithmetic; account: Account }) {
  const { mrrMinor, currency } = account
  const shown = shownArithmetic(a, mrrMinor !== null && currency ? { minor: mrrMinor, currency } : null)
  const terms: [string, string, string][] = [
    ['', shown.risk, 'risk'],
    ['×', shown.treatability, 'treatable'],
    ['×', shown.money, shown.of ? `of ${shown.of} at stake` : 'at stake'],
    ['×', shown.urgency, 'urgency'],
    ['÷', shown.minutes, 'work'],
  ]
  return (
    <div className="sum">
      <div>
        {terms.map(([operator, value, name]) => (
          <span className="term" key={name}>
            {operator} <b>{value}</b> <small>{name}</small>
          </span>
        ))}
      </div>
      <span className="eq">
        <span className="sr">is </span>
        {shown.priority}
      </span>
      {shown.note ? <small className="quiet rates-used">{shown.note}</small> : null}
    </div>
  )
}

function Why({ detail, now }: { detail: IssueDetail; now: number }) {
  const first = useSelection(s => s.view === 'now' && s.position === 0 && s.id === detail.row.id && !s.pinned)
  const since = Math.min(...detail.signals.map(signal => signal.firedAt), detail.row.openedAt)
  return (
    <section className="card" aria-label="Priority">
      <h2>
        {first ? 'Why this issue is first' : 'Why this priority'}
        <small>
          {plural(detail.row.signalCount, 'signal')} since {stamp(since, now, personZone())}
        </small>
      </h2>
      <Sum a={detail.arithmetic} account={detail.account} />
      <Sources detail={detail} />
    </section>
  )
}

function Evidence({ detail, now }: { detail: IssueDetail; now: number }) {
  const [chosen, choose] = useState<number | null>(null)
  const signal = detail.signals.find(({ id }) => id === chosen) ?? detail.signals[0]
  if (!signal) return null
  const isDrawn = signal.series.points.length + signal.series.marks.length > 0
  return (
    <section className="card" aria-label="Evidence">
      <h2>
        Evidence
        <small>
          {signal.series.label}
          {signal.series.usualLow === null ? '' : ' · shaded: normal range of this account'}
        </small>
      </h2>
      {isDrawn ? (
        <EvidenceChart series={signal.series} firedAt={signal.firedAt} category={detail.row.category} now={now} />
      ) : (
        <p className="no-series">
          Fired {stamp(signal.firedAt, now, personZone())}. The trigger compares dates or states, so there are no counts
          to draw.
        </p>
      )}
      <SignalList
        signals={detail.signals}
        chosen={signal.id}
        category={detail.row.category}
        now={now}
        onChoose={choose}
      />
    </section>
  )
}

const Body = memo(function Body({ detail }: { detail: IssueDetail }) {
  const now = useNow()
  const { row, account, base, factors } = detail
  useAccountKey(account.id)
  return (
    <>
      <h1>{row.title}</h1>
      <WhoLine account={account} now={now} claimedBy={row.claimedBy} />
      {detail.incidents.map(({ id, title, state }) => (
        <p className="of-incident" key={id}>
          <IconAlertTriangle size={14} stroke={1.9} aria-hidden="true" />
          {state === 'open' ? 'Part of an incident:' : 'Was part of an incident:'}{' '}
          <a className="link" href={`#/incidents/${id}`}>
            {title}
          </a>
        </p>
      ))}
      <p className="sr">
        <Shape category={row.category} /> {CATEGORY_WORDS[row.category]}
      </p>
      <ReturnLine returned={row.returned} now={now} />
      {row.state === 'snoozed' ? <SnoozeLine until={row.snoozedUntil} from={detail.snoozedFrom} now={now} /> : null}
      {detail.closedAt !== null ? (
        <p className="closed">
          Closed {stamp(detail.closedAt, now, personZone())}
          {detail.closedBecause ? ` · ${closedWords(detail.closedBecause)}` : ''}
        </p>
      ) : null}
      <Why detail={detail} now={now} />
      <Evidence detail={detail} now={now} />
      {row.category === 'fulfilment' ? <Arrivals accountId={account.id} now={now} /> : null}
      {factors.length > 0 ? (
        <section className="card" aria-label="Risk factors">
          <h2>
            Risk factors
            <small>
              base {base.toFixed(2)}, total {row.risk.toFixed(2)}
            </small>
          </h2>
          <FactorBars factors={factors} />
        </section>
      ) : null}
      <RiskChange of={{ issueId: row.id }} now={now} />
      <SimilarCard issueId={row.id} now={now} />
      <NotesCard of={{ issueId: row.id }} now={now} />
      <Timeline accountId={account.id} category={row.category} now={now} />
    </>
  )
})

function Loading() {
  return (
    <div role="status" aria-label="Loading the issue">
      <Bar width="60%" height={20} />
      <div style={{ height: 12 }} />
      <Bar width="80%" height={10} />
      {[76, 200, 140, 160].map(height => (
        <section className="card" key={height}>
          <Bar width="30%" />
          <div style={{ height: height - 40 }} />
        </section>
      ))}
    </div>
  )
}

/** One issue: the prediction, the evidence for it, and the timeline of the account. */
export function IssuePane({ id }: { id: number | null }) {
  const issue = useQuery(useApi().issue.get.queryOptions({ input: { id: id ?? 0 }, enabled: id !== null }))
  const [pane, setPane] = useState<HTMLElement | null>(null)
  const isScrolled = useRef(false)
  const isLoading = id !== null && issue.isPending
  const detail = useLast(issue.data, isLoading)
  // biome-ignore lint/correctness/useExhaustiveDependencies: another issue is read from its beginning
  useLayoutEffect(() => {
    // To set it where it is already would have the document laid out once more.
    if (pane && isScrolled.current) pane.scrollTop = 0
    isScrolled.current = false
  }, [id, pane])
  return (
    <article
      className="pane"
      aria-label="Issue"
      ref={setPane}
      onScroll={event => {
        isScrolled.current = event.currentTarget.scrollTop > 0
      }}
    >
      {id === null ? <NothingListed /> : null}
      {issue.error ? <ErrorNote failure={failureOf(issue.error)} /> : null}
      {isLoading ? <Loading /> : null}
      {detail && !issue.error ? (
        <Activity mode={isLoading ? 'hidden' : 'visible'}>
          <Scroller value={pane}>
            <Body detail={detail} />
          </Scroller>
        </Activity>
      ) : null}
    </article>
  )
}
