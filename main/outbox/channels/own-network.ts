import { isIP } from 'node:net'
import type { SmtpSetting } from '../../../shared/model.ts'
import { forbiddenAddress, isAllowedHost } from '../../http/address.ts'

/** Names that no public server has (RFC 6761, 6762, 8375, and the one that ICANN keeps for private use). */
const OWN_NAMES = /(?:^|\.)(?:localhost|local|internal|home\.arpa)$/

/** A host of one's own machine or network, going by what it is called. */
function isOwn(host: string): boolean {
  const bare = host.toLowerCase().replace(/^\[|\]$|\.$/g, '')
  return isIP(bare) === 0 ? !bare.includes('.') || OWN_NAMES.test(bare) : forbiddenAddress(bare) !== null
}

/** Whether anybody on the way could read the password: a server on the Internet, spoken to without encryption. */
export const showsPassword = ({ host, port, security, user }: SmtpSetting, allowedHosts: readonly string[]): boolean =>
  security === 'none' && user !== '' && !isOwn(host) && !isAllowedHost(allowedHosts, host, String(port))
