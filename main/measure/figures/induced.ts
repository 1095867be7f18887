import type { ReviewFigures } from '../../../shared/review/figures.ts'
import type { CohortData } from '../cohort/cohort.ts'
import { countsByKind } from '../cohort/starts.ts'
import { proportion } from '../proportion.ts'
import { labelOf, type Titles } from './groups.ts'

/** Contacts that our own messages caused, by playbook: they would not exist without the message, so no control is needed. */
export function inducedContacts({ starts }: CohortData, titles: Titles): ReviewFigures['induced'] {
  const { count, kinds, kindOf, treated, exposedAt, inducedAt } = starts
  const { byKey, ofKind } = countsByKind(
    kinds,
    ({ playbookId }) => playbookId,
    () => ({ induced: 0, reached: 0 }),
  )
  for (let at = 0; at < count; at++) {
    const own = ofKind[kindOf[at] ?? 0]
    if (!own || treated[at] !== 1 || Number.isNaN(exposedAt[at])) continue
    own.reached++
    if (!Number.isNaN(inducedAt[at])) own.induced++
  }
  return [...byKey]
    .filter(([, { reached }]) => reached > 0)
    .map(([playbookId, { induced, reached }]) => ({
      playbookId,
      label: labelOf('playbook', playbookId, titles),
      induced: proportion(induced, reached),
    }))
    .sort((a, b) => b.induced.k - a.induced.k || (a.playbookId < b.playbookId ? -1 : 1))
}
