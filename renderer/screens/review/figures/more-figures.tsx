import type { ReviewFigures } from '../../../../shared/review/figures.ts'
import type { OpenBehind } from '../behind-drawer.tsx'
import type { Cohort } from '../cohort-drawer.tsx'
import { AgeingCard } from './ageing-card.tsx'
import { DismissedCard } from './dismissed-card.tsx'
import { InducedCard } from './induced-card.tsx'
import { ReachCard } from './reach-card.tsx'
import { ResolutionCard } from './resolution-card.tsx'
import { RoiCard } from './roi-card.tsx'
import { TicketWeeksCard } from './ticket-weeks-card.tsx'
import { WorkloadCard } from './workload-card.tsx'

interface Props {
  figures: ReviewFigures
  onOpen: (cohort: Cohort) => void
  onBehind: OpenBehind
}

/** Every figure of the review beside effects and retention, each in a card of its own. */
export function MoreFigures({ figures, onOpen, onBehind }: Props) {
  return (
    <>
      <TicketWeeksCard weeks={figures.ticketWeeks} onBehind={onBehind} />
      <RoiCard facts={figures.roi} onOpen={onOpen} />
      <div className="figure-pair">
        <InducedCard rows={figures.induced} onOpen={onOpen} />
        <DismissedCard rows={figures.dismissed} onBehind={onBehind} />
      </div>
      <div className="figure-pair">
        <ResolutionCard resolution={figures.resolution} onBehind={onBehind} />
        <WorkloadCard rows={figures.workload} onBehind={onBehind} />
      </div>
      <AgeingCard figures={figures} onBehind={onBehind} />
      <ReachCard reach={figures.reach} />
    </>
  )
}
