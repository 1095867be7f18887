import { listCards } from '../../predict/door.ts'
import { api } from '../whole/context.ts'

export const model = {
  evaluate: api.model.evaluate.handler(({ context: { engine }, input, signal }) => engine.judging.table(input, signal)),
  train: api.model.train.handler(({ context: { engine }, input, signal }) => engine.models.train(input.days, signal)),
  list: api.model.list.handler(({ context: { engine } }) => listCards(engine.read)),
  history: api.model.history.handler(({ context: { engine }, input }) => engine.models.history(input)),
  why: api.model.why.handler(({ context: { engine }, input }) => engine.models.why(input)),
}
