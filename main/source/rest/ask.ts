import { backoff, type Pace } from '../../../shared/outbox/backoff.ts'
import { MINUTE, SECOND } from '../../../shared/trigger/duration.ts'
import type { Authorised } from '../../http/authorise.ts'
import type { HttpAnswer, HttpRequest } from '../../http/http.ts'
import { requestsLeft, retryAfter } from '../../http/retry-after.ts'
import { SourceFailure } from '../../record/page.ts'
import { type Answered, type JudgeDeps, judge, judgeTrouble, stopped, withOwnNames } from './judge.ts'

export interface AskOptions {
  signal: AbortSignal
  say(words: string): void
  /** Statuses that are an answer: there is no such thing. */
  absent: readonly number[]
  /** An answer of more bytes, decoded, is to be read elsewhere: `TooMuch` is thrown. */
  largest?: number
}

/** An answer that is to be read elsewhere, because to take it apart would hold up the thread that asked. */
export class TooMuch extends Error {
  readonly request: HttpRequest
  readonly answer: HttpAnswer
  constructor(request: HttpRequest, answer: HttpAnswer) {
    super(`an answer of ${answer.bytes} bytes`)
    this.request = request
    this.answer = answer
  }
}

/** From when on the source may be asked again, as far as its rate and its own wishes are known; UTC ms. */
export interface NextAsk {
  free: number
}

export type AskSource = (request: HttpRequest, options: AskOptions) => Promise<Answered>

export interface AskDeps extends JudgeDeps {
  client: Authorised
  random(): number
  sleep(ms: number, signal: AbortSignal): Promise<void>
}

const PACE: Pace = { first: SECOND, longest: MINUTE }
const ATTEMPTS = 6
/** What one request may wait for in sum; a server that wants more patience gets it from the schedule. */
const PATIENCE = 3 * MINUTE

/**
 * Asks until there is an answer: what may pass without help (429, 5xx, a cut connection) is tried again with back-off, not
 * sooner than the server says. What does not pass comes as a `SourceFailure`, in words with what to do. `next`: handed on
 * to another who asks the same source.
 */
export function createAsk(deps: AskDeps, next: NextAsk = { free: 0 }): AskSource {
  const gap = deps.rateLimit.perSecond === undefined ? 0 : SECOND / deps.rateLimit.perSecond
  /** One request after the other where the source limits their rate. */
  const turn = async (signal: AbortSignal) => {
    const now = deps.wall()
    // A clock that was set back must not hold anything up.
    const at = next.free > now + PATIENCE ? now : Math.max(now, next.free)
    next.free = at + gap
    if (at > now) await deps.sleep(at - now, signal)
  }
  const postpone = (ms: number) => {
    next.free = Math.max(next.free, deps.wall() + ms)
  }
  return async (request, { signal, say, absent, largest = Number.POSITIVE_INFINITY }) => {
    let waited = 0
    for (let attempt = 1; ; attempt++) {
      await turn(signal)
      if (signal.aborted) throw stopped(deps.name)
      const outcome = await deps.client.request({ ...request, signal })
      if (outcome.ok && outcome.answer.bytes > largest) throw new TooMuch(request, outcome.answer)
      const judged = outcome.ok ? judge(deps, outcome.answer, absent) : judgeTrouble(deps.name, outcome.trouble)
      if ('found' in judged) {
        if (outcome.ok) restBeforeLimit(deps, outcome.answer, postpone)
        return judged
      }
      const wait = backoff(attempt, PACE, deps.random(), judged.hint)
      if (!judged.again || attempt >= ATTEMPTS || waited + wait > PATIENCE)
        throw new SourceFailure(judged.failure, { retryAfterMs: judged.hint, scope: judged.scope })
      waited += wait
      // Details are asked for side by side: what one of them was told holds for all.
      if (judged.hint !== null && judged.scope === 'source') postpone(judged.hint)
      say(`waiting ${Math.ceil(wait / SECOND)} s: ${judged.failure.why}`)
      await deps.sleep(wait, signal)
    }
  }
}

/** Nothing is left of the limit: the next request waits until it is set back. */
function restBeforeLimit(deps: AskDeps, { headers }: HttpAnswer, postpone: (ms: number) => void): void {
  const known = withOwnNames(deps.rateLimit, headers)
  if (requestsLeft(known) !== 0) return
  const wait = retryAfter(known, deps.wall(), MINUTE)
  if (wait !== null) postpone(wait)
}
