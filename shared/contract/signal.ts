import { z } from 'zod'
import { evaluationReportSchema } from '../model/signal.ts'
import { call } from './call.ts'

export const signal = {
  evaluate: call('evaluate triggers now for every account that may have changed')
    .input(z.object({ everything: z.boolean().default(false) }))
    .output(evaluationReportSchema),
}
