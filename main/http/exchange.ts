import type { Agent, Dispatcher } from 'undici'
import { own } from '../../shared/foreign/own.ts'
import { type BodyFault, type Collector, collect } from './collect.ts'
import { RefusedAddress } from './connect.ts'
import { pour, type TakeBytes } from './pour.ts'
import { noSecureConnection } from './tls-words.ts'
import type { HttpTrouble } from './trouble.ts'

/** One request on the wire, without redirects. */
export interface Exchange {
  url: URL
  method: Dispatcher.HttpMethod
  headers: Record<string, string>
  body: string | Uint8Array | null
  signal: AbortSignal | undefined
  maxBytes: number
  totalMs: number
  idleMs: number
  /** Takes the body of an answer of 200 while it comes; the answer has an empty one then. */
  take?: TakeBytes | undefined
}

export interface RawAnswer {
  status: number
  /** Names in lower case; the values of a repeated name are joined by a comma. */
  headers: Record<string, string>
  body: Buffer
}

/** Carries our own reason through an abort. */
class Stopped extends Error {
  readonly kind: HttpTrouble['kind']
  constructor(kind: HttpTrouble['kind'], why: string) {
    super(why)
    this.kind = kind
  }
}

/** Sends one request and gives its whole decoded answer, or why there is none. Never throws. */
export function exchange(agent: Agent, ask: Exchange): Promise<RawAnswer | HttpTrouble> {
  const host = ask.url.host
  return new Promise(resolve => {
    let sent = false
    let settled = false
    let abort: ((reason: Error) => void) | null = null
    let body: Collector | null = null

    const settle = (outcome: RawAnswer | HttpTrouble) => {
      if (settled) return
      settled = true
      clearTimeout(total)
      clearTimeout(idle)
      ask.signal?.removeEventListener('abort', onAbort)
      body?.stop()
      resolve(outcome)
    }
    const stop = (reason: Error) => {
      settle(troubleOf(reason, host, sent))
      abort?.(reason)
    }
    const onAbort = () => stop(new Stopped('stopped', `The request to ${host} was stopped.`))
    const late = (words: string) => stop(new Stopped('timeout', `${host} ${words}.`))
    const total = setTimeout(() => late(`did not finish its answer within ${seconds(ask.totalMs)}`), ask.totalMs)
    const idle = setTimeout(() => late(`sent nothing for ${seconds(ask.idleMs)}`), ask.idleMs)

    if (ask.signal?.aborted) return onAbort()
    ask.signal?.addEventListener('abort', onAbort, { once: true })

    let status = 0
    let headers: Record<string, string> = {}
    const handlers: Dispatcher.DispatchHandlers = {
      onConnect(aborting) {
        if (settled) return aborting(new Stopped('stopped', 'stopped'))
        sent = true
        abort = aborting
        idle.refresh()
      },
      onHeaders(code, raw, resume) {
        idle.refresh()
        if (code < 200) return true
        status = code
        headers = headersOf(raw)
        if (Number(headers['content-length'] ?? 0) > ask.maxBytes) {
          stop(faultOf('too_large', host, ask.maxBytes))
          return true
        }
        const encoding = headers['content-encoding'] ?? ''
        const done = (outcome: Buffer | BodyFault) =>
          Buffer.isBuffer(outcome)
            ? settle({ status, headers, body: outcome })
            : stop(faultOf(outcome, host, ask.maxBytes))
        const going = () => {
          // Time in which the disk was waited for is none in which the server was silent.
          idle.refresh()
          resume()
        }
        body =
          ask.take && status === 200
            ? pour(encoding, ask.maxBytes, ask.take, going, done)
            : collect(encoding, ask.maxBytes, resume, done)
        return true
      },
      onData(chunk) {
        idle.refresh()
        return body?.write(chunk) ?? true
      },
      onComplete: () => body?.end(),
      onError: error => settle(troubleOf(error, host, sent)),
    }
    try {
      agent.dispatch(optionsOf(ask), handlers)
    } catch (error) {
      settle(troubleOf(error, host, sent))
    }
  })
}

