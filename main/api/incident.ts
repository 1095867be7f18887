import { unwrap } from '../../shared/result.ts'
import { incidentList, learning } from '../engine/apart/incidents.ts'
import { closeIncident, putBackIntoIncident, takeOutOfIncident } from '../issue/door.ts'
import { api, journalled } from './whole/context.ts'

export const incident = {
  list: api.incident.list.handler(({ context: { engine }, input }) => incidentList(engine.read, input)),
  get: api.incident.get.handler(async ({ context: { engine }, input }) =>
    unwrap(await engine.apart.ask('incident', { id: input.id, now: engine.clock.now() })),
  ),
  contacts: api.incident.contacts.handler(async ({ context: { engine }, input }) =>
    unwrap(await engine.apart.ask('incidentContacts', { id: input.id, now: engine.clock.now() })),
  ),
  learning: api.incident.learning.handler(({ context: { engine } }) => learning(engine.read, engine.clock.now())),
  close: api.incident.close.handler(({ context: { engine }, input }) =>
    journalled(engine.decide(closeIncident, input)),
  ),
  takeOut: api.incident.takeOut.handler(({ context: { engine }, input }) =>
    journalled(engine.decide(takeOutOfIncident, input)),
  ),
  putBack: api.incident.putBack.handler(({ context: { engine }, input }) =>
    journalled(engine.decide(putBackIntoIncident, input)),
  ),
}
