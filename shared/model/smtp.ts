import { z } from 'zod'
import { hostName } from '../host.ts'
import { text } from './values.ts'

/** How the SMTP channel reaches its server. The password is kept apart, in the keychain. */
export const smtpSettingSchema = z.strictObject({
  host: hostName,
  port: z.int().min(1).max(65535),
  security: z.enum(['none', 'starttls', 'tls']),
  user: text.default(''),
  /** It goes into a header and under each text; a line break in it would be shown as nobody means it. */
  fromName: text.overwrite(name => name.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim()).min(1),
  fromAddress: z.email(),
})
export type SmtpSetting = z.infer<typeof smtpSettingSchema>
