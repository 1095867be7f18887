import { z } from 'zod'
import { guardrailsSchema } from '../model/guardrails.ts'
import { clockSettingSchema, workspaceEntrySchema, workspaceInfoSchema } from '../model/workspace.ts'
import { rolesSchema } from '../roles.ts'
import { call, done } from './call.ts'

export const workspace = {
  info: call(
    'name, clock and counts of the open workspace',
    'account',
    'contact',
    'event',
    'object',
    'quarantine',
    'setting',
  ).output(workspaceInfoSchema),
  list: call('workspaces in the user-data folder').output(z.array(workspaceEntrySchema)),
  create: call('make a workspace and open it')
    .input(z.object({ name: z.string().trim().min(1).max(80) }))
    .output(workspaceEntrySchema),
  open: call('open another workspace')
    .input(z.object({ dir: z.string().min(1) }))
    .output(workspaceEntrySchema),
  welcomed: call('remember that the first-run choice was made').output(done),
  setClock: call('run on real, fixed or shifted time').input(clockSettingSchema).output(done),
  guardrails: call('rules of conduct for outreach', 'setting').output(guardrailsSchema),
  setGuardrails: call('change the rules of conduct').input(guardrailsSchema).output(done),
  roles: call('who has which roles; nobody named means one person alone', 'setting').output(rolesSchema),
  setRoles: call('say who has which roles').input(rolesSchema).output(done),
}
