import { armHealth } from '../../measure/door.ts'
import { api } from '../whole/context.ts'

export const measure = {
  analyse: api.measure.analyse.handler(({ context: { engine }, input, signal }) =>
    engine.experiments.analyse(input, signal),
  ),
  health: api.measure.health.handler(({ context: { engine }, input }) =>
    armHealth(engine.read, input, engine.clock.now()),
  ),
}
