import { unwrap } from '../../shared/result.ts'
import { api } from './context.ts'

/** Outreach to many accounts at once; beside the calls that start one. */
export const bulk = {
  plan: api.intervention.plan.handler(async ({ context: { engine }, input }) => unwrap(await engine.bulk.plan(input))),
  startMany: api.intervention.startMany.handler(async ({ context: { engine }, input }) =>
    unwrap(await engine.bulk.startMany(input)),
  ),
}
