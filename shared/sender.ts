import { z } from 'zod'

/** What goes with e-mail besides its server; every part may be left out. */
export const senderSettingSchema = z.strictObject({
  /** Bounces go there: the envelope's sender (RFC 5321). */
  bounceAddress: z.union([z.email(), z.literal('')]).optional(),
  /** Reports of complaints go there (RFC 9477). */
  complaintAddress: z.union([z.email(), z.literal('')]).optional(),
  /**
   * Where one click unsubscribes (RFC 8058): an https address of the customer's own that takes a POST. `{address}` and
   * `{key}` in it are filled in for each message.
   */
  unsubscribeUrl: z.union([z.url({ protocol: /^https$/ }), z.literal('')]).optional(),
  /** A certificate (PEM) that is trusted besides the system's: for a mail server with one of its own making. */
  certificate: z.string().max(50_000).optional(),
})
export type SenderSetting = z.infer<typeof senderSettingSchema>
