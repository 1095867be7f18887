import type { ReviewFigures } from '../../../shared/review/figures.ts'
import { RetentionChart } from '../../charts/retention-chart.tsx'
import type { Cohort } from './cohort-drawer.tsx'
import { EffectsCard, pointsWithBounds } from './effects-card.tsx'
import { MoreFigures } from './figures/more-figures.tsx'

const pWords = (p: number): string => (p < 0.001 ? 'p < 0.001' : `p = ${p.toFixed(3)}`)

/** What acting did against control, who stayed a customer, and every further figure. */
export function EffectBody({ figures, onOpen }: { figures: ReviewFigures; onOpen: (cohort: Cohort) => void }) {
  const { retention } = figures
  return (
    <>
      <EffectsCard figures={figures} onOpen={onOpen} />
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
