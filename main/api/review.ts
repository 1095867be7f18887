import { api } from './whole/context.ts'

export const review = {
  summary: api.review.summary.handler(({ context: { engine }, input }) => engine.review.summary(input)),
  figures: api.review.figures.handler(({ context: { engine }, input }) =>
    engine.review.figures(input, { now: engine.clock.now(), wall: engine.clock.wall() }),
  ),
  cohort: api.review.cohort.handler(({ context: { engine }, input }) =>
    engine.review.cohort(input, engine.clock.now()),
  ),
}
