import { own } from '../../../shared/foreign/own.ts'
import { RefusedAddress } from '../../http/connect.ts'
import type { Ending } from './channel.ts'
import type { SmtpError } from './smtp-pool.ts'

// The server wants another sign-in (RFC 4954): that is about us, not about this message.
const SIGN_IN = new Set([530, 534, 535, 538])

/** What became of a message after it was marked as leaving. Decided by reply codes (RFC 5321, 4.2), never by words. */
export function failed(error: SmtpError, asked: boolean, server: string): Ending {
  const code = error.responseCode ?? 0
  if (SIGN_IN.has(code) || code === 421) return away(server, error)
  if (code >= 500 && code < 600 && error.permanent !== false) {
    const why = `${server} refuses the message: ${said(error)}.`
    return isNoMailbox(error) ? { ending: 'refused', why, bounced: true } : { ending: 'refused', why }
  }
  if (code >= 400 && code < 600)
    return { ending: 'later', why: `${server} asks to try again later: ${said(error)}.`, afterMs: null }
  // An address that no server may be given; the library stops at it before a byte is written.
  if (error.code === 'EENVELOPE') return { ending: 'refused', why: 'A mail server cannot deliver to this address.' }
  if (!asked) return away(server, error)
  return {
    ending: 'unsure',
    why: `${server} was lost before it confirmed the message; it may or may not have been delivered.`,
  }
}

/** Bad destinations of RFC 3463, 3.2: mailbox, system, syntax, moved, null MX. 5.1.7 and 5.1.8 blame the sender. */
const NO_MAILBOX = /^5\d\d[ -]5\.1\.(?:1|2|3|6|10)\b/
const ENHANCED = /^5\d\d[ -]5\.\d{1,3}\.\d{1,3}\b/
/** What RFC 5321, 4.2.2 has for a mailbox that is not there; without an enhanced code, and only where it answers RCPT. */
const UNKNOWN = new Set([550, 551, 553])

function isNoMailbox({ response = '', responseCode, command }: SmtpError): boolean {
  if (ENHANCED.test(response)) return NO_MAILBOX.test(response)
  return UNKNOWN.has(responseCode ?? 0) && command === 'RCPT TO'
}

/** The server cannot be used at the moment; every message waits. */
export const away = (server: string, error: SmtpError): Ending => ({
  ending: 'later',
  why: trouble(server, error),
  afterMs: null,
  down: true,
})

const REASONS: Record<string, string> = {
  ECONNREFUSED: 'does not answer: nothing listens at this host and port',
  ENOTFOUND: 'cannot be found: no such host name',
  EAI_AGAIN: 'cannot be found: host names cannot be resolved; check the network',
  EHOSTUNREACH: 'cannot be reached',
  ENETUNREACH: 'cannot be reached: there is no network',
  EDNS: 'cannot be found: no such host name',
  ETIMEDOUT: 'does not answer in time',
  ETLS: 'offers no secure connection',
  EAUTH: 'refuses the sign-in',
  ENOAUTH: 'refuses the sign-in',
  ABORT_ERR: 'was not waited for: Forestall was closing',
  ABORTED: 'was not waited for: Forestall was closing',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'has a self-signed certificate; add the certificate in the settings',
  SELF_SIGNED_CERT_IN_CHAIN:
    'has a certificate of an unknown authority; add the authority’s certificate in the settings',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE:
    'has a certificate of an unknown authority; add the authority’s certificate in the settings',
  CERT_HAS_EXPIRED: 'has an expired certificate',
  ERR_TLS_CERT_ALTNAME_INVALID: 'has a certificate for another name',
}

/** Why a server cannot be used, in one sentence. */
export function trouble(server: string, error: SmtpError): string {
  if (error.code === 'EAUTH' || SIGN_IN.has(error.responseCode ?? 0)) return `${server} refuses the sign-in.`
  if (error.responseCode && error.code !== 'ETLS') return `${server} is not taking messages: ${said(error)}.`
  if (error instanceof RefusedAddress)
    return `${server} was not contacted: ${error.message} If this host is right, an admin can allow it in the settings.`
  const reason = own(REASONS, error.originalCode ?? '') ?? own(REASONS, error.code ?? '') ?? 'broke off the connection'
  return `${server} ${reason}.`
}

/** The server's own words, on one line and of bounded length. */
const said = ({ response, responseCode }: SmtpError): string =>
  (response ?? String(responseCode ?? ''))
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .trim()
    .replace(/\.$/, '')
    .slice(0, 200)
