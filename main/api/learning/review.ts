import type { Period } from '../../../shared/period.ts'
import { fail, unwrap } from '../../../shared/result.ts'
import type { AdviceAnswer } from '../../../shared/review/decision.ts'
import { reviewFiguresSchema } from '../../../shared/review/figures.ts'
import { lastDaysOf } from '../../../shared/review/last-days.ts'
import { DAY } from '../../../shared/trigger/duration.ts'
import type { Asked, Engine } from '../../engine/engine.ts'
import { APP_VERSION } from '../../engine/version.ts'
import { decideAdvice, keptFigures, lookAtAdvice } from '../../measure/door.ts'
import { api, journalled } from '../whole/context.ts'

/** The engine finds the advice and its figures: what a decision rests on is nothing that its caller could say. */
async function decideOn(
  engine: Engine,
  { playbookId, advice, answer, reason, lookAfterDays, ...period }: AdviceAnswer,
) {
  const moment = { now: engine.clock.now(), wall: engine.clock.wall() }
  const { recommendations, effects } = await engine.review.figures(boundsOf(period), moment)
  const given = recommendations.find(one => one.playbookId === playbookId && one.advice === advice)
  const effect = effects.find(({ dimension, key }) => dimension === 'playbook' && key === playbookId)
  if (!given || !effect)
    return fail(
      'conflict',
      'The decision was not recorded.',
      'The review of this period gives no such advice for the playbook.',
      'Reload the review.',
    )
  return engine.decide(decideAdvice, {
    ...{ playbookId, advice, answer, reason, segment: given.segment, figures: keptFigures(effect.assigned) },
    lookAt: moment.now + lookAfterDays * DAY,
  })
}

const boundsOf = ({ from, to }: Pick<AdviceAnswer, 'from' | 'to'>): Period => ({
  ...(from !== undefined && { from }),
  ...(to !== undefined && { to }),
})

async function lookAt(engine: Engine, id: string) {
  const now = engine.clock.now()
  const decision = (await engine.review.decisions(now)).find(one => one.id === id)
  if (!decision)
    return fail('not_found', 'The decision was not closed.', 'The decision does not exist.', 'Reload the review.')
  const found = await engine.review.since(decision.playbookId, decision.decidedAt, now)
  return engine.decide(lookAtAdvice, { decision: id, found })
}

/** Figures of the last days are asked for again at each visit; those of a period between two days are not. */
const ofLastDays = (days: number | null): Asked => ({ name: 'review.figures', input: { days } })

export const review = {
  summary: api.review.summary.handler(({ context: { engine }, input }) => engine.review.summary(input)),
  figures: api.review.figures.handler(({ context: { engine }, input }) => {
    const moment = { now: engine.clock.now(), wall: engine.clock.wall() }
    const days = lastDaysOf(input, moment.now)
    return engine.keeping.through(days === undefined ? null : ofLastDays(days), () =>
      engine.review.figures(input, moment),
    )
  }),
  keptFigures: api.review.keptFigures.handler(({ context: { engine }, input }) =>
    engine.keeping.find(ofLastDays(input.days), reviewFiguresSchema),
  ),
  cohort: api.review.cohort.handler(({ context: { engine }, input }) =>
    engine.review.cohort(input, engine.clock.now()),
  ),
  behind: api.review.behind.handler(({ context: { engine }, input: { wanted, ...page } }) =>
    engine.review.behind(wanted, { now: engine.clock.now(), wall: engine.clock.wall() }, page),
  ),
  decisions: api.review.decisions.handler(({ context: { engine } }) => engine.review.decisions(engine.clock.now())),
  decide: api.review.decide.handler(({ context: { engine }, input }) => journalled(decideOn(engine, input))),
  look: api.review.look.handler(({ context: { engine }, input }) => journalled(lookAt(engine, input.decision))),
  report: api.review.report.handler(({ context: { engine }, input }) =>
    engine.review.report(input, { now: engine.clock.now(), wall: engine.clock.wall(), program: APP_VERSION }),
  ),
  verifyReport: api.review.verifyReport.handler(async ({ context: { engine }, input }) =>
    unwrap(await engine.review.verifyReport(input.text, APP_VERSION)),
  ),
}
