import { z } from 'zod'
import { identityDecisionSchema, mergeProposalSchema, mergeSchema } from '../identity.ts'
import { call, done, page } from './call.ts'

export const identity = {
  proposals: call('accounts of several sources that may be one', 'account', 'account_key', 'merge_proposal', 'source')
    .input(z.object(page))
    .output(z.array(mergeProposalSchema)),
  merges: call('accounts that stand as one, newest first', 'account', 'account_key', 'merge', 'source')
    .input(z.object({ accountId: z.int().positive().optional(), ...page }))
    .output(z.array(mergeSchema)),
  decide: call('say whether accounts are one').input(identityDecisionSchema).output(done),
  separate: call('take an account out of what it was merged into')
    .input(z.object({ accountId: z.int().positive() }))
    .output(done),
}
