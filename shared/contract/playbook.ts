import { z } from 'zod'
import { playbookSchema } from '../intervention/playbook.ts'
import {
  dryRunSchema,
  playbookProblemSchema,
  playbookVersionSchema,
  templateFieldsSchema,
} from '../intervention/run.ts'
import { call, done, issueId } from './call.ts'
import { DECIDED_BY } from './whole/reads.ts'

export const playbook = {
  list: call('list playbooks', 'playbook').output(z.array(playbookSchema)),
  save: call('create or change a playbook').input(playbookSchema).output(done),
  get: call('show one playbook with its version', 'intervention', 'playbook_version')
    .input(z.object({ id: z.string() }))
    .output(playbookVersionSchema),
  versions: call('list the versions of a playbook, newest first', 'intervention', 'playbook_version')
    .input(z.object({ id: z.string() }))
    .output(z.array(playbookVersionSchema)),
  fields: call('list the fields and figures for a playbook’s templates', 'trigger')
    .input(z.object({ id: z.string() }))
    .output(templateFieldsSchema),
  check: call('check a playbook, and list its problems by place in the JSON', 'secret', 'setting', 'trigger')
    .input(z.object({ playbook: z.json() }))
    .output(z.object({ problems: z.array(playbookProblemSchema) })),
  dryRun: call('dry-run a playbook for a real account', ...DECIDED_BY)
    .input(z.object({ issueId: issueId.optional(), id: z.string().optional(), playbook: z.json().optional() }))
    .output(dryRunSchema),
}
