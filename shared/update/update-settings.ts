import { z } from 'zod'
import { hostName } from '../host.ts'

/** The channel of a person who chose none. Pre-releases are refused on it, whatever the server says. */
export const STABLE = 'stable'

/** The address of a folder on a server, as a setting. Packages are below it, by channel. */
const feedAddressSchema = z
  .string()
  .trim()
  .max(500)
  .refine(isFeedAddress, 'expected the https address of a folder, without user, password or query')

/** A channel is a folder, so its name is one plain word. */
const updateChannelSchema = z
  .string()
  .trim()
  .regex(/^[a-z0-9][a-z0-9-]{0,31}$/, 'expected a word of small letters, digits and hyphens')

/** What a person sets about updates on this computer. */
export const updateSettingsSchema = z.strictObject({
  /** Look for a newer version once a day. Nothing is installed without being asked for. */
  daily: z.boolean().default(false),
  /** Null: the vendor's own, where the build has one. */
  address: feedAddressSchema.nullable().default(null),
  channel: updateChannelSchema.default(STABLE),
})
export type UpdateSettings = z.infer<typeof updateSettingsSchema>

/** What an administrator decides about updates. Null leaves a setting to the person; `false` for all of it forbids them. */
export const heldUpdatesSchema = z.preprocess(
  value => (typeof value === 'boolean' ? { allowed: value } : value),
  z.strictObject({
    /** Whether a person may update Forestall from within it. */
    allowed: z.boolean().default(true),
    address: feedAddressSchema.nullable().default(null),
    channel: updateChannelSchema.nullable().default(null),
    daily: z.boolean().nullable().default(null),
  }),
)
export type HeldUpdates = z.infer<typeof heldUpdatesSchema>

/** Where newer versions are looked for. `administrators`: their own server, which may be a private one. */
export interface UpdateFeed {
  address: string
  channel: string
  administrators: boolean
}

/** The settings in force: the person's own, except for what is held. */
export const updatesUnderPolicy = (own: UpdateSettings, held: HeldUpdates): UpdateSettings => ({
  daily: held.allowed && (held.daily ?? own.daily),
  address: held.address ?? own.address,
  channel: held.channel ?? own.channel,
})

/** Where to look under these settings; null where nobody has named an address. */
export function feedOf(own: UpdateSettings, held: HeldUpdates, vendors: string | null): UpdateFeed | null {
  const { address, channel } = updatesUnderPolicy(own, held)
  const found = address ?? vendors
  return found === null ? null : { address: found, channel, administrators: held.address !== null }
}

function isFeedAddress(text: string): boolean {
  if (!URL.canParse(text)) return false
  const { protocol, hostname, username, password, search, hash } = new URL(text)
  if (protocol !== 'https:' && protocol !== 'http:') return false
  return hostName.safeParse(hostname).success && [username, password, search, hash].every(part => part === '')
}
