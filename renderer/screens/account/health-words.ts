import type { AccountHealth, HealthChange } from '../../../shared/predict/health.ts'
import { percent } from '../../parts/number.ts'

/** A health as it is shown: a whole number. 100 and 0 are said of no account whose risk is not exactly that. */
export const shownHealth = (health: number): string =>
  String(health > 0 && health < 1 ? 1 : health > 99 && health < 100 ? 99 : Math.round(health))

/** Points that an issue takes away. */
export const lostPoints = (points: number): string => `−${points < 0.95 ? points.toFixed(1) : Math.round(points)}`

/** What the number is, in a sentence. */
export function healthBasis({ by }: Pick<AccountHealth, 'by'>): string {
  if (by === 'model')
    return '100 × the chance that the account neither contacts support nor leaves, as the model in use says.'
  if (by === 'issues')
    return '100 × the chance that none of the open issues comes true, if none has to do with another.'
  return 'Nothing measures the health: no issue is open, and no trained model has scored the account.'
}

/** Why the health changed. */
export function healthChangeWords(change: HealthChange): string {
  switch (change.by) {
    case 'opened':
      return `“${change.title}” opened with a risk of ${percent(change.risk)}`
    case 'closed':
      return `“${change.title}” closed`
    case 'moved':
      return `risk of “${change.title}” ${percent(change.before)} → ${percent(change.risk)}`
    case 'scored':
      return change.before === null
        ? `the model scored the account: risk ${percent(change.risk)}`
        : `the model’s risk ${percent(change.before)} → ${percent(change.risk)}`
  }
}
