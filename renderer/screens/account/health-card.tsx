import { useQuery } from '@tanstack/react-query'
import { useApi } from '../../api/client.tsx'
import { failureOf } from '../../api/errors.ts'
import { HealthLine } from '../../charts/health-line.tsx'
import { ErrorNote } from '../../parts/error-note.tsx'
import { percent } from '../../parts/number.ts'
import { Shape } from '../../parts/shape.tsx'
import { BarRows } from '../../parts/skeleton.tsx'
import { personZone, stamp } from '../../parts/time.ts'
import { healthBasis, healthChangeWords, lostPoints, shownHealth } from './health-words.ts'

/** Changes that are listed; the line has the others. */
const SHOWN = 6

/** The health of an account, what takes it away, and how it went. */
export function HealthCard({ accountId, now }: { accountId: number; now: number }) {
  const { data, error } = useQuery(useApi().account.health.queryOptions({ input: { id: accountId } }))
  if (error) return <ErrorNote failure={failureOf(error)} />
  if (!data) return <BarRows rows={3} />
  const { health, parts, points } = data
  const first = points[0]
  return (
    <section className="card" aria-label="Health">
      <h2>
        Health <small>0 to 100, higher is better</small>
      </h2>
      <div className="health-top">
        {health === null ? null : (
          <p className="health-number">
            {shownHealth(health)} <small>of 100</small>
          </p>
        )}
        <p className="quiet">{healthBasis(data)}</p>
      </div>
      {parts.length > 0 ? (
        <ul className="health-parts" aria-label="What takes points away">
          {parts.map(({ issueId, title, category, risk, points: lost }) => (
            <li key={issueId}>
              <Shape category={category} size={10} />
              <a className="link" href={`#/queue/${issueId}`}>
                {title}
              </a>
              <small className="quiet">risk {percent(risk)}</small>
              <b>{lostPoints(lost)}</b>
            </li>
          ))}
        </ul>
      ) : null}
      {first && points.length > 1 ? (
        <HealthLine points={points} now={now} label={`Health since ${stamp(first.at, now, personZone())}`} />
      ) : null}
      {points.length > 1 && points.some(point => point.health === null) ? (
        <p className="quiet">The line has gaps where no issue was open: nothing measured the health then.</p>
      ) : null}
      {points.length > 0 ? (
        <ol className="health-changes" aria-label="How the health changed">
          {points
            .slice(-SHOWN)
            .reverse()
            .map(({ at, health: then, changes }) => (
              <li key={at}>
                <small className="quiet">{stamp(at, now, personZone())}</small>
                <b>{then === null ? '–' : shownHealth(then)}</b>
                <span>{changes.map(healthChangeWords).join('; ')}</span>
              </li>
            ))}
        </ol>
      ) : null}
    </section>
  )
}
