import { z } from 'zod'
import { actionViewSchema } from '../../outbox/action-manifest.ts'
import { call, done } from '../call.ts'

export const action = {
  list: call(
    'list the fixes that playbooks can make in other systems, and what is missing',
    'secret',
    'setting',
  ).output(z.array(actionViewSchema)),
  set: call('turn a fix on or off for playbooks, with or without approval')
    .input(z.object({ id: z.string(), enabled: z.boolean(), autoApprove: z.boolean().default(false) }))
    .output(done),
}
