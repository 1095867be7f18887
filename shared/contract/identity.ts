import { z } from 'zod'
import { identityDecisionSchema, mergeProposalSchema, mergeSchema } from '../identity.ts'
import { call, done, page } from './call.ts'

export const identity = {
  proposals: call('list accounts that may be the same', 'account', 'account_key', 'merge_proposal', 'source')
    .input(z.object(page))
    .output(z.array(mergeProposalSchema)),
  merges: call('list merged accounts, newest first', 'account', 'account_key', 'merge', 'source')
    .input(z.object({ accountId: z.int().positive().optional(), ...page }))
    .output(z.array(mergeSchema)),
  decide: call('decide whether accounts are the same').input(identityDecisionSchema).output(done),
  separate: call('separate a merged account')
    .input(z.object({ accountId: z.int().positive() }))
    .output(done),
}
