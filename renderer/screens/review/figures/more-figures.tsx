import type { ReviewFigures } from '../../../../shared/review/figures.ts'
import type { Cohort } from '../cohort-drawer.tsx'
import { DismissedCard } from './dismissed-card.tsx'
import { InducedCard } from './induced-card.tsx'
import { LeagueCard } from './league-card.tsx'
import { ResolutionCard } from './resolution-card.tsx'
import { RoiCard } from './roi-card.tsx'
import { TicketWeeksCard } from './ticket-weeks-card.tsx'

interface Props {
  figures: ReviewFigures
  onOpen: (cohort: Cohort) => void
}

/** Every figure of the review beside effects and retention, each in a card of its own. */
export function MoreFigures({ figures, onOpen }: Props) {
  return (
    <>
      <LeagueCard league={figures.league} onOpen={onOpen} />
      <TicketWeeksCard weeks={figures.ticketWeeks} />
      <RoiCard facts={figures.roi} />
      <InducedCard rows={figures.induced} onOpen={onOpen} />
      <DismissedCard rows={figures.dismissed} />
      <ResolutionCard resolution={figures.resolution} onOpen={onOpen} />
    </>
  )
}
