import { unwrap } from '../../shared/result.ts'
import { api } from './whole/context.ts'

export const update = {
  state: api.update.state.handler(({ context: { host, engine } }) => host.updates.state(engine.tasks)),
  configure: api.update.configure.handler(async ({ context: { host, engine }, input }) => {
    unwrap(await host.updates.configure(input))
    return host.updates.state(engine.tasks)
  }),
  look: api.update.look.handler(async ({ context: { host, engine } }) => {
    unwrap(await host.updates.look(engine.tasks))
    return host.updates.state(engine.tasks)
  }),
  install: api.update.install.handler(async ({ context: { host, engine } }) => {
    unwrap(await host.updates.install(engine.tasks, engine.dir))
    return host.updates.state(engine.tasks)
  }),
}
