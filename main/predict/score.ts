import { evidenceSchema } from '../../shared/model/signal.ts'
import { bandAt, bandNumber, priorityOf, URGENCY } from '../../shared/priority.ts'
import { parseDuration } from '../../shared/trigger/duration.ts'
import { figureText } from '../../shared/trigger/event-words.ts'
import { deadlineOf, type Subscription, valueAtStake } from '../issue/fold.ts'
import { predict, shrunk } from './predict.ts'
import type { Model, TriggerFacts } from './rates.ts'

/** What scoring looks at, besides the model. */
export interface ScoreFacts {
  account: { mrrMinor: number | null; currency: string | null; renewsAt: number | null }
  subscriptions: readonly Subscription[]
  /** The signals that hold now: trigger, moment (UTC ms) and stored evidence. */
  live: readonly { triggerId: string; firedAt: number; evidence: string }[]
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
  treatability: number
  value_minor: number
  currency: string
  urgency: number
  minutes: number
  model: string
  base: number
  factors: string
}

/** What a playbook that is not there is assumed to take away. */
const UNKNOWN_TREATABILITY = 0.2

/** Everything that is computed about an issue at `now`; null when no signal of a known trigger holds. */
export function score(model: Model, facts: ScoreFacts, now: number): Score | null {
  const signals = facts.live
    .flatMap(({ triggerId, firedAt, evidence }) => {
      const trigger = model.triggers.get(triggerId)
      return trigger ? [{ trigger, firedAt, evidence }] : []
    })
    .sort((a, b) => shrunk(b.trigger.rate) - shrunk(a.trigger.rate) || byId(a.trigger, b.trigger))
  // The most telling signal names the issue: its title, playbook, minutes and horizon.
  const main = signals[0]?.trigger
  if (!main) return null
  const prediction = predict(
    main.base,
    signals.map(({ trigger, evidence }) => ({ label: labelOf(trigger, evidence), rate: trigger.rate })),
  )
  const { definition } = main
  const treatability = model.treatability.get(definition.playbook) ?? UNKNOWN_TREATABILITY
  const value = valueAtStake(facts.account, facts.subscriptions, model.currency)
  const renewal = deadlineOf(facts.account.renewsAt, facts.subscriptions, now)
  const dueAt = earliest([renewal, ...signals.map(actBefore)])
  const { band, until } = bandAt(dueAt, now)
  const terms = {
    risk: prediction.risk,
    treatability,
    valueMinor: value.minor,
    currency: value.currency,
    urgency: URGENCY[band],
    minutes: definition.minutes,
  }
  return {
    band: bandNumber(band),
    band_until: until,
    title: definition.title,
    due_at: dueAt,
    signal_count: signals.length,
    playbook_id: definition.playbook,
    priority: priorityOf(terms),
    risk: prediction.risk,
    treatability,
    value_minor: value.minor,
    currency: value.currency,
    urgency: terms.urgency,
    minutes: terms.minutes,
    model: prediction.model,
    base: prediction.base,
    factors: JSON.stringify(prediction.factors),
  }
}

/** When acting on a signal would come too late, UTC ms; null where the trigger names no such time. */
function actBefore({ trigger, firedAt }: { trigger: TriggerFacts; firedAt: number }): number | null {
  const within = trigger.definition.actWithin
  return within === undefined ? null : firedAt + (parseDuration(within) ?? 0)
}

const earliest = (times: readonly (number | null)[]): number | null =>
  times.reduce((first, at) => (first === null || (at !== null && at < first) ? at : first), null)

const byId = (a: TriggerFacts, b: TriggerFacts): number => (a.definition.id < b.definition.id ? -1 : 1)

/** The first figure in words, `12 uses in 28 days (usually 41)`; the title where nothing was measured. */
function labelOf({ definition }: TriggerFacts, evidence: string): string {
  const [figure] = evidenceSchema.parse(JSON.parse(evidence)).figures
  return figure ? figureText(figure) : definition.title
}
