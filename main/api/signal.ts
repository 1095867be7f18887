import { api } from './context.ts'

export const signal = {
  evaluate: api.signal.evaluate.handler(({ context: { engine }, input }) => engine.evaluate(input.everything)),
}
