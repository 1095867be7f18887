import type { TriggerAnswer } from '../../../shared/predict/trigger-card.ts'
import { fail } from '../../../shared/result.ts'
import { DAY } from '../../../shared/trigger/duration.ts'
import type { Engine } from '../../engine/engine.ts'
import { listCards, retrainingOf, setRetraining } from '../../predict/door.ts'
import { decideTrigger } from '../../signal/door.ts'
import { api, journalled } from '../whole/context.ts'

/** The engine finds the proposal and its figures: what a decision rests on is nothing that its caller could say. */
async function decideOn(engine: Engine, { triggerId, answer, reason, lookAfterDays }: TriggerAnswer) {
  const now = engine.clock.now()
  const card = (await engine.review.triggerCards(now)).cards.find(one => one.triggerId === triggerId)
  if (!card?.proposal)
    return fail(
      'conflict',
      'The decision was not recorded.',
      'The trigger is not proposed for pausing.',
      'Reload the model screen.',
    )
  return engine.decide(decideTrigger, {
    ...{ id: triggerId, finding: card.proposal.finding, answer, reason, figures: card.figures },
    lookAt: now + lookAfterDays * DAY,
  })
}

export const model = {
  evaluate: api.model.evaluate.handler(({ context: { engine }, input, signal }) => engine.judging.table(input, signal)),
  train: api.model.train.handler(({ context: { engine }, input, signal }) => engine.models.train(input.days, signal)),
  list: api.model.list.handler(({ context: { engine } }) => listCards(engine.read)),
  history: api.model.history.handler(({ context: { engine }, input }) => engine.models.history(input)),
  retraining: api.model.retraining.handler(({ context: { engine } }) => retrainingOf(engine.read)),
  setRetraining: api.model.setRetraining.handler(({ context: { engine }, input }) =>
    journalled(engine.decide(setRetraining, input)),
  ),
  drift: api.model.drift.handler(({ context: { engine } }) => engine.models.drift()),
  triggerCards: api.model.triggerCards.handler(({ context: { engine } }) =>
    engine.review.triggerCards(engine.clock.now()),
  ),
  decideTrigger: api.model.decideTrigger.handler(({ context: { engine }, input }) =>
    journalled(decideOn(engine, input)),
  ),
  why: api.model.why.handler(({ context: { engine }, input }) => engine.models.why(input)),
}
