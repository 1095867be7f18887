import { DAY, SECOND } from '../../shared/trigger/duration.ts'

/** The longest wish that is honoured: a server that asks for more is asked again after this. No other place caps it. */
export const LONGEST_WISH = DAY

/** A number from here on is a moment (seconds since 1970), below it a delay. */
const EPOCH_FROM = 1e9
const EPOCH_MS_FROM = 1e12

/**
 * How long a server asks to be left alone, in ms from now; null where it does not say. Understands Retry-After as seconds
 * (with fractions) and as a date (RFC 9110, 10.2.3), its variant in ms, and the reset of a rate limit in the spellings
 * seen in the wild, as delay or as moment. Moments are read against the server's own clock where it sends one, so a
 * machine whose clock is wrong waits right. What has passed is 0, what cannot be read counts as absent.
 */
export function retryAfter(
  headers: Readonly<Record<string, string>>,
  wallNow: number,
  longest = LONGEST_WISH,
): number | null {
  const serverNow = momentOf(headers.date) ?? wallNow
  const capped = (ms: number) => Math.min(Math.max(Math.ceil(ms), 0), longest)
  const millis = numberOf(headers['retry-after-ms'])
  if (millis !== null) return capped(millis)
  for (const name of NAMES) {
    const delay = delayOf(headers[name], serverNow)
    if (delay !== null) return capped(delay)
  }
  const structured = delayOf(/(?:^|[;,\s])(?:t|reset)=(\d+(?:\.\d+)?)/i.exec(headers.ratelimit ?? '')?.[1], serverNow)
  return structured === null ? null : capped(structured)
}

const NAMES = [
  'retry-after',
  'x-retry-after',
  'x-ratelimit-retry-after',
  'x-ratelimit-reset-after',
  'ratelimit-reset',
  'x-ratelimit-reset',
  'x-rate-limit-reset',
]

/** From how many requests are left before the limit; null where the server does not say. */
export function requestsLeft(headers: Readonly<Record<string, string>>): number | null {
  for (const name of ['ratelimit-remaining', 'x-ratelimit-remaining', 'x-rate-limit-remaining']) {
    const left = numberOf(headers[name])
    if (left !== null) return left
  }
  const structured = /(?:^|[;,\s])(?:r|remaining)=(\d+)/i.exec(headers.ratelimit ?? '')?.[1]
  return structured === undefined ? null : Number(structured)
}

function delayOf(text: string | undefined, serverNow: number): number | null {
  const number = numberOf(text)
  if (number === null) {
    const moment = momentOf(text)
    return moment === null ? null : moment - serverNow
  }
  if (number >= EPOCH_MS_FROM) return number - serverNow
  return number >= EPOCH_FROM ? number * SECOND - serverNow : number * SECOND
}

function numberOf(text: string | undefined): number | null {
  // Several headers of one name arrive joined; the first counts.
  const first = text?.split(',')[0]?.trim() ?? ''
  return /^-?\d+(\.\d+)?s?$/.test(first) ? Number.parseFloat(first) : null
}

/** The three forms of RFC 9110, 5.6.7, and ISO 8601. */
const DATE = /\d{1,2}[ -][A-Za-z]{3}[ -]\d{2,4}|[A-Za-z]{3} +\d{1,2} \d{2}:|^\s*\d{4}-\d{2}-\d{2}/

function momentOf(text: string | undefined): number | null {
  // `Date.parse` takes nearly anything with a number in it; only what looks like a date counts.
  if (text === undefined || !DATE.test(text)) return null
  const moment = Date.parse(text)
  return Number.isFinite(moment) ? moment : null
}
