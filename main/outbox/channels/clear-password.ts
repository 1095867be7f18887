import type { SmtpSetting } from '../../../shared/model/smtp.ts'
import { isAllowedHost, isOwnNetwork } from '../../http/address.ts'

/** Whether anybody on the way could read the password: a server of others, spoken to without encryption. */
export const showsPassword = ({ host, port, security, user }: SmtpSetting, allowedHosts: readonly string[]): boolean =>
  security === 'none' && user !== '' && !isOwnNetwork(host) && !isAllowedHost(allowedHosts, host, String(port))

/** What must be done before such a server can be signed in to. */
export const IN_THE_CLEAR =
  'The password would travel unencrypted: choose STARTTLS or TLS, or ask an admin to allow this host.'
