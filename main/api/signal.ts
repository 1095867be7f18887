import { arrivalLanes } from './view/arrivals.ts'
import { api } from './whole/context.ts'

export const signal = {
  evaluate: api.signal.evaluate.handler(({ context: { engine }, input }) => engine.evaluate(input.everything)),
  lanes: api.signal.lanes.handler(({ context: { engine }, input }) => arrivalLanes(engine.read, input.limit)),
}
