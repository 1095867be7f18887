import type { BulkObstacle, BulkSummary } from '../../../shared/intervention/bulk.ts'
import { count } from '../../parts/number.ts'
import { personZone } from '../../parts/time.ts'
import { useNow } from '../../state/now.ts'
import { obstacleWords, sharesOf, unfitWords } from './bulk-words.ts'

/** How many go, wait, or are refused, and what stands in the way of whom, before anything leaves. */
export function Summary({ summary }: { summary: BulkSummary }) {
  const now = useNow()
  const unfit = unfitWords(summary)
  const refused = summary.obstacles.filter(({ status }) => status === 'refuse')
  const waits = summary.obstacles.filter(({ status }) => status === 'wait')
  return (
    <>
      <dl className="shares" aria-label="What it comes to">
        {sharesOf(summary, now, personZone()).map(({ key, n, label, tone }) => (
          <div key={key} className={tone}>
            <dd>{count(n)}</dd>
            <dt>{label}</dt>
          </div>
        ))}
      </dl>
      {unfit ? (
        <div className="note wait">
          <b>Its text may not be true of them</b>
          <p>{unfit} Read it before you start.</p>
        </div>
      ) : null}
      {summary.more ? (
        <p className="quiet">There are more: one decision starts the first {count(summary.issueIds.length)}.</p>
      ) : null}
      <Obstacles title="Why some wait" tone="wt" sign="◷" obstacles={waits} />
      <Obstacles title="Why some are not written to" tone="no" sign="✕" obstacles={refused} />
    </>
  )
}

interface ObstaclesProps {
  title: string
  tone: string
  sign: string
  obstacles: readonly BulkObstacle[]
}

function Obstacles({ title, tone, sign, obstacles }: ObstaclesProps) {
  if (obstacles.length === 0) return null
  return (
    <section aria-label={title}>
      <h2 className="h2">{title}</h2>
      <ul className="obstacles">
        {obstacles.map(obstacle => {
          const [first] = obstacle.examples
          const rest = obstacle.n - obstacle.examples.length
          return (
            <li key={`${obstacle.check} ${obstacle.status}`}>
              <details>
                <summary>
                  <span className={tone} aria-hidden="true">
                    {sign}
                  </span>
                  <b>{count(obstacle.n)}</b>
                  <span>{obstacleWords(obstacle)}</span>
                  <small className="clip">{first?.fact ?? ''}</small>
                </summary>
                <ul>
                  {obstacle.examples.map(({ issueId, accountName, fact }) => (
                    <li key={issueId}>
                      <bdi>{accountName}</bdi> <small className="quiet">{fact}</small>
                    </li>
                  ))}
                  {rest > 0 ? <li className="quiet">and {count(rest)} more</li> : null}
                </ul>
              </details>
            </li>
          )
        })}
      </ul>
    </section>
  )
}
