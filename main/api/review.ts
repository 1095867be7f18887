import { api } from './whole/context.ts'

export const review = {
  summary: api.review.summary.handler(({ context: { engine }, input }) => engine.review.summary(input)),
  cohort: api.review.cohort.handler(({ context: { engine }, input }) => engine.review.cohort(input)),
}
