import { api } from './whole/context.ts'

export const signal = {
  evaluate: api.signal.evaluate.handler(({ context: { engine }, input }) => engine.evaluate(input.everything)),
}
