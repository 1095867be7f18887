import type { Period } from '../../../shared/period.ts'
import type { ReviewFigures } from '../../../shared/review/figures.ts'
import { useMay } from '../../state/may.ts'
import type { OpenBehind } from './behind-drawer.tsx'
import type { Cohort } from './cohort-drawer.tsx'
import { EffectsCard } from './effects-card.tsx'
import { AdviceCard } from './figures/advice-card.tsx'
import { DecisionsCard } from './figures/decisions-card.tsx'
import { LeagueCard } from './figures/league-card.tsx'
import { MoreFigures } from './figures/more-figures.tsx'
import { StayedCard } from './figures/stayed-card.tsx'

interface Props {
  figures: ReviewFigures
  range: Period
  onOpen: (cohort: Cohort) => void
  onBehind: OpenBehind
}

/** What acting did against control, who stayed a customer, and every further figure. */
export function EffectBody({ figures, range, onOpen, onBehind }: Props) {
  const { recommendations, league, retention } = figures
  const { lead } = useMay()
  // Two cards that have nothing to say yet share a line; their tables need the whole width.
  const isShort = recommendations.length === 0 && league.rows.length === 0
  return (
    <>
      <EffectsCard figures={figures} onOpen={onOpen} />
      <div className={isShort ? 'figure-pair' : 'stack'}>
        <AdviceCard rows={recommendations} range={range} lead={lead} onOpen={onOpen} />
        <LeagueCard league={league} onOpen={onOpen} />
      </div>
      <DecisionsCard />
      <StayedCard retention={retention} onOpen={onOpen} />
      <MoreFigures figures={figures} onOpen={onOpen} onBehind={onBehind} />
    </>
  )
}
