import type { Failure } from '../../../shared/result.ts'
import { CREDENTIALS_AGAIN } from '../../../shared/source/credentials-again.ts'
import { SourceFailure } from '../../record/page.ts'

/** How to speak of what was asked. */
export interface QueryWords {
  /** Such as `The warehouse did not answer as expected.` */
  what: string
  /** What a person can correct when the server does not accept a query. */
  correct: string
}

type Words = [kind: Failure['kind'], why: string, todo: string, scope?: 'stream' | 'source']

/** PostgreSQL's codes (appendix A of its manual), Node's, and those of TLS, in words; null for what is a bug of ours. */
export function postgresFailure(error: unknown, { what, correct }: QueryWords): SourceFailure | null {
  if (!(error instanceof Error)) return null
  const code = 'code' in error && typeof error.code === 'string' ? error.code : ''
  const words = ofServer(code, error.message, correct) ?? ofTls(code, error.message) ?? ofNetwork(code, error.message)
  if (!words) return null
  const [kind, why, todo, scope] = words
  return new SourceFailure({ kind, what, why, todo }, scope ? { scope } : {})
}

function ofServer(code: string, message: string, correct: string): Words | null {
  if (!/^[0-9A-Z]{5}$/.test(code) || code.startsWith('E')) return null
  const said = `The server reported: ${message}.`
  switch (code) {
    case '57014':
      return [
        'unavailable',
        'A query took too long and was stopped.',
        'Add an index, narrow the query, or allow more time.',
        'stream',
      ]
    case '28P01':
      return [
        'refused',
        `The server refused the sign-in: ${message}.`,
        `${CREDENTIALS_AGAIN}, or correct the user in the settings.`,
        'source',
      ]
    case '3D000':
      return ['not_found', said, 'Check the name of the database.', 'source']
    case '42P01':
      return [
        'not_found',
        `The table does not exist: ${message}.`,
        `${correct} A table outside the search path needs its schema's name.`,
      ]
    case '42703':
      return ['not_found', `The column does not exist: ${message}.`, correct]
    case '42501':
      return [
        'refused',
        `The user may not read everything in the query: ${message}.`,
        'Grant SELECT on the tables in the query.',
        'stream',
      ]
    case '42601':
      return ['invalid', `The query is not a single SELECT: ${message}.`, correct]
    case '25006':
      return [
        'refused',
        `The query would change data: ${message}.`,
        'Nothing was changed: Forestall only reads. Use a query that only reads.',
        'stream',
      ]
    case '0A000':
      return ['invalid', said, correct]
    case '53300':
      return [
        'unavailable',
        'The server accepts no more connections.',
        'Try again later, or raise the server’s connection limit.',
      ]
    case '25P03':
      return [
        'unavailable',
        'The server ended an idle transaction.',
        'The rows read so far are kept; the next sync resumes from there.',
        'stream',
      ]
  }
  if (code.startsWith('28'))
    return [
      'refused',
      `The server refused the sign-in: ${message}.`,
      `${CREDENTIALS_AGAIN}, or correct the user and TLS in the settings.`,
      'source',
    ]
  if (/^(42|22|25)/.test(code)) return ['invalid', said, correct]
  return ['unavailable', said, 'Try again later.']
}

function ofTls(code: string, message: string): Words | null {
  if (/does not support SSL/i.test(message))
    return [
      'refused',
      'The server does not offer TLS.',
      'Turn TLS on at the server, or turn it off here if the network is safe.',
      'source',
    ]
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID')
    return [
      'refused',
      `The server’s certificate is for another name: ${message}.`,
      'Use the host name in the certificate.',
      'source',
    ]
  if (code === 'CERT_HAS_EXPIRED')
    return ['refused', 'The server’s certificate has expired.', 'Renew the certificate.', 'source']
  if (/CERT|UNABLE_TO_(VERIFY|GET_ISSUER)|SELF_SIGNED/.test(code))
    return [
      'refused',
      `The server’s certificate is not trusted: ${message}.`,
      'Choose the file with the issuer’s certificate.',
      'source',
    ]
  return /\b(SSL|TLS)\b/i.test(message)
    ? ['refused', `${message}.`, 'Check the TLS settings here and at the server.', 'source']
    : null
}

function ofNetwork(code: string, message: string): Words | null {
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN')
    return ['unavailable', 'No server with that name was found.', 'Check the name and the network.']
  if (code === 'ECONNREFUSED')
    return [
      'unavailable',
      'Nothing answers at that address and port.',
      'Check both, and check that the server is running.',
    ]
  if (code.startsWith('E') || /timeout|terminated|closed|not queryable/i.test(message))
    return ['unavailable', `${message || code}.`, 'Check the address, and check that the server is running.']
  return null
}