const optionsOf = ({ url, method, headers, body }: Exchange): Dispatcher.DispatchOptions => ({
  origin: url.origin,
  path: url.pathname + url.search,
  method,
  headers,
  body: typeof body === 'string' || body === null ? body : Buffer.from(body),
  // Both are kept by our own timers, which know the whole exchange.
  headersTimeout: 0,
  bodyTimeout: 0,
})

function headersOf(raw: Buffer[]): Record<string, string> {
  const headers: Record<string, string> = {}
  for (let at = 0; at + 1 < raw.length; at += 2) {
    const name = String(raw[at]).toLowerCase()
    const value = raw[at + 1]?.toString('latin1') ?? ''
    const before = own(headers, name)
    headers[name] = before === undefined ? value : `${before}, ${value}`
  }
  return headers
}

function faultOf(fault: BodyFault, host: string, maxBytes: number): Stopped {
  if (fault === 'too_large') return new Stopped('too_large', `${host} answered with more than ${bound(maxBytes)}.`)
  if (fault === 'not_taken') return new Stopped('stopped', `What ${host} sent could not be kept.`)
  const words =
    fault === 'unknown_encoding' ? 'in a compression that Forestall did not ask for' : 'with a damaged compressed body'
  return new Stopped('cut_off', `${host} answered ${words}.`)
}

const bound = (bytes: number) => (bytes < 1e6 ? `${bytes} bytes` : `${Math.round(bytes / 1e6)} MB`)
const seconds = (ms: number) => (ms < 1_000 ? `${ms} ms` : `${Math.round(ms / 100) / 10} s`)

const UNREACHABLE: Record<string, string> = {
  ENOTFOUND: 'There is no host named',
  EAI_AGAIN: 'No name server answered for',
  ECONNREFUSED: 'Nothing listens at',
  EHOSTUNREACH: 'There is no route to',
  ENETUNREACH: 'There is no route to',
  EADDRNOTAVAIL: 'There is no route to',
}

/** What an error of the socket, TLS, or parser means. Its kind is read from codes and classes, never from its message. */
function troubleOf(error: unknown, host: string, sent: boolean): HttpTrouble {
  if (error instanceof Stopped) return { kind: error.kind, sent, why: error.message }
  const cause = deepest(error)
  if (cause instanceof RefusedAddress) return { kind: 'refused_address', sent: false, why: cause.message }
  const code = codeOf(cause)
  if (code === 'UND_ERR_INVALID_ARG')
    return { kind: 'unsendable', sent: false, why: `The request to ${host} has a header or path that cannot be sent.` }
  if (code === 'UND_ERR_CONNECT_TIMEOUT' || (code === 'ETIMEDOUT' && !sent))
    return { kind: 'timeout', sent: false, why: `${host} did not accept a connection in time.` }
  const unreachable = own(UNREACHABLE, code)
  if (unreachable !== undefined) return { kind: 'unreachable', sent, why: `${unreachable} ${host}.` }
  if (isTls(code, cause)) return { kind: 'tls', sent, why: noSecureConnection(host, code) }
  if (!sent) return { kind: 'unreachable', sent, why: `${host} closed the connection at once.` }
  return { kind: 'cut_off', sent, why: `${host} closed the connection before its answer was complete.` }
}

/** The first of several failed attempts, or the error itself. */
const deepest = (error: unknown): unknown =>
  error instanceof AggregateError
    ? (error.errors.find(each => each instanceof RefusedAddress) ?? error.errors[0])
    : error

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''

const TLS_CODE =
  /^(ERR_TLS|ERR_SSL|CERT_|UNABLE_TO|DEPTH_ZERO|SELF_SIGNED|EPROTO|HOSTNAME_MISMATCH|CRL_|INVALID_(CA|PURPOSE))/

const isTls = (code: string, error: unknown) =>
  TLS_CODE.test(code) || (error instanceof Error && 'library' in error && String(error.library).startsWith('SSL'))
