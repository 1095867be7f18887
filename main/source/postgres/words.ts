import type { Failure } from '../../../shared/result.ts'
import { SourceFailure } from '../../record/page.ts'

/** How to speak of what was asked. */
export interface Trouble {
  /** Such as `The warehouse did not answer as expected.` */
  what: string
  /** What a person can correct when the server does not accept a query. */
  correct: string
}

type Words = [kind: Failure['kind'], why: string, todo: string, scope?: 'stream' | 'source']

/** PostgreSQL's codes (appendix A of its manual), Node's, and those of TLS, in words; null for what is a bug of ours. */
export function postgresFailure(error: unknown, { what, correct }: Trouble): SourceFailure | null {
  if (!(error instanceof Error)) return null
  const code = 'code' in error && typeof error.code === 'string' ? error.code : ''
  const words = ofServer(code, error.message, correct) ?? ofTls(code, error.message) ?? ofNetwork(code, error.message)
  if (!words) return null
  const [kind, why, todo, scope] = words
  return new SourceFailure({ kind, what, why, todo }, scope ? { scope } : {})
}

function ofServer(code: string, message: string, correct: string): Words | null {
  if (!/^[0-9A-Z]{5}$/.test(code) || code.startsWith('E')) return null
  const said = `It said: ${message}.`
  switch (code) {
    case '57014':
      return [
        'unavailable',
        'A query took too long and was stopped.',
        'Add an index, narrow it, or allow more time.',
        'stream',
      ]
    case '28P01':
      return ['refused', `It did not let us in: ${message}.`, 'Check user and password.', 'source']
    case '3D000':
      return ['not_found', said, 'Check the name of the database.', 'source']
    case '42P01':
      return [
        'not_found',
        `There is no such table: ${message}.`,
        `${correct} A table outside the search path needs its schema's name.`,
      ]
    case '42703':
      return ['not_found', `There is no such column: ${message}.`, correct]
    case '42501':
      return [
        'refused',
        `This user may not read all of it: ${message}.`,
        'Grant SELECT on what the query names.',
        'stream',
      ]
    case '42601':
      return ['invalid', `It is not one SELECT: ${message}.`, correct]
    case '25006':
      return [
        'refused',
        `It would change something: ${message}.`,
        'Nothing was changed: reading is all that is done here. Use a query that only reads.',
        'stream',
      ]
    case '0A000':
      return ['invalid', said, correct]
    case '53300':
      return ['unavailable', 'It takes no more connections.', 'Try again later, or allow it more connections.']
    case '25P03':
      return [
        'unavailable',
        'It ended a transaction that waited.',
        'What came is kept; the next sync goes on from there.',
        'stream',
      ]
  }
  if (code.startsWith('28'))
    return ['refused', `It did not let us in: ${message}.`, 'Check user, password and TLS.', 'source']
  if (/^(42|22|25)/.test(code)) return ['invalid', said, correct]
  return ['unavailable', said, 'Try again later.']
}

function ofTls(code: string, message: string): Words | null {
  if (/does not support SSL/i.test(message))
    return [
      'refused',
      'It does not speak TLS.',
      'Switch TLS on there; or off here, where the way to it is safe.',
      'source',
    ]
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID')
    return [
      'refused',
      `Its certificate is of another name: ${message}.`,
      'Use the name that the certificate has.',
      'source',
    ]
  if (code === 'CERT_HAS_EXPIRED') return ['refused', 'Its certificate has expired.', 'Renew it there.', 'source']
  if (/CERT|UNABLE_TO_(VERIFY|GET_ISSUER)|SELF_SIGNED/.test(code))
    return [
      'refused',
      `Its certificate is not trusted: ${message}.`,
      'Name the file with the certificate of its issuer.',
      'source',
    ]
  return /\b(SSL|TLS)\b/i.test(message)
    ? ['refused', `${message}.`, 'Check how TLS is set here and there.', 'source']
    : null
}

function ofNetwork(code: string, message: string): Words | null {
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN')
    return ['unavailable', 'No server of that name was found.', 'Check its name, and the network.']
  if (code === 'ECONNREFUSED')
    return ['unavailable', 'Nothing answers at that address and port.', 'Check both, and whether it is running.']
  if (code.startsWith('E') || /timeout|terminated|closed|not queryable/i.test(message))
    return ['unavailable', `${message || code}.`, 'Check its address and whether it is running.']
  return null
}
