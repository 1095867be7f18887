import { api } from './whole/context.ts'

export const measure = {
  analyse: api.measure.analyse.handler(({ context: { engine }, input, signal }) =>
    engine.experiments.analyse(input, signal),
  ),
}
