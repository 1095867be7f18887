import { unwrap } from '../../../shared/result.ts'
import { APP_VERSION } from '../../engine/version.ts'
import { api } from '../whole/context.ts'

export const review = {
  summary: api.review.summary.handler(({ context: { engine }, input }) => engine.review.summary(input)),
  figures: api.review.figures.handler(({ context: { engine }, input }) =>
    engine.review.figures(input, { now: engine.clock.now(), wall: engine.clock.wall() }),
  ),
  cohort: api.review.cohort.handler(({ context: { engine }, input }) =>
    engine.review.cohort(input, engine.clock.now()),
  ),
  report: api.review.report.handler(({ context: { engine }, input }) =>
    engine.review.report(input, { now: engine.clock.now(), wall: engine.clock.wall(), program: APP_VERSION }),
  ),
  verifyReport: api.review.verifyReport.handler(async ({ context: { engine }, input }) =>
    unwrap(await engine.review.verifyReport(input.text, APP_VERSION)),
  ),
}
