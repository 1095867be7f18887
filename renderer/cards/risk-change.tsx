import { useQuery } from '@tanstack/react-query'
import type { RiskHistory } from '../../shared/predict/risk-history.ts'
import { useApi } from '../api/client.tsx'
import { FactorBars } from '../charts/factor-bars.tsx'
import { RiskLine } from '../charts/risk-line.tsx'
import { percent } from '../parts/number.ts'
import { personZone, stamp } from '../parts/time.ts'

/** Changes that are drawn; what is left is one. */
const SHOWN = 5

/** The changes of a risk as bars: the largest, then the others as one, so that all add up. */
export function shownChanges(changes: RiskHistory['changes']): { label: string; contribution: number }[] {
  const first = changes.slice(0, SHOWN).map(({ column, before, after, logOdds }) => ({
    label: before === after ? column : `${column}: ${before} → ${after}`,
    contribution: logOdds,
  }))
  const rest = changes.slice(SHOWN).reduce((sum, { logOdds }) => sum + logOdds, 0)
  return changes.length > SHOWN ? [...first, { label: 'Everything else', contribution: rest }] : first
}

/** How a risk went since it was first kept, and what its change is made of. Nothing before it has changed once. */
export function RiskChange({ of, now }: { of: { issueId: number } | { accountId: number }; now: number }) {
  const { data } = useQuery(useApi().model.history.queryOptions({ input: of }))
  const [first, last] = [data?.points[0], data?.points.at(-1)]
  if (!data || !first || !last || data.points.length < 2) return null
  const since = stamp(first.at, now, personZone())
  const change = `${percent(first.risk)} → ${percent(last.risk)}`
  return (
    <section className="card" aria-label="How the risk changed">
      <h2>
        How the risk changed
        <small>
          {change} since {since}
        </small>
      </h2>
      <RiskLine points={data.points} now={now} label={`Risk since ${since}: ${change}`} />
      {data.changes.length > 0 ? (
        <>
          <FactorBars factors={shownChanges(data.changes)} />
          <p className="quiet">In log odds; all changes add up to the difference.</p>
        </>
      ) : null}
    </section>
  )
}
