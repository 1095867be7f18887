import { experimentAskSchema } from '../experiment/ask.ts'
import { experimentSchema } from '../experiment/experiment.ts'
import { call } from './call.ts'

export const measure = {
  analyse: call('judge an experiment from a file or from accounts; null when it was cancelled')
    .input(experimentAskSchema)
    .output(experimentSchema.nullable()),
}
