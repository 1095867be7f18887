import { z } from 'zod'
import { actionViewSchema } from '../outbox/action-manifest.ts'
import { call, done } from './call.ts'

export const action = {
  list: call('fixes that playbooks can make at other systems, and what is missing', 'secret', 'setting').output(
    z.array(actionViewSchema),
  ),
  set: call('let playbooks use an action, with or without asking first')
    .input(z.object({ id: z.string(), enabled: z.boolean(), autoApprove: z.boolean().default(false) }))
    .output(done),
}
