import type { ReportCard } from '../../../shared/predict/report-card.ts'
import type { TriggerCard, TriggerCards } from '../../../shared/predict/trigger-card.ts'
import type { ActingEffect } from '../../../shared/review/effect.ts'
import { DAY, parseDuration } from '../../../shared/trigger/duration.ts'
import { query, type ReadDb } from '../../cache/db.ts'
import { triggerOf } from '../../cache/definitions.ts'
import { keptFigures } from '../advice/decisions.ts'
import { readCohort } from '../cohort/read-cohort.ts'
import { countsByKind, type Starts } from '../cohort/starts.ts'
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
  const acted = actedOn(cohort.starts, now)
  const cards = db.all(triggers).map(({ enabled, definition }): TriggerCard => {
    const { id, title, category, window } = triggerOf(definition)
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
      ...actingFacts(acted.get(id) ?? NOTHING_DONE, effect, facts.precision),
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

/** What acting took, of the starts whose window has closed: the team’s minutes, and starts for which a message left. */
interface Acted {
  minutes: number
  sent: number
}
const NOTHING_DONE: Acted = { minutes: 0, sent: 0 }

/** The same by trigger. */
function actedOn({ count, kinds, kindOf, treated, windowEndsAt, minutes, messages }: Starts, now: number) {
  const { byKey, ofKind } = countsByKind(
    kinds,
    ({ triggerId }) => triggerId,
    () => ({ ...NOTHING_DONE }),
  )
  for (let at = 0; at < count; at++) {
    const acted = ofKind[kindOf[at] ?? 0]
    if (!acted || treated[at] !== 1 || (windowEndsAt[at] ?? 0) > now) continue
    acted.minutes += minutes[at] ?? 0
    if ((messages[at] ?? 0) > 0) acted.sent++
  }
  return byKey
}

const actingFacts = (
  { minutes, sent }: Acted,
  effect: ActingEffect | undefined,
  precision: TriggerCard['precision'],
): Pick<TriggerCard, 'needless' | 'minutesPerAvoided'> => ({
  needless: needlessOf(sent, precision),
  minutesPerAvoided: minutesPerAvoided(minutes, effect?.avoided ?? null),
})

function besideModel(db: ReadDb, trigger: string, card: ReportCard): TriggerCard['besideModel'] {
  const { from, to } = card.judged
  const fired = followedWithin(db, trigger, { from, to, horizon: card.horizonDays * DAY })
  const right = fired.n === 0 ? null : rightOfFirst(card.curve, fired.n)
  if (right === null) return null
  return { trigger: proportion(fired.k, fired.n), model: proportion(right, fired.n) }
}
