import { z } from 'zod'
import { accountPageSchema } from '../desk/account-page.ts'
import { TIMELINE_GROUPS } from '../desk/timeline.ts'
import { consentSchema, setConsentSchema, suppressionSchema } from '../intervention/consent.ts'
import { suppressibleSchema } from '../intervention/suppression.ts'
import { accountSchema, timelineEntrySchema } from '../model/account.ts'
import { span } from '../model/values.ts'
import { arrivalSchema } from '../predict/arrival.ts'
import { accountHealthSchema } from '../predict/health.ts'
import { LONGEST_SEARCH } from '../text/longest.ts'
import { typedName } from '../text/typed-name.ts'
import { call, done, page } from './call.ts'

export const account = {
  get: call('show one account', 'account', 'account_owner', 'contact', 'exposure', 'setting', 'suppression')
    .input(z.object({ id: z.int().positive() }))
    .output(accountSchema),
  timeline: call(
    'show the timeline of an account, newest first',
    'account',
    'event',
    'intervention',
    'note',
    'object',
    'outbox',
    'outcome',
    'playbook',
    'setting',
    'step',
  )
    .input(
      z.object({
        id: z.int().positive(),
        before: span.optional(),
        limit: z.int().min(1).max(200).default(50),
        /** The kinds that are wanted; all where none is named. */
        only: z.array(z.enum(TIMELINE_GROUPS)).default([]),
        /** Entries that hold all of these words only. */
        search: z.string().max(LONGEST_SEARCH).default(''),
      }),
    )
    .output(z.object({ entries: z.array(timelineEntrySchema), total: z.int() })),
  page: call(
    'show sources, issues with their outcomes, and records of an account',
    'account_key',
    'intervention',
    'issue',
    'object',
    'outcome',
    'playbook',
    'setting',
    'source',
  )
    .input(z.object({ id: z.int().positive() }))
    .output(accountPageSchema),
  health: call(
    'show the health of an account from 0 to 100, what takes it away, and how it went',
    'account_risk',
    'issue',
    'issue_score',
    'score',
    'setting',
  )
    .input(z.object({ id: z.int().positive() }))
    .output(accountHealthSchema),
  setOwner: call('make somebody the owner of an account; null: what the source says counts again')
    .input(z.object({ id: z.int().positive(), owner: typedName(200).nullable() }))
    .output(done),
  arrivals: call('show open records of an account, and when each is expected to end', 'life_curve', 'object', 'setting')
    .input(z.object({ id: z.int().positive(), limit: z.int().min(1).max(100).default(20) }))
    .output(z.array(arrivalSchema)),
  list: call('list accounts by name', 'account', 'words_account')
    .input(z.object({ search: z.string().max(LONGEST_SEARCH).default(''), ...page }))
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
  consents: call('list the consent of an account’s contacts, by topic', 'consent', 'contact')
    .input(z.object({ id: z.int().positive() }))
    .output(z.array(consentSchema)),
  setConsent: call('record a contact’s consent to a topic').input(setConsentSchema).output(done),
  suppressions: call('list suppressed addresses and domains', 'suppression')
    .input(z.object(page))
    .output(z.array(suppressionSchema)),
  unsuppress: call('remove the suppression of an address or domain')
    .input(z.object({ address: suppressibleSchema }))
    .output(done),
  suppress: call('suppress an address, or a domain such as @example.com')
    .input(z.object({ address: suppressibleSchema, reason: z.string().trim().min(3) }))
    .output(done),
}
