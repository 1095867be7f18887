import { unwrap } from '../../shared/result.ts'
import { retentionOf } from '../cache/erased/retention.ts'
import { listErasures, setRetention } from '../privacy/door.ts'
import { api, journalled } from './whole/context.ts'

export const person = {
  plan: api.person.plan.handler(({ context: { engine }, input }) => unwrap(engine.people.plan(input))),
  erase: api.person.erase.handler(async ({ context: { engine }, input }) => unwrap(await engine.people.erase(input))),
  export: api.person.export.handler(async ({ context: { engine }, input }) =>
    unwrap(await engine.people.exportPerson(input)),
  ),
  retention: api.person.retention.handler(({ context: { engine } }) => retentionOf(engine.read)),
  retentionPlan: api.person.retentionPlan.handler(({ context: { engine }, input }) =>
    engine.people.planRetention(input),
  ),
  setRetention: api.person.setRetention.handler(({ context: { engine }, input }) =>
    journalled(engine.decide(setRetention, input)),
  ),
  erasures: api.person.erasures.handler(({ context: { engine } }) => listErasures(engine.read)),
}
