import { z } from 'zod'
import { exchangeViewSchema, unreadRateSchema } from '../exchange.ts'
import { guardrailsSchema } from '../model/guardrails.ts'
import { rolesSchema } from '../model/roles.ts'
import {
  backupViewSchema,
  clockSettingSchema,
  repairedSchema,
  safetySchema,
  shutSchema,
  workspaceEntrySchema,
  workspaceInfoSchema,
} from '../model/workspace.ts'
import { policyInForceSchema } from '../policy.ts'
import { shippedPackageSchema } from '../shipped/package.ts'
import { typedName } from '../text/typed-name.ts'
import { call, done, nothing } from './call.ts'

export const workspace = {
  info: call(
    'show the name, clock and counts of the open workspace',
    'account',
    'contact',
    'event',
    'object',
    'quarantine_count',
    'setting',
  ).output(workspaceInfoSchema),
  list: call('list the workspaces in the user-data folder').output(z.array(workspaceEntrySchema)),
  create: call('create a workspace and open it')
    .input(z.object({ name: typedName(80) }))
    .output(workspaceEntrySchema),
  open: call('open another workspace')
    .input(z.object({ dir: z.string().min(1) }))
    .output(workspaceEntrySchema),
  shut: call('show why no workspace could be opened, and what can be done; null while one is open').output(
    z.object({ shut: shutSchema.nullable() }),
  ),
  attend: call('open another workspace; one that cannot be opened is shown so that it can be repaired')
    .input(z.object({ dir: z.string().min(1) }))
    .output(z.object({ opened: z.boolean() })),
  showFolder: call('show the folder of the workspace in the file manager').output(nothing),
  safety: call('show whether the file is damaged, and its backups', 'task').output(safetySchema),
  backUp: call('back up the workspace’s file now').output(backupViewSchema),
  check: call('look for damage in the workspace’s file now').output(z.object({ damaged: z.boolean() })),
  repair: call('put a backup, or what can be salvaged, in the place of a damaged file')
    .input(z.object({ how: z.enum(['restore', 'salvage']), backup: z.string().min(1).max(200).optional() }))
    .output(repairedSchema),
  keychain: call('say whether credentials are kept after Forestall is closed').output(z.object({ lasts: z.boolean() })),
  welcomed: call('mark the welcome screen as completed').output(done),
  setClock: call('set the clock: real, fixed or shifted')
    .input(clockSettingSchema)
    .output(done.extend({ begunLater: z.number() })),
  guardrails: call('show the guardrails for outreach', 'setting').output(guardrailsSchema),
  setGuardrails: call('change the guardrails').input(guardrailsSchema).output(done),
  policy: call('show what the administrator of this computer decides').output(policyInForceSchema),
  licences: call('list the packages that are shipped, with their licences').output(z.array(shippedPackageSchema)),
  exchange: call(
    'list exchange rates with their days, and currencies that have none',
    'account',
    'issue',
    'object',
    'setting',
  ).output(exchangeViewSchema),
  importRates: call('import exchange rates from CSV, such as the ECB’s')
    .input(
      z.object({
        csv: z.string().max(20_000_000),
        base: z.string().default('EUR'),
        from: z.string().trim().min(1).max(200),
      }),
    )
    .output(done.extend({ imported: z.int(), unread: z.array(unreadRateSchema) })),
  roles: call('list people and their roles; an empty list means one person with every role', 'setting').output(
    rolesSchema,
  ),
  setRoles: call('set people and their roles').input(rolesSchema).output(done),
}
