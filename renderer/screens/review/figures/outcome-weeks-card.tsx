import type { Review } from '../../../../shared/model/review.ts'
import { DAY } from '../../../../shared/trigger/duration.ts'
import { WeeksChart } from '../../../charts/weeks-chart.tsx'
import { count } from '../../../parts/number.ts'
import type { Cohort } from '../cohort-drawer.tsx'
import { FigureCard } from './figure-card.tsx'
import { WeeksTable } from './weeks-table.tsx'

const FIGURES = [
  { key: 'sent', figure: 'sent', title: 'Acted on', words: 'acted on' },
  { key: 'contacted', figure: 'contacted', title: 'Contacted us', words: 'contacted us anyway' },
  { key: 'metricMet', figure: 'metric_met', title: 'Metric met', words: 'success metric met' },
  { key: 'heldOut', figure: 'held_out', title: 'Held out', words: 'held out' },
] as const

interface Props {
  review: Pick<Review, 'from' | 'weeks'>
  onOpen: (cohort: Cohort) => void
}

/** Issues acted on by week and outcome, as a chart with its table. */
export function OutcomeWeeksCard({ review: { from, weeks }, onOpen }: Props) {
  const columns = FIGURES.map(({ key, figure, title, words }) => ({
    title,
    cell: (week: Review['weeks'][number], name: string) => (
      <button
        type="button"
        className="link"
        onClick={() =>
          onOpen({
            figure,
            title: `${name}: ${words}`,
            // The period may begin in the middle of its first week.
            within: { from: Math.max(week.at, from ?? 0), to: week.at + 7 * DAY },
          })
        }
      >
        {count(week[key])}
      </button>
    ),
  }))
  return (
    <FigureCard
      title="Week by week"
      note="issues acted on, by outcome"
      definition="By the week of the start, from Monday, UTC. An issue that did both counts as contacted. No comparison with control: read the effect above. Source: starts and outcomes."
    >
      <WeeksChart weeks={weeks} />
      <WeeksTable weeks={weeks} columns={columns} />
    </FigureCard>
  )
}
