import { own } from '../../../shared/foreign/own.ts'
import { keyOf, RepeatedKey } from '../../../shared/guard/read-json.ts'
import type { RepeatedPlace } from '../../../shared/guard/repeated-key.ts'
import type { Failure } from '../../../shared/result.ts'
import { CREDENTIALS_AGAIN } from '../../../shared/source/credentials-again.ts'
import type { Manifest } from '../../../shared/source/manifest.ts'
import { SECOND } from '../../../shared/trigger/duration.ts'
import type { HttpAnswer } from '../../http/http.ts'
import { retryAfter } from '../../http/retry-after.ts'
import type { HttpTrouble } from '../../http/trouble.ts'
import { type Get, isTruthy } from '../../record/mapping/expression.ts'
import { SourceFailure } from '../../record/page.ts'

export interface JudgeDeps {
  name: string
  rateLimit: Manifest['rateLimit']
  /** The words of an error, over its answer. */
  error: Get | null
  wall(): number
}

/** An answer that could be read, or one of the statuses that mean that there is nothing. */
export type Answered =
  | {
      found: true
      value: unknown
      headers: Readonly<Record<string, string>>
      bytes: number
      serverNow: number
      /** Where it says one thing twice; the caller sets those rows aside, or refuses it by `unclear`. */
      repeated: readonly RepeatedPlace[] | null
    }
  | { found: false; status: number }

/** An answer that is none: what to say of it, and whether it is worth asking again. */
export interface Judged {
  failure: Failure
  /** May pass without help. */
  again: boolean
  scope: 'stream' | 'source'
  /** The server's own wish, ms. */
  hint: number | null
}

/** What an answer is worth: its content, nothing (`absent` statuses), or why it is none. */
export function judge(deps: JudgeDeps, answer: HttpAnswer, absent: readonly number[]): Answered | Judged {
  const { status, headers, bytes } = answer
  if (absent.includes(status)) return { found: false, status }
  if (status < 200 || status > 299) return ofStatus(deps, answer)
  const serverNow = serverNowOf(headers, deps.wall())
  if (status === 204) return { found: true, value: null, headers, bytes, serverNow, repeated: null }
  const json = answer.json()
  if (json.ok) return { found: true, value: json.value, headers, bytes, serverNow, repeated: json.repeated }
  return isPage(answer) ? loginPage(deps.name) : malformed(deps.name, json.why)
}

function serverNowOf(headers: Readonly<Record<string, string>>, wall: number): number {
  const at = headers.date === undefined ? Number.NaN : Date.parse(headers.date)
  return Number.isNaN(at) ? wall : at
}

const isPage = (answer: HttpAnswer): boolean =>
  /text\/html/i.test(answer.headers['content-type'] ?? '') ||
  /^\s*<(!doctype|html|head|body)/i.test(answer.text().slice(0, 200))

const loginPage = (name: string): Judged => ({
  failure: {
    kind: 'refused',
    what: `${name} answered with a web page instead of data.`,
    why: 'This is usually a login page: the credentials have expired, or the address is the website’s.',
    todo: `${CREDENTIALS_AGAIN}, or correct the address of this source. No data was lost.`,
  },
  again: false,
  scope: 'source',
  hint: null,
})

const malformed = (name: string, why: string): Judged => ({
  failure: {
    kind: 'unavailable',
    what: `${name} sent an answer that ${why}.`,
    why: 'The answer was cut short, or a proxy changed it.',
    todo: 'Forestall retries later from the same place. No data was lost.',
  },
  again: true,
  scope: 'stream',
  hint: null,
})

/** The last value would be taken in silence, and may be the wrong one. `about`: the source, or one of its streams. */
export const unclear = (about: string, repeats: readonly RepeatedPlace[]) =>
  new SourceFailure({
    kind: 'invalid',
    what: `${about} sent an answer that says one thing twice.`,
    why: new RepeatedKey(keyOf(repeats)).message,
    todo: 'Nothing of this answer was kept. Leave that field out of the request, or tell the operator of the system.',
  })

