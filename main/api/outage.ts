import { unwrap } from '../../shared/result.ts'
import { listOutages } from '../outage/door.ts'
import { api } from './whole/context.ts'

export const outage = {
  components: api.outage.components.handler(({ context: { engine } }) =>
    engine.apart.ask('outageComponents', { namings: engine.outages.namings(), now: engine.clock.now() }),
  ),
  affected: api.outage.affected.handler(async ({ context: { engine }, input }) =>
    unwrap(await engine.outages.affected(input)),
  ),
  declare: api.outage.declare.handler(async ({ context: { engine }, input }) =>
    unwrap(await engine.outages.declare({ ...input, beganAt: input.beganAt ?? engine.clock.now() })),
  ),
  list: api.outage.list.handler(({ context: { engine } }) => listOutages(engine.read)),
  get: api.outage.get.handler(async ({ context: { engine }, input }) =>
    unwrap(await engine.apart.ask('outageShown', { id: input.id, now: engine.clock.now() })),
  ),
  calls: api.outage.calls.handler(async ({ context: { engine }, input }) =>
    unwrap(await engine.apart.ask('outageCalls', input.id)),
  ),
  over: api.outage.over.handler(async ({ context: { engine }, input }) => unwrap(await engine.outages.over(input.id))),
  close: api.outage.close.handler(async ({ context: { engine }, input }) =>
    unwrap(await engine.outages.close(input.id)),
  ),
}
