import type { LookupFunction } from 'node:net'
import type { Agent, Dispatcher } from 'undici'
import { DEEPEST, TooDeep } from '../../shared/guard/json-depth.ts'
import { examined, type JsonRead } from '../../shared/guard/read-json.ts'
import { isAllowedHost } from './address.ts'
import type { ConnectRules } from './connect.ts'
import { exchange, type RawAnswer } from './exchange.ts'
import type { TakeBytes } from './pour.ts'
import type { HttpTrouble } from './trouble.ts'

export interface HttpOptions {
  /**
   * `host` or `host:port` that an admin allowed by name: may be private, loopback or link-local, and may be spoken to
   * without TLS. Every other host must be public and speak TLS.
   */
  allowedHosts?: readonly string[]
  /** Decoded bytes of one answer. */
  maxBytes?: number
  /** From the first connection to the last byte, redirects included; ms. */
  totalMs?: number
  /** Without a byte from the server; ms. */
  idleMs?: number
  connectMs?: number
  /** Connections to one server at once. */
  connections?: number
  /** Instead of `dns.lookup`; called with `all: true`. */
  lookup?: LookupFunction
  /** Further certificate authorities in PEM, for servers of one's own. */
  ca?: string
}

export interface HttpRequest {
  method?: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  url: string
  headers?: Record<string, string>
  body?: string | Uint8Array
  signal?: AbortSignal
  /** Instead of the client's own limit. */
  maxBytes?: number
  /** Takes the body of an answer of 200 while it comes, for what is too large for memory; `body` is empty then. */
  take?: TakeBytes
}

/** A complete answer of whatever status, decoded. */
export interface HttpAnswer {
  status: number
  /** Names in lower case; the values of a repeated name are joined by a comma. */
  headers: Record<string, string>
  /** The body without its Content-Encoding. */
  body: Buffer
  /** Length of `body`. */
  bytes: number
  /** Where the answer came from, after redirects. */
  url: string
  text(): string
  json(): ({ ok: true } & JsonRead) | { ok: false; why: string }
}

export type HttpOutcome = { ok: true; answer: HttpAnswer } | { ok: false; trouble: HttpTrouble }

export interface Http {
  /** Never throws for what the world does; any status is an answer. Nothing is tried again. */
  request(ask: HttpRequest): Promise<HttpOutcome>
  /** Ends every connection; what is under way ends as trouble. */
  close(): Promise<void>
}

const REDIRECTS = 3
const AGENT = 'Forestall'

/** A client with its own pool of kept connections. Close it when done. */
export function createHttp(options: HttpOptions = {}): Http {
  const { allowedHosts = [], maxBytes = 64e6, totalMs = 120_000, idleMs = 30_000, connectMs = 10_000 } = options
  const { lookup, ca } = options
  const rules: ConnectRules = {
    ...{ allowedHosts, connectMs },
    ...(lookup === undefined ? {} : { lookup }),
    ...(ca === undefined ? {} : { ca }),
  }
  let agent: Promise<Agent> | null = null
  let closed = false
  // Loaded with the first request: a megabyte of code that no start needs.
  const opened = () => {
    agent ??= import('./agent.ts').then(({ openAgent }) => openAgent(rules, options.connections ?? 8))
    return agent
  }
  return {
    async request(ask) {
      const first = urlOf(ask.url, allowedHosts)
      if (!(first instanceof URL)) return { ok: false, trouble: first }
      const open = await opened()
      if (closed) await open.destroy()
      return follow(open, ask, first, { maxBytes: ask.maxBytes ?? maxBytes, totalMs, idleMs })
    },
    close: async () => {
      closed = true
      await (await agent)?.destroy()
    },
  }
}

interface Limits {
  maxBytes: number
  totalMs: number
  idleMs: number
}

/** Follows redirects of reading requests as long as they stay at the same origin, so credentials never leave it. */
async function follow(agent: Agent, ask: HttpRequest, first: URL, limits: Limits): Promise<HttpOutcome> {
  const method: Dispatcher.HttpMethod = ask.method ?? 'GET'
  const packed = ask.take ? 'identity' : 'gzip, deflate, br'
  const headers = { 'user-agent': AGENT, accept: '*/*', 'accept-encoding': packed, ...lower(ask.headers) }
  const deadline = performance.now() + limits.totalMs
  let url = first
  for (let hops = 0; ; hops++) {
    const totalMs = Math.max(1, deadline - performance.now())
    const body = ask.body ?? null
    const { signal, take } = ask
    const outcome = await exchange(agent, { url, method, headers, body, signal, take, ...limits, totalMs })
    if ('kind' in outcome) return { ok: false, trouble: outcome }
    const target = redirectOf(outcome, url)
    if (target === null) return { ok: true, answer: answerOf(outcome, url) }
    const why = refusal(target, url, method, hops)
    if (why !== null || target === 'nowhere')
      return { ok: false, trouble: { kind: 'redirected', sent: true, why: why ?? '' } }
    url = target
  }
}

const REDIRECT = new Set([301, 302, 303, 307, 308])

function redirectOf(answer: RawAnswer, from: URL): URL | 'nowhere' | null {
  if (!REDIRECT.has(answer.status)) return null
  const location = answer.headers.location
  if (location === undefined || !URL.canParse(location, from)) return 'nowhere'
  return new URL(location, from)
}

function refusal(target: URL | 'nowhere', from: URL, method: string, hops: number): string | null {
  if (target === 'nowhere') return `${from.host} redirects without an address.`
  if (target.origin !== from.origin)
    return `${from.host} points to ${target.origin}, another server, which was not asked.`
  if (method !== 'GET' && method !== 'HEAD') return `${from.host} answered a ${method} with another address.`
  return hops >= REDIRECTS ? `${from.host} redirects too many times.` : null
}

/** The answer of a server, from its parts and the address that they came from. */
export function answerOf({ status, headers, body }: RawAnswer, url: URL): HttpAnswer {
  return {
    status,
    headers,
    body,
    bytes: body.length,
    url: url.href,
    text: () => body.toString('utf8'),
    json() {
      try {
        // The parser's own words quote the body, which may be personal; a byte order mark is not JSON but happens.
        return { ok: true, ...examined(body.toString('utf8').replace(/^\uFEFF/, '')) }
      } catch (error) {
        return {
          ok: false,
          why: error instanceof TooDeep ? `is nested more than ${DEEPEST} levels deep` : 'is not valid JSON',
        }
      }
    },
  }
}

function urlOf(text: string, allowedHosts: readonly string[]): URL | HttpTrouble {
  const refused = (kind: HttpTrouble['kind'], why: string): HttpTrouble => ({ kind, sent: false, why })
  if (!URL.canParse(text)) return refused('unsendable', 'The address is not a URL.')
  const url = new URL(text)
  if (url.username !== '' || url.password !== '')
    return refused(
      'unsendable',
      `The address of ${url.host} contains a user or a password; use the credentials instead.`,
    )
  if (url.protocol === 'https:') return url
  if (url.protocol !== 'http:') return refused('unsendable', `${url.protocol} is not supported; use https.`)
  if (isAllowedHost(allowedHosts, url.hostname, url.port || '80')) return url
  return refused('refused_address', `${url.host} would be asked without TLS, which only an allowed host may be.`)
}

const lower = (headers: Record<string, string> = {}): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]))
