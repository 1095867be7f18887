import { experimentAskSchema } from '../../experiment/ask.ts'
import { experimentSchema } from '../../experiment/experiment.ts'
import { armHealthSchema } from '../../model/arm-health.ts'
import { periodSchema } from '../../period.ts'
import { call } from '../call.ts'

export const measure = {
  analyse: call('judge an experiment from a file or from accounts; null when it was cancelled')
    .input(experimentAskSchema)
    .output(experimentSchema.nullable()),
  health: call(
    'say whether treatment and control of a period can be compared: ratio, contamination, changes',
    'account',
    'event',
    'exposure',
    'intervention',
    'setting',
  )
    .input(periodSchema)
    .output(armHealthSchema),
}
