import { z } from 'zod'
import { consentSchema, setConsentSchema, suppressionSchema } from '../intervention/consent.ts'
import { suppressibleSchema } from '../intervention/suppression.ts'
import { accountSchema, timelineEntrySchema } from '../model/account.ts'
import { ms } from '../model/values.ts'
import { call, done, page } from './call.ts'

export const account = {
  get: call('one account', 'account', 'contact', 'setting', 'suppression')
    .input(z.object({ id: z.int().positive() }))
    .output(accountSchema),
  timeline: call(
    'everything that happened at an account, newest first',
    'account',
    'event',
    'intervention',
    'object',
    'outbox',
    'outcome',
    'playbook',
    'setting',
    'step',
  )
    .input(z.object({ id: z.int().positive(), before: ms.optional(), limit: z.int().min(1).max(200).default(50) }))
    .output(z.object({ entries: z.array(timelineEntrySchema), total: z.int() })),
  list: call('accounts by name', 'account')
    .input(z.object({ search: z.string().max(200).default(''), ...page }))
    .output(
      z.array(
        z.object({
          id: z.int(),
          name: z.string(),
          plan: z.string().nullable(),
          mrrMinor: z.int().nullable(),
          currency: z.string().nullable(),
        }),
      ),
    ),
  consents: call('what the contacts of an account have said, by topic', 'consent', 'contact')
    .input(z.object({ id: z.int().positive() }))
    .output(z.array(consentSchema)),
  setConsent: call('note what a contact has said about a topic').input(setConsentSchema).output(done),
  suppressions: call('addresses and domains that are never written to', 'suppression')
    .input(z.object(page))
    .output(z.array(suppressionSchema)),
  unsuppress: call('let an address or domain be written to again')
    .input(z.object({ address: suppressibleSchema }))
    .output(done),
  suppress: call('never contact this address, or anybody of a domain such as @example.com')
    .input(z.object({ address: suppressibleSchema, reason: z.string().trim().min(3) }))
    .output(done),
}
