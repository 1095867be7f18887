import type { ReportCard } from '../../../shared/predict/report-card.ts'
import type { TriggerCard, TriggerCards } from '../../../shared/predict/trigger-card.ts'
import type { ActingEffect } from '../../../shared/review/effect.ts'
import { DAY, parseDuration } from '../../../shared/trigger/duration.ts'
import { triggerSchema } from '../../../shared/trigger/trigger.ts'
import { query, type ReadDb } from '../../cache/db.ts'
import { keptFigures } from '../advice/decisions.ts'
import type { CohortRow } from '../cohort/cohort.ts'
import { readCohort } from '../cohort/read-cohort.ts'
import { effectsOf } from '../figures/effects.ts'
import { judgeCohort } from '../figures/judged.ts'
import { tallyBy } from '../figures/tally.ts'
import { titlesOf } from '../figures/titles.ts'
import { dismissedBy } from '../figures/work.ts'
import { proportion } from '../proportion.ts'
import {
  baseRatesOf,
  cardToCompare,
  followedLeftAlone,
  followedWithin,
  newestDecisions,
  toldTickets,
} from './read-cards.ts'
import { minutesPerAvoided, needlessOf, proposalFor, rightOfFirst, triggerFigures } from './trigger-finding.ts'

const triggers = query<{ enabled: number; definition: string }>('SELECT enabled, definition FROM trigger ORDER BY id')

/** What is worth showing first: proposals, then the triggers that fire most. */
const byWeight = (a: TriggerCard, b: TriggerCard): number =>
  Number(b.proposal !== null) - Number(a.proposal !== null) ||
  b.precision.n - a.precision.n ||
  (a.triggerId < b.triggerId ? -1 : 1)

/** The report card of each trigger, over everything that was ever started. */
export function triggerCards(db: ReadDb, now: number): TriggerCards {
  const compared = cardToCompare(db)
  const titles = titlesOf(db)
  const cohort = readCohort(db, {})
  const judged = judgeCohort(cohort, now)
  const effects = new Map(
    effectsOf('trigger', tallyBy('trigger', judged), { titles, ghosts: false }).map(effect => [effect.key, effect]),
  )
  const dismissed = new Map(dismissedBy(db, {}, titles).map(one => [one.triggerId, one.falsePositives]))
  const bases = baseRatesOf(db)
  const decided = newestDecisions(db)
  const starts = Map.groupBy(cohort.rows, ({ kind }) => kind.triggerId)
  const cards = db.all(triggers).map(({ enabled, definition }): TriggerCard => {
    const { id, title, category, window } = triggerSchema.parse(JSON.parse(definition))
    const span = parseDuration(window) ?? 0
    const alone = followedLeftAlone(db, { id, category, window: span }, now)
    const effect = effects.get(id)
    const facts = {
      ...{ precision: proportion(alone.k, alone.n), base: bases.get(id) ?? null, effect },
      dismissed: dismissed.get(id) ?? proportion(0, 0),
    }
    const decision = decided.get(id) ?? null
    const isSettled = enabled === 0 || (decision !== null && decision.lookAt > now)
    return {
      ...{ triggerId: id, title, category, enabled: enabled === 1, windowDays: span / DAY, decision },
      ...{ precision: facts.precision, base: facts.base, dismissed: facts.dismissed },
      ...actingFacts(starts.get(id) ?? [], effect, facts.precision, now),
      besideModel: compared && besideModel(db, id, compared.card),
      proposal: isSettled ? null : proposalFor(facts),
      figures: triggerFigures(facts, effect ? keptFigures(effect.assigned) : NOT_ACTED),
    }
  })
  const model = compared && {
    ...{ id: compared.id, horizonDays: compared.card.horizonDays },
    ...{ from: compared.card.judged.from, to: compared.card.judged.to },
  }
  return { cards: cards.sort(byWeight), model, tickets: toldTickets(db) }
}

const NOT_ACTED = {
  treated: { starts: 0, contacts: 0 },
  control: { starts: 0, contacts: 0 },
  sequence: null,
}

/** What acting on a trigger took, of the starts whose window has closed. */
function actingFacts(
  rows: readonly CohortRow[],
  effect: ActingEffect | undefined,
  precision: TriggerCard['precision'],
  now: number,
): Pick<TriggerCard, 'needless' | 'minutesPerAvoided'> {
  const treated = rows.filter(row => row.treated === 1 && row.windowEndsAt <= now)
  const minutes = treated.reduce((sum, row) => sum + row.minutes, 0)
  return {
    needless: needlessOf(treated.filter(({ messages }) => (messages ?? 0) > 0).length, precision),
    minutesPerAvoided: minutesPerAvoided(minutes, effect?.avoided ?? null),
  }
}

function besideModel(db: ReadDb, trigger: string, card: ReportCard): TriggerCard['besideModel'] {
  const { from, to } = card.judged
  const fired = followedWithin(db, trigger, { from, to, horizon: card.horizonDays * DAY })
  const right = fired.n === 0 ? null : rightOfFirst(card.curve, fired.n)
  if (right === null) return null
  return { trigger: proportion(fired.k, fired.n), model: proportion(right, fired.n) }
}
