import type { AdviceDecision, PlaybookFigures } from '../../../shared/review/decision.ts'
import type { ComparedArms } from '../../../shared/review/effect.ts'
import type { ReadDb } from '../../cache/db.ts'
import { readCohort } from '../cohort/read-cohort.ts'
import { compareSums } from '../figures/compare-sums.ts'
import { labelOf } from '../figures/groups.ts'
import { judgeCohort } from '../figures/judged.ts'
import { tallyBy } from '../figures/tally.ts'
import { titlesOf } from '../figures/titles.ts'
import { adviceRows, decisionOf } from './store.ts'

/** The most decisions that are listed. */
const LISTED = 100

/** What a comparison says, in the few numbers that a decision keeps. */
export function keptFigures({ treated, control, sequence }: ComparedArms): PlaybookFigures {
  const arm = ({ starts, contacts }: ComparedArms['treated']) => ({ starts, contacts })
  return { treated: arm(treated), control: arm(control), sequence }
}

/** A playbook’s starts since a moment, treated against control, as far as their windows have closed. */
export function playbookSince(db: ReadDb, playbookId: string, since: number, now: number): PlaybookFigures {
  const judged = judgeCohort(readCohort(db, { from: since, to: now }), now)
  const tally = tallyBy('playbook', judged).find(({ key }) => key === playbookId)
  if (!tally) return { treated: NONE, control: NONE, sequence: null }
  return keptFigures(compareSums(tally.assigned.treated, tally.assigned.control))
}

const NONE = { starts: 0, contacts: 0 }

/** Decisions about advice, newest first; those whose window is over come with what was started since. */
export function adviceDecisions(db: ReadDb, now: number): AdviceDecision[] {
  const titles = titlesOf(db)
  return adviceRows(db, LISTED).map(row =>
    decisionOf(row, now, {
      labelOf: playbookId => labelOf('playbook', playbookId, titles),
      since: ({ playbook_id, decided_at }) => playbookSince(db, playbook_id, decided_at, now),
    }),
  )
}
