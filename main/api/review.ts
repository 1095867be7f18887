import { DAY } from '../../shared/trigger/duration.ts'
import { api } from './context.ts'

/** What is shown when nobody chose a period: the last 30 days. */
const PERIOD = 30 * DAY

export const review = {
  summary: api.review.summary.handler(({ context: { engine }, input }) => {
    const to = input.to ?? engine.clock.now()
    return engine.review.summary(input.from ?? to - PERIOD, to)
  }),
  cohort: api.review.cohort.handler(({ context: { engine }, input }) => {
    const to = input.to ?? engine.clock.now()
    return engine.review.cohort({ ...input, from: input.from ?? to - PERIOD, to })
  }),
}
