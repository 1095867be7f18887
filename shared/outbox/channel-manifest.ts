import { z } from 'zod'
import { callSchema, keyPromiseSchema, manifestAuthSchema, manifestSettingSchema } from './request.ts'

/**
 * A channel that delivers over somebody's web interface, as data. Templates see `message` (key, subject, text, html),
 * `to` (name, address), `recipient` (what `recipient` found), `settings`, `values` and `key`.
 */
export const channelManifestSchema = z.strictObject({
  version: z.literal(1),
  id: z.string().regex(/^[a-z][a-z0-9-]{1,30}$/),
  name: z.string().min(1),
  about: z.string(),
  /** The provider's documentation that this was written from. */
  docs: z.array(z.url()).min(1),
  settings: z.array(manifestSettingSchema).default([]),
  auth: manifestAuthSchema,
  /** What the secret is called at the provider, for the person who looks for it. */
  secret: z.string().optional(),
  /** Asked when a person tests the channel; reaches nobody. */
  test: callSchema,
  /** How the provider's id of the contact is found by the address. Absent: the address itself is used. */
  recipient: callSchema.optional(),
  message: callSchema.extend({ key: keyPromiseSchema.optional() }),
})
export type ChannelManifest = z.infer<typeof channelManifestSchema>
