import { z } from 'zod'
import { evaluationReportSchema } from '../model/signal.ts'
import { laneSchema } from '../predict/arrival.ts'
import { call } from './call.ts'

export const signal = {
  evaluate: call('evaluate triggers for accounts that may have changed, or for all')
    .input(z.object({ everything: z.boolean().default(false) }))
    .output(evaluationReportSchema),
  lanes: call('list how long objects live by lane, and how often their intervals of 90 % held', 'life_curve')
    .input(z.object({ limit: z.int().min(1).max(500).default(100) }))
    .output(z.array(laneSchema)),
}
