import type { BulkObstacle, BulkSummary } from '../../../shared/intervention/bulk.ts'
import { count, plural } from '../../parts/number.ts'
import { personZone } from '../../parts/time.ts'
import { useNow } from '../../state/now.ts'
import { obstacleWords, severalWords, sharesOf, unfitWords } from './bulk-words.ts'

/** How many messages would be sent, wait or be blocked, and by which checks, before anything is sent. */
export function Summary({ summary }: { summary: BulkSummary }) {
  const now = useNow()
  const unfit = unfitWords(summary)
  const refused = summary.obstacles.filter(({ status }) => status === 'refuse')
  const waits = summary.obstacles.filter(({ status }) => status === 'wait')
  return (
    <>
      <dl className="shares" aria-label="Summary">
        {sharesOf(summary, now, personZone()).map(({ key, n, label, tone }) => (
          <div key={key} className={tone}>
            <dd>{count(n)}</dd>
            <dt>{label}</dt>
          </div>
        ))}
      </dl>
      {unfit ? (
        <div className="note wait">
          <b>The text may not fit these issues</b>
          <p>{unfit} Read the text before you start.</p>
        </div>
      ) : null}
      {summary.more ? (
        <p className="quiet">Only the first {count(summary.issueIds.length)} issues are started at once.</p>
      ) : null}
      {summary.playbookId === null ? (
        <section aria-label="By playbook">
          <h2 className="h2">By playbook</h2>
          <ul className="by-playbook">
            {summary.byPlaybook.map(({ playbookId, name, issueIds, starts }) => (
              <li key={playbookId}>
                <span className="clip">{name}</span>
                <em>
                  {count(starts)} of {plural(issueIds.length, 'issue')} would start
                </em>
              </li>
            ))}
          </ul>
        </section>
      ) : null}
      <Obstacles title="Waiting because" tone="wt" sign="◷" obstacles={waits} more={severalWords(summary, 'wait')} />
      <Obstacles
        title="Blocked because"
        tone="no"
        sign="✕"
        obstacles={refused}
        more={severalWords(summary, 'refuse')}
      />
    </>
  )
}

interface ObstaclesProps {
  title: string
  tone: string
  sign: string
  obstacles: readonly BulkObstacle[]
  /** Why they add up to more than their share; null where they do not. */
  more: string | null
}

function Obstacles({ title, tone, sign, obstacles, more }: ObstaclesProps) {
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
                  <small>{first?.fact ?? ''}</small>
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
      {more ? <p className="quiet">{more}</p> : null}
    </section>
  )
}
