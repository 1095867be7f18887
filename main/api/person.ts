import { unwrap } from '../../shared/result.ts'
import { listErasures } from '../privacy/door.ts'
import { api } from './context.ts'

export const person = {
  plan: api.person.plan.handler(({ context: { engine }, input }) => unwrap(engine.people.plan(input))),
  erase: api.person.erase.handler(async ({ context: { engine }, input }) => unwrap(await engine.people.erase(input))),
  export: api.person.export.handler(async ({ context: { engine }, input }) =>
    unwrap(await engine.people.exportPerson(input)),
  ),
  erasures: api.person.erasures.handler(({ context: { engine } }) => listErasures(engine.read)),
}
