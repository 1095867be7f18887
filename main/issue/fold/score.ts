import { evidenceSchema } from '../../../shared/model/signal.ts'
import { bandAt, bandNumber, priorityOf, URGENCY } from '../../../shared/priority.ts'
import { parseDuration } from '../../../shared/trigger/duration.ts'
import { figureText } from '../../../shared/trigger/event-words.ts'
import type { Trigger } from '../../../shared/trigger/trigger.ts'
import type { Category } from '../../../shared/vocabulary.ts'
import type { Catalogue } from './catalogue.ts'
import type { PredictRisk } from './prediction.ts'
import { deadlineOf, type Subscription, valueAtStake } from './stake.ts'

/** What scoring looks at, besides the catalogue and the model. */
export interface ScoreFacts {
  account: { mrrMinor: number | null; currency: string | null; renewsAt: number | null }
  subscriptions: readonly Subscription[]
  /** The signals that hold now: trigger, moment (UTC ms) and stored evidence. */
  live: readonly { triggerId: string; firedAt: number; evidence: string }[]
  /** What a trained model says of the account, of the category where it can; null where none does, and base rates decide. */
  modelled: ModelledRisk | null
}

/** The risk of an account by a trained model, with its width; `base` and `factors` (JSON) add up to it. */
export interface ModelledRisk {
  /** What tickets had to be about to count; null: anything. */
  about: Category | null
  risk: number
  low: number
  high: number
  base: number
  factors: string
  modelId: number
  scoreId: number
}

/** The columns of an issue that are computed, by their names. */
export interface Score {
  band: number
  band_until: number | null
  title: string
  due_at: number | null
  signal_count: number
  playbook_id: string
  priority: number
  risk: number
  risk_low: number | null
  risk_high: number | null
  /** The category that tickets had to be about for the trained risk; null: any ticket counts, or base rates made the risk. */
  risk_about: Category | null
  treatability: number
  treatability_low: number | null
  treatability_high: number | null
  treatability_starts: number
  value_minor: number
  currency: string
  value_basis: string
  urgency: number
  minutes: number
  model_id: number
  score_id: number | null
  firings: number
  base: number
  factors: string
  /** What weighs most of the signals, in words. */
  figure: string
}

/** What a playbook that is not there is assumed to take away. */
const UNKNOWN_TREATABILITY = 0.2

/** Everything that is computed about an issue at `now`; null when no signal of a known trigger holds. */
export function score(catalogue: Catalogue, predict: PredictRisk, facts: ScoreFacts, now: number): Score | null {
  const signals = facts.live.flatMap(({ triggerId, firedAt, evidence }) => {
    const trigger = catalogue.triggers.get(triggerId)
    return trigger ? [{ trigger, firedAt, evidence }] : []
  })
  const prediction = predict(
    signals.map(({ trigger, evidence }) => ({ triggerId: trigger.id, label: labelOf(trigger, evidence) })),
  )
  // The most telling signal names the issue: its title, playbook and minutes.
  const leading = prediction && catalogue.triggers.get(prediction.leading)
  if (!prediction || !leading) return null
  const { modelled } = facts
  const risk = modelled?.risk ?? prediction.risk
  const measured = catalogue.measured.get(`${leading.id} ${leading.playbook}`)
  const treatability = measured?.value ?? catalogue.treatability.get(leading.playbook) ?? UNKNOWN_TREATABILITY
  const value = valueAtStake(facts.account, facts.subscriptions, catalogue.reckoning)
  const renewal = deadlineOf(facts.account.renewsAt, facts.subscriptions, now)
  const dueAt = earliest([renewal, ...signals.map(actBefore)])
  const { band, until } = bandAt(dueAt, now)
  const terms = {
    risk,
    treatability,
    valueMinor: value.minor,
    currency: value.currency,
    urgency: URGENCY[band],
    minutes: leading.minutes,
  }
  return {
    band: bandNumber(band),
    band_until: until,
    title: leading.title,
    due_at: dueAt,
    signal_count: signals.length,
    playbook_id: leading.playbook,
    priority: priorityOf(terms),
    risk,
    risk_low: modelled?.low ?? null,
    risk_high: modelled?.high ?? null,
    risk_about: modelled?.about ?? null,
    treatability,
    treatability_low: measured?.low ?? null,
    treatability_high: measured?.high ?? null,
    treatability_starts: measured?.starts ?? 0,
    value_minor: value.minor,
    currency: value.currency,
    value_basis: JSON.stringify(value.basis),
    urgency: terms.urgency,
    minutes: terms.minutes,
    model_id: modelled?.modelId ?? prediction.modelId,
    score_id: modelled?.scoreId ?? null,
    firings: prediction.firings,
    base: modelled?.base ?? prediction.base,
    factors: modelled?.factors ?? JSON.stringify(prediction.factors),
    figure: prediction.factors[0]?.label ?? '',
  }
}

/** Whether a score says anything new. A newer model that comes to the same result is no news: the row stays as it is. */
export const isNews = (stored: Omit<Score, 'model_id'>, scored: Score): boolean =>
  (Object.keys(scored) as (keyof Score)[]).some(column => column !== 'model_id' && stored[column] !== scored[column])

/** When acting on a signal would come too late, UTC ms; null where the trigger names no such time. */
function actBefore({ trigger, firedAt }: { trigger: Trigger; firedAt: number }): number | null {
  const within = trigger.actWithin
  return within === undefined ? null : firedAt + (parseDuration(within) ?? 0)
}

const earliest = (times: readonly (number | null)[]): number | null =>
  times.reduce((first, at) => (first === null || (at !== null && at < first) ? at : first), null)

/** The first figure in words, `Uses in 28 days: 12 (usually 41)`; the title where nothing was measured. */
function labelOf({ title }: Trigger, evidence: string): string {
  const [figure] = evidenceSchema.parse(JSON.parse(evidence)).figures
  return figure ? figureText(figure) : title
}
