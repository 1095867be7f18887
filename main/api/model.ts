import { api } from './whole/context.ts'

export const model = {
  evaluate: api.model.evaluate.handler(({ context: { engine }, input, signal }) => engine.judging.table(input, signal)),
}
