import { RefusedAddress } from '../../http/connect.ts'
import type { Ending } from './channel.ts'
import type { SmtpError } from './smtp-pool.ts'

// The server wants another sign-in (RFC 4954): that is about us, not about this message.
const SIGN_IN = new Set([530, 534, 535, 538])

/** What became of a message after it was marked as leaving. Decided by reply codes (RFC 5321, 4.2), never by words. */
export function failed(error: SmtpError, asked: boolean, server: string): Ending {
  const code = error.responseCode ?? 0
  if (SIGN_IN.has(code) || code === 421) return away(server, error)
  if (code >= 500 && code < 600 && error.permanent !== false)
    return { ending: 'refused', why: `${server} refuses the message: ${said(error)}.` }
  if (code >= 400 && code < 600)
    return { ending: 'later', why: `${server} asks to try again later: ${said(error)}.`, afterMs: null }
  // An address that no server may be given; the library stops at it before a byte is written.
  if (error.code === 'EENVELOPE') return { ending: 'refused', why: 'The address cannot be given to a mail server.' }
  if (!asked) return away(server, error)
  return {
    ending: 'unsure',
    why: `${server} was lost before it confirmed the message; it may or may not have been delivered.`,
  }
}

/** The server cannot be used at the moment; every message waits. */
export const away = (server: string, error: SmtpError): Ending => ({
  ending: 'later',
  why: trouble(server, error),
  afterMs: null,
  down: true,
})

const REASONS: Record<string, string> = {
  ECONNREFUSED: 'does not answer: nothing listens there',
  ENOTFOUND: 'cannot be found: the name is unknown',
  EAI_AGAIN: 'cannot be found: names cannot be looked up, is there a network?',
  EHOSTUNREACH: 'cannot be reached',
  ENETUNREACH: 'cannot be reached: there is no network',
  EDNS: 'cannot be found: the name is unknown',
  ETIMEDOUT: 'does not answer in time',
  ETLS: 'offers no encryption that can be trusted',
  EAUTH: 'refuses the sign-in',
  ENOAUTH: 'refuses the sign-in',
  ABORT_ERR: 'was not waited for: the program was closing',
  ABORTED: 'was not waited for: the program was closing',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'shows a certificate that nobody vouches for; give its certificate in the settings',
  SELF_SIGNED_CERT_IN_CHAIN: 'shows a certificate of an unknown authority; give that in the settings',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'shows a certificate of an unknown authority; give that in the settings',
  CERT_HAS_EXPIRED: 'shows a certificate that has expired',
  ERR_TLS_CERT_ALTNAME_INVALID: 'shows a certificate for another name',
}

/** Why a server cannot be used, in one sentence. */
export function trouble(server: string, error: SmtpError): string {
  if (error.code === 'EAUTH' || SIGN_IN.has(error.responseCode ?? 0)) return `${server} refuses the sign-in.`
  if (error.responseCode && error.code !== 'ETLS') return `${server} is not taking messages: ${said(error)}.`
  if (error instanceof RefusedAddress)
    return `${server} is not spoken to: ${error.message} If it is meant, let an admin allow that host in the settings.`
  const reason = REASONS[error.originalCode ?? ''] ?? REASONS[error.code ?? ''] ?? 'broke off the connection'
  return `${server} ${reason}.`
}

/** The server's own words, on one line and of bounded length. */
const said = ({ response, responseCode }: SmtpError): string =>
  (response ?? String(responseCode ?? ''))
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .trim()
    .replace(/\.$/, '')
    .slice(0, 200)
