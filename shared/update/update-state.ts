import { z } from 'zod'
import { updateSettingsSchema } from './update-settings.ts'

/** A newer version that a server offers, as its signed manifest describes it. */
export const offeredVersionSchema = z.object({ version: z.string(), notes: z.string(), size: z.number() })
export type OfferedVersion = z.infer<typeof offeredVersionSchema>

/** What is known about updates of this computer's Forestall. */
export const updateStateSchema = z.object({
  /** The version that runs. */
  version: z.string(),
  allowed: z.boolean(),
  /** The settings in force; those that an administrator holds are named in `held`. */
  settings: updateSettingsSchema,
  held: z.array(z.enum(['daily', 'address', 'channel'])),
  /** Somebody has named an address. */
  hasAddress: z.boolean(),
  /** When a newer version was last looked for, UTC ms. */
  lookedAt: z.number().nullable(),
  /** A newer version that is signed by the publisher; its package was not fetched yet. */
  newer: offeredVersionSchema.nullable(),
  /** A newer version that was verified and staged, and how it goes on. */
  staged: z.object({ version: z.string(), todo: z.string() }).nullable(),
  working: z.boolean(),
})
export type UpdateState = z.infer<typeof updateStateSchema>
