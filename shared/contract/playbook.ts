import { z } from 'zod'
import { playbookSchema } from '../intervention/playbook.ts'
import {
  dryRunSchema,
  playbookProblemSchema,
  playbookVersionSchema,
  templateFieldsSchema,
} from '../intervention/run.ts'
import { call, done, issueId } from './call.ts'

export const playbook = {
  list: call('playbooks', 'playbook').output(z.array(playbookSchema)),
  save: call('create or change a playbook').input(playbookSchema).output(done),
  get: call('one playbook with its version', 'intervention', 'playbook_version')
    .input(z.object({ id: z.string() }))
    .output(playbookVersionSchema),
  versions: call('every version of a playbook, newest first', 'intervention', 'playbook_version')
    .input(z.object({ id: z.string() }))
    .output(z.array(playbookVersionSchema)),
  fields: call('the fields and figures that a playbook’s templates may name', 'trigger')
    .input(z.object({ id: z.string() }))
    .output(templateFieldsSchema),
  check: call('what is wrong with a playbook, and where in its JSON', 'secret', 'setting', 'trigger')
    .input(z.object({ playbook: z.json() }))
    .output(z.object({ problems: z.array(playbookProblemSchema) })),
  dryRun: call(
    'a playbook as it would run for a real account from now',
    'account',
    'consent',
    'contact',
    'event',
    'intervention',
    'issue',
    'object',
    'outbox',
    'playbook',
    'setting',
    'signal',
    'source',
    'suppression',
    'trigger',
  )
    .input(z.object({ issueId: issueId.optional(), id: z.string().optional(), playbook: z.json().optional() }))
    .output(dryRunSchema),
}