function ofStatus(deps: JudgeDeps, answer: HttpAnswer): Judged {
  const { status, headers } = answer
  const { name } = deps
  const hint = retryAfter(withOwnNames(deps.rateLimit, headers), deps.wall())
  const words = wordsOf(deps.error, answer)
  const said = words === null ? `${name} answered with status ${status}.` : `${name} says: ${words} (${status}).`
  if (deps.rateLimit.statuses.includes(status))
    return {
      failure: {
        kind: 'unavailable',
        what: `${name} limits how often it may be asked.`,
        why: `${name} received too many requests (${status}).`,
        todo: `Forestall retries ${soon(hint)}. No data was lost.`,
      },
      again: true,
      scope: 'source',
      hint,
    }
  if (status >= 500 || status === 408 || status === 425)
    return {
      failure: {
        kind: 'unavailable',
        what: `${name} has a problem on its side.`,
        why: said,
        todo: `Forestall retries ${soon(hint)}. No data was lost.`,
      },
      again: true,
      scope: 'source',
      hint,
    }
  const never = { again: false, hint: null }
  if (status === 401)
    return {
      ...never,
      scope: 'source',
      failure: {
        kind: 'refused',
        what: `${name} does not accept the credentials.`,
        why: said,
        todo: `${CREDENTIALS_AGAIN}, or create new ones.`,
      },
    }
  if (status === 403)
    return {
      ...never,
      scope: 'stream',
      failure: {
        kind: 'refused',
        what: `${name} does not let these credentials read this.`,
        why: said,
        todo: 'Give the key permission to read this stream, or leave the stream out.',
      },
    }
  if (status === 404)
    return {
      ...never,
      scope: 'stream',
      failure: {
        kind: 'not_found',
        what: `${name} has nothing at this address.`,
        why: said,
        todo: 'Check the settings of this source, and the path in its manifest.',
      },
    }
  return {
    ...never,
    scope: 'stream',
    failure: {
      kind: 'invalid',
      what: `${name} refused the request.`,
      why: said,
      todo: 'Check the settings of this source, and the request in its manifest.',
    },
  }
}

const soon = (hint: number | null) => (hint === null ? 'later' : `in ${Math.ceil(hint / SECOND)} s`)

/** What the source says of an error, at the usual places unless the manifest names another; short, and no page. */
function wordsOf(error: Get | null, answer: HttpAnswer): string | null {
  const json = answer.json()
  if (!json.ok) return null
  const found = error ? safely(error, json.value) : USUAL.map(get => get(json.value)).find(isTruthy)
  return typeof found === 'string' && found !== '' ? found.slice(0, 300) : null
}

const field = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? own(value as Record<string, unknown>, name) : null
const firstOf = (value: unknown): unknown => (Array.isArray(value) ? value[0] : null)
const USUAL: readonly Get[] = [
  value => field(field(value, 'error'), 'message'),
  value => field(value, 'message'),
  value => field(value, 'detail'),
  value => field(firstOf(field(value, 'errors')), 'message'),
  value => field(firstOf(field(value, 'errors')), 'detail'),
  value => field(value, 'description'),
  value => field(value, 'error'),
]

function safely(get: Get, value: unknown): unknown {
  try {
    return get(value)
  } catch {
    return null
  }
}

/** What it means that no answer came. */
export function judgeTrouble(name: string, { kind, why }: HttpTrouble): Judged {
  const later = 'Forestall retries later. No data was lost.'
  const failure = (of: Failure['kind'], what: string, todo: string): Failure => ({ kind: of, what, why, todo })
  switch (kind) {
    case 'unreachable':
    case 'timeout':
    case 'cut_off':
      return {
        failure: failure('unavailable', `${name} could not be read.`, later),
        again: true,
        scope: 'source',
        hint: null,
      }
    case 'stopped':
      return { failure: stopped(name).failure, again: false, scope: 'source', hint: null }
    case 'no_credential':
      return {
        failure: failure('refused', `${name} was not asked.`, `${CREDENTIALS_AGAIN}, or sign in to this source again.`),
        again: false,
        scope: 'source',
        hint: null,
      }
    case 'too_large':
      return {
        failure: failure(
          'invalid',
          `${name} sent a page that is too large.`,
          'Set a smaller page size in the manifest.',
        ),
        again: false,
        scope: 'stream',
        hint: null,
      }
    case 'refused_address':
      return {
        failure: failure(
          'refused',
          `${name} was not asked.`,
          'An admin can allow this host in the settings of the source.',
        ),
        again: false,
        scope: 'source',
        hint: null,
      }
    case 'tls':
      return {
        failure: failure(
          'invalid',
          `${name} could not be asked.`,
          'Correct the certificate at the server, or the address of this source. Nothing was sent.',
        ),
        again: false,
        scope: 'source',
        hint: null,
      }
    case 'redirected':
    case 'unsendable':
      return {
        failure: failure('invalid', `${name} could not be asked.`, 'Check its address and settings.'),
        again: false,
        scope: 'source',
        hint: null,
      }
  }
}

/** Somebody stopped it. */
export const stopped = (name: string) =>
  new SourceFailure({
    kind: 'cancelled',
    what: `Reading ${name} was stopped.`,
    why: '',
    todo: 'The rows read so far are kept.',
  })

/** The headers, with those that a manifest names under the usual names. */
export function withOwnNames(
  { resetHeader, remainingHeader }: Manifest['rateLimit'],
  headers: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  if (resetHeader === undefined && remainingHeader === undefined) return headers
  const reset = own(headers, resetHeader?.toLowerCase() ?? '')
  const left = own(headers, remainingHeader?.toLowerCase() ?? '')
  return {
    ...headers,
    ...(reset === undefined ? {} : { 'x-ratelimit-reset': reset }),
    ...(left === undefined ? {} : { 'x-ratelimit-remaining': left }),
  }
}
