import type { ReviewFigures } from '../../../shared/review/figures.ts'
import type { CohortData } from '../cohort/cohort.ts'
import { proportion } from '../proportion.ts'
import { labelOf, type Titles } from './groups.ts'

/** Contacts that our own messages caused, by playbook: they would not exist without the message, so no control is needed. */
export function inducedContacts({ rows }: CohortData, titles: Titles): ReviewFigures['induced'] {
  const reached = rows.filter(row => row.treated && row.exposedAt !== null)
  return [...Map.groupBy(reached, row => row.kind.playbookId)]
    .map(([playbookId, own]) => ({
      playbookId,
      label: labelOf('playbook', playbookId, titles),
      induced: proportion(own.filter(({ inducedAt }) => inducedAt !== null).length, own.length),
    }))
    .sort((a, b) => b.induced.k - a.induced.k || (a.playbookId < b.playbookId ? -1 : 1))
}
