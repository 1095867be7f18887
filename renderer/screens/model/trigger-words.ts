import type { TriggerCard, TriggerCards, TriggerFinding } from '../../../shared/predict/trigger-card.ts'
import { count, percent } from '../../parts/number.ts'

/** Why a trigger is proposed for pausing, in a word or two. */
export const FINDING_WORDS: Record<TriggerFinding, string> = {
  harms: 'harms',
  false_alarms: 'false alarms',
  does_nothing: 'does nothing',
}

/** Accounts written to for nothing: `12 of 40 (8–17)`. */
export function needlessWords({ written, estimate }: TriggerCard['needless']): string {
  if (written === 0) return '–'
  if (estimate === null) return `of ${count(written)}`
  const whole = (value: number) => count(Math.round(value))
  return `${whole(estimate.value)} of ${count(written)} (${whole(estimate.low)}–${whole(estimate.high)})`
}

/** `38 (24–90)`; nobody can tell until acting is known to avoid contacts. */
export function minutesWords(minutes: TriggerCard['minutesPerAvoided']): string {
  if (minutes === null) return 'cannot tell yet'
  const whole = (value: number) => count(Math.round(value))
  return `${whole(minutes.value)} (${whole(minutes.low)}–${whole(minutes.high)})`
}

/** Both warned of as many accounts: `31 %, model 24 %`. */
export function besideWords(beside: TriggerCard['besideModel']): string {
  if (beside === null) return '–'
  return `${percent(beside.trigger.value ?? 0)}, model ${percent(beside.model.value ?? 0)}`
}

/** Which tickets count for which trigger. */
export function toldWords({ all, told }: TriggerCards['tickets']): string {
  if (told === 0) return 'No ticket tells its category, so any ticket counts for every trigger.'
  if (told === all) return 'Every ticket tells its category, so it counts for triggers of that category only.'
  return `${count(told)} of ${count(all)} tickets tell their category; any other ticket counts for every trigger.`
}
