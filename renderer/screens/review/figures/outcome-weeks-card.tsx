import type { Review } from '../../../../shared/model/review.ts'
import { DAY } from '../../../../shared/trigger/duration.ts'
import { WeeksChart } from '../../../charts/weeks-chart.tsx'
import { count } from '../../../parts/number.ts'
import { personZone, shortDate } from '../../../parts/time.ts'
import type { Cohort } from '../cohort-drawer.tsx'
import { FigureCard } from './figure-card.tsx'

const FIGURES = [
  { key: 'sent', figure: 'sent', words: 'acted on' },
  { key: 'contacted', figure: 'contacted', words: 'contacted us anyway' },
  { key: 'metricMet', figure: 'metric_met', words: 'success metric met' },
  { key: 'heldOut', figure: 'held_out', words: 'held out' },
] as const

interface Props {
  review: Pick<Review, 'from' | 'weeks'>
  onOpen: (cohort: Cohort) => void
}

/** Issues acted on by week and outcome, as a chart with its table. */
export function OutcomeWeeksCard({ review: { from, weeks }, onOpen }: Props) {
  const last = weeks.at(-1)?.at ?? 0
  const dayOf = (at: number) => shortDate(at, last, personZone())
  return (
    <FigureCard
      title="Week by week"
      note="issues acted on, by outcome"
      definition="By the week of the start, from Monday, UTC. An issue that did both counts as contacted. No comparison with control: read the effect above. Source: starts and outcomes."
    >
      <WeeksChart weeks={weeks} />
      <details className="table-behind">
        <summary>Show the table</summary>
        <table className="grid">
          <thead>
            <tr>
              <th>Week of</th>
              <th className="num">Acted on</th>
              <th className="num">Contacted us</th>
              <th className="num">Metric met</th>
              <th className="num">Held out</th>
            </tr>
          </thead>
          <tbody>
            {weeks.map(week => (
              <tr key={week.at}>
                <td>{dayOf(week.at)}</td>
                {FIGURES.map(({ key, figure, words }) => (
                  <td key={key} className="num">
                    <button
                      type="button"
                      className="link"
                      onClick={() =>
                        onOpen({
                          figure,
                          title: `Week of ${dayOf(week.at)}: ${words}`,
                          // The period may begin in the middle of its first week.
                          within: { from: Math.max(week.at, from ?? 0), to: week.at + 7 * DAY },
                        })
                      }
                    >
                      {count(week[key])}
                    </button>
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </FigureCard>
  )
}
