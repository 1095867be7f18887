import type { SmtpSetting } from '../../shared/model/smtp.ts'

/** The settings with which a test reaches its server. */
export const smtpSetting = (port: number, user = ''): SmtpSetting => ({
  host: '127.0.0.1',
  port,
  security: 'none',
  user,
  fromName: 'Example Support',
  fromAddress: 'support@example.org',
})
