import type { Period } from '../../../shared/period.ts'
import type { ReviewFigures } from '../../../shared/review/figures.ts'
import { RetentionChart } from '../../charts/retention-chart.tsx'
import { useMay } from '../../state/may.ts'
import type { Cohort } from './cohort-drawer.tsx'
import { EffectsCard, pointsWithBounds } from './effects-card.tsx'
import { AdviceCard } from './figures/advice-card.tsx'
import { DecisionsCard } from './figures/decisions-card.tsx'
import { MoreFigures } from './figures/more-figures.tsx'

const pWords = (p: number): string => (p < 0.001 ? 'p < 0.001' : `p = ${p.toFixed(3)}`)

interface Props {
  figures: ReviewFigures
  range: Period
  onOpen: (cohort: Cohort) => void
}

/** What acting did against control, who stayed a customer, and every further figure. */
export function EffectBody({ figures, range, onOpen }: Props) {
  const { retention } = figures
  const { lead } = useMay()
  return (
    <>
      <EffectsCard figures={figures} onOpen={onOpen} />
      <AdviceCard rows={figures.recommendations} range={range} lead={lead} onOpen={onOpen} />
      <DecisionsCard />
      <section className="card" aria-label="Retention">
        <h2>
          Still a customer after the first start{' '}
          <small>
            Kaplan–Meier, 95 % bands
            {retention.logRankP === null ? '' : ` · log-rank ${pWords(retention.logRankP)}, for one look`}
          </small>
        </h2>
        <RetentionChart curves={retention} />
        <p className="quiet">
          {retention.after
            .map(({ days, difference }) => `After ${days} days: ${pointsWithBounds(difference)} points`)
            .join(' · ')}{' '}
          <button
            type="button"
            className="link"
            onClick={() => onOpen({ figure: 'left', title: 'Accounts that left' })}
          >
            Show the accounts that left
          </button>
        </p>
      </section>
      <MoreFigures figures={figures} onOpen={onOpen} />
    </>
  )
}
