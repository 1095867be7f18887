import { z } from 'zod'
import { id } from '../../model/values.ts'
import { periodSchema } from '../../period.ts'
import { AUDIT_ANSWERS, AUDIT_KINDS, auditSchema } from '../../review/audit.ts'
import { missedTroubleSchema, recallFiguresSchema, recallTicketsAskSchema, unusualSchema } from '../../review/missed.ts'
import { call, done, page } from '../call.ts'

export const recall = {
  figures: call(
    'count tickets and cancellations of a period by whether an issue was open, and why not: recall with interval',
  )
    .input(periodSchema)
    .output(recallFiguresSchema),
  tickets: call('list the tickets and cancellations behind recall, each with its one cause')
    .input(recallTicketsAskSchema.extend(page))
    .output(z.array(missedTroubleSchema)),
  unusual: call(
    'compare accounts that came although no trigger looked with all others: what was unusual in the week before',
  )
    .input(periodSchema)
    .output(z.array(unusualSchema)),
  audit: call(
    'list dismissed, cleared and suppressed items that chance has drawn, and the false-negative rate of the answers',
    ...(['account', 'audit_answer', 'intervention', 'issue', 'object', 'outbox', 'setting', 'unsent'] as const),
  ).output(auditSchema),
  answerAudit: call('say whether leaving a drawn item alone was right')
    .input(z.object({ issueId: id, kind: z.enum(AUDIT_KINDS), answer: z.enum(AUDIT_ANSWERS) }))
    .output(done),
}
