import { X509Certificate } from 'node:crypto'
import { z } from 'zod'

const address = z.union([z.email(), z.literal('')]).optional()

/**
 * What goes with e-mail besides its server; every part may be left out. What a person types is held against it, and
 * what is used: a value that passes here can be sent with.
 */
export const senderSettingSchema = z.strictObject({
  /** Bounces go there: the envelope's sender (RFC 5321). */
  bounceAddress: address,
  /** Reports of complaints go there (RFC 9477). */
  complaintAddress: address,
  /**
   * Where one click unsubscribes (RFC 8058): an https address of the customer's own that takes a POST. `{address}` and
   * `{key}` in it are filled in for each message.
   */
  unsubscribeUrl: z
    .union([z.url({ protocol: /^https$/ }).regex(/^https:\/\/[^\s/?#@]+(?:[/?#]\S*)?$/i), z.literal('')])
    .optional(),
  /** A certificate (PEM) that is trusted besides the system's: for a mail server with one of its own making. */
  certificate: z
    .string()
    .max(50_000)
    .refine(text => text === '' || isCertificate(text))
    .optional(),
})
export type SenderSetting = z.infer<typeof senderSettingSchema>

const BLOCK = /-----BEGIN CERTIFICATE-----[\s\S]*?-----END CERTIFICATE-----/g

/** One or several certificates in PEM, each of which can be read. */
function isCertificate(text: string): boolean {
  const blocks = text.match(BLOCK) ?? []
  try {
    for (const block of blocks) new X509Certificate(block)
    return blocks.length > 0
  } catch {
    return false
  }
}
