import { z } from 'zod'
import { resolutionViewSchema } from '../../outbox/action-manifest.ts'
import { call, done, issueId, page } from '../call.ts'

export const resolution = {
  list: call('list fixes with their evidence before and after, newest first', 'account', 'outbox', 'resolution')
    .input(z.object({ issueId: issueId.optional(), ...page }))
    .output(z.array(resolutionViewSchema)),
  judge: call('record whether a fix worked')
    .input(z.object({ outboxId: z.int().positive(), verdict: z.enum(['worked', 'failed']) }))
    .output(done),
}
