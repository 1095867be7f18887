import { isEventKind } from '../../../shared/trigger/event-words.ts'

/** `payment_failed`, `payments_failed`: a file that is called like a kind of event is no file of payments. */
export const eventNamed = (words: readonly string[]): string | undefined =>
  [words, words.map(singular), failedLast(words).map(singular)]
    .map(parts => parts.join('_'))
    .find(kind => kind.includes('_') && isEventKind(kind))

/** `failed_payment` is what the product calls `payment_failed`. */
const failedLast = (words: readonly string[]): readonly string[] =>
  words.includes('failed') ? [...words.filter(word => word !== 'failed'), 'failed'] : words

/** What a file of events is called after: `page-views` are views, `sign-ins` what the product calls a login. */
export function kindOfEvents(words: readonly string[]): string {
  const happened = words.filter(word => word !== 'failed')
  const last = singular(happened.at(-1) ?? 'event')
  const both = [...happened.slice(-2, -1), last].join('_')
  const kind = LOGINS.has(both) || LOGINS.has(last) ? 'login' : PARTICLE.test(last) ? both : last
  // What failed did not happen.
  return words.includes('failed') ? `${kind}_failed` : kind
}

const LOGINS = new Set(['sign_in', 'log_in', 'sign_on', 'log_on', 'signin', 'logon'])
/** A word that says nothing without the one in front: `check-ins`, `opt-outs`. */
const PARTICLE = /^(in|on|up|out|off|back|over)$/

const singular = (word: string): string =>
  word.endsWith('ies') ? `${word.slice(0, -3)}y` : word.endsWith('s') && !word.endsWith('ss') ? word.slice(0, -1) : word
