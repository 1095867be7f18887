import { z } from 'zod'
import { periodSchema } from '../period.ts'
import { missedTroubleSchema, recallFiguresSchema, recallTicketsAskSchema } from '../review/missed.ts'
import { call, page } from './call.ts'

export const recall = {
  figures: call(
    'count tickets and cancellations of a period by whether an issue was open, and why not: recall with interval',
  )
    .input(periodSchema)
    .output(recallFiguresSchema),
  tickets: call('list the tickets and cancellations behind recall, each with its one cause')
    .input(recallTicketsAskSchema.extend(page))
    .output(z.array(missedTroubleSchema)),
}
