import type { Call } from '../../../shared/outbox/request.ts'
import { DAY } from '../../../shared/trigger/duration.ts'
import type { HttpAnswer, HttpOutcome } from '../../http/http.ts'
import { retryAfter } from '../../http/retry-after.ts'

/** A message is given up after five days (`endings.ts`), so its server may ask for as much. */
const LONGEST = 5 * DAY

/** What an answer means. `away`: the channel itself cannot be used; `none`: there is nothing of the kind. */
export interface Meaning {
  means: 'sent' | 'later' | 'refused' | 'unsure' | 'away' | 'none'
  id: string | null
  why: string
  afterMs: number | null
  /** The answer's JSON; null where there is none. */
  body?: unknown
}

/**
 * Reads an outcome by the call's own rules, then by those that hold for every server (RFC 9110, 15). `wall`: machine
 * time, UTC ms. Decided by codes and fields, never by words.
 */
export function meaningOf(call: Call, outcome: HttpOutcome, name: string, wall: number): Meaning {
  if (!outcome.ok) {
    const { sent, why } = outcome.trouble
    // What may have reached the server may have been done.
    return { means: sent ? 'unsure' : 'away', id: null, why: `${name}: ${why}`, afterMs: null }
  }
  const { answer } = outcome
  const parsed = answer.json()
  const body = parsed.ok ? parsed.value : null
  const rule = call.answers.find(
    ({ status, field }) =>
      (status === undefined || status.includes(answer.status)) &&
      (field === undefined || (parsed.ok && field.is.includes(scalar(at(body, field.path))))),
  )
  const id = call.id === undefined ? null : scalar(at(body, call.id))
  return {
    means: rule?.means ?? byStatus(answer),
    id: id === null ? null : String(id),
    why: rule?.why ?? saying(name, answer.status, call.why === undefined ? null : at(body, call.why)),
    afterMs: retryAfter(answer.headers, wall, LONGEST),
    body,
  }
}

function byStatus({ status, headers }: HttpAnswer): Meaning['means'] {
  if (status >= 200 && status < 300) return 'sent'
  if (status === 401 || status === 403) return 'away'
  if (status === 429 || (status === 503 && headers['retry-after'] !== undefined)) return 'later'
  // 408 and 5xx leave open whether the request was carried out.
  if (status === 408 || status >= 500) return 'unsure'
  return 'refused'
}

type Scalar = string | number | boolean | null
const scalar = (value: unknown): Scalar =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : null

/** The value at a dotted path (`errors.0.message`); undefined where there is none. */
export function at(value: unknown, path: string): unknown {
  let found = value
  for (const step of path.split('.')) {
    if (found === null || typeof found !== 'object' || !Object.hasOwn(found, step)) return undefined
    found = (found as Record<string, unknown>)[step]
  }
  return found
}

/** The server's own words on one line, bounded. */
function saying(name: string, status: number, words: unknown): string {
  const said =
    typeof words === 'string'
      ? words
          .replace(/[\p{Cc}\s]+/gu, ' ')
          .trim()
          .slice(0, 200)
      : ''
  return said === '' ? `${name} answered with status ${status}.` : `${name} answered with status ${status}: ${said}.`
}
