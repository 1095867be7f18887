import { z } from 'zod'
import { evaluationReportSchema } from '../model/signal.ts'
import { call } from './call.ts'

export const signal = {
  evaluate: call('evaluate triggers for accounts that may have changed, or for all')
    .input(z.object({ everything: z.boolean().default(false) }))
    .output(evaluationReportSchema),
}
