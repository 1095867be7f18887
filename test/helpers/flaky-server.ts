import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gzipSync } from 'node:zlib'
import { HOUR } from '../../shared/trigger/duration.ts'
import type { Truth } from './sync-truth.ts'
import { NOW } from './synced-folder.ts'

export const STREAMS = ['accounts', 'contacts', 'tickets', 'events'] as const
export type StreamName = (typeof STREAMS)[number]

/** What a server does instead of answering well. */
export type Misbehaviour =
  | { do: 'status'; status: number; headers?: Record<string, string> }
  | { do: 'reset' | 'truncate' | 'drip' | 'hang' | 'login' | 'malformed' | 'bomb' | 'expire' }
  /** A page that is well formed, but tells its records twice, backwards, or those of the page before instead. */
  | { do: 'duplicate' | 'backwards' | 'stale' | 'circle' }

export interface Asked {
  stream: StreamName
  /** Requests of this stream before this one. */
  n: number
}

export interface FlakyServer {
  port: number
  /** The server's clock, UTC ms. */
  now(): number
  /** The source's own data; a test may change them at any moment. */
  truth: Truth
  /** Remembers that a record changed or went away just now. */
  touch(id: string): void
  remove(id: string): void
  /** Asked for every request; null answers well. */
  misbehave(how: (asked: Asked) => Misbehaviour | null): void
  /** Called before each answer is made, to change the truth while somebody pages through it. */
  before(change: (asked: Asked) => void | Promise<void>): void
  /** From now on everything is well and nothing changes. */
  calm(): void
  /** Requests that came before the server had said they may. */
  impatient(): number
  requests(): number
  stop(): Promise<void>
}

/** Entries on a page; small, so that there are many. */
const SIZE = 5

interface Item {
  id: string
  updated: string
  [field: string]: unknown
}

/**
 * A server for accounts (pages by number, newest first), contacts (offsets), tickets (a cursor, changes since a moment,
 * deletions) and events (Link headers, a stretch of time). `time.now` is the machine's clock that both sides run on,
 * `skew` how far this server's own is ahead of it, ms.
 */
export async function aFlakyServer(truth: Truth, time: { now: number }, skew = 0): Promise<FlakyServer> {
  const clock = () => time.now + skew
  const touched = new Map<string, number>()
  const removed = new Map<string, number>()
  const counts = new Map<StreamName, number>()
  const lastTold = new Map<string, { headers: Record<string, string>; body: string }>()
  const state = { token: 'token-0', tokens: 0, notBefore: 0, impatient: 0, requests: 0 }
  let misbehave: (asked: Asked) => Misbehaviour | null = () => null
  let before: (asked: Asked) => void | Promise<void> = () => {}

  const updatedAt = (id: string, at: number) => new Date(touched.get(id) ?? at).toISOString()
  const items: Record<StreamName, () => Item[]> = {
    accounts: () =>
      [...truth.accounts]
        .filter(([id]) => !truth.deleted.has(id) && !truth.merged.has(id))
        .map(([id, account]) => ({ id, ...account, updated: updatedAt(id, NOW - HOUR) }))
        .reverse(),
    contacts: () =>
      [...truth.contacts].map(([id, { account, name, email }]) => ({
        id,
        account_id: account,
        name,
        email,
        updated: updatedAt(id, NOW - HOUR),
      })),
    tickets: () =>
      [
        ...[...truth.tickets].map(([id, { account, state: status, openedAt }]) => ({
          id,
          account_id: account,
          status,
          created: new Date(openedAt).toISOString(),
          updated: updatedAt(id, openedAt),
        })),
        ...[...removed].map(([id, at]) => ({ id, deleted: true, updated: new Date(at).toISOString() })),
      ].sort((a, b) => (a.updated < b.updated ? -1 : a.updated > b.updated ? 1 : a.id < b.id ? -1 : 1)),
    events: () =>
      [...truth.events].map(([id, { account, kind, at }]) => ({
        id,
        account_id: account,
        kind,
        at: new Date(at).toISOString(),
        updated: new Date(at).toISOString(),
      })),
  }

  const page = (stream: StreamName, url: URL): { items: Item[]; next: string | null; link?: string } => {
    const number = (name: string) => Number(url.searchParams.get(name) ?? 0)
    const all = items[stream]()
    const cut = (list: Item[], from: number) => list.slice(from, from + SIZE)
    switch (stream) {
      case 'accounts':
        return { items: cut(all, (Math.max(1, number('page')) - 1) * SIZE), next: null }
      case 'contacts':
        return { items: cut(all, number('offset')), next: null }
      case 'tickets': {
        const since = url.searchParams.get('since') ?? ''
        const cursor = url.searchParams.get('cursor')
        const rest = all.filter(item => (cursor ? `${item.updated} ${item.id}` > cursor : item.updated >= since))
        const some = cut(rest, 0)
        const last = some.at(-1)
        return { items: some, next: last && rest.length > SIZE ? `${last.updated} ${last.id}` : null }
      }
      case 'events': {
        const [since, until] = [url.searchParams.get('since') ?? '', url.searchParams.get('until') ?? '~']
        const rest = all.filter(item => item.updated >= since && item.updated < until)
        const from = number('from')
        const next = new URL(url)
        next.searchParams.set('from', String(from + SIZE))
        return {
          items: cut(rest, from),
          next: null,
          ...(rest.length > from + SIZE && { link: `<${next}>; rel="next"` }),
        }
      }
    }
  }

  const answer = (response: ServerResponse, status: number, headers: Record<string, string>, body: string | Buffer) => {
    response.writeHead(status, { date: new Date(clock()).toUTCString(), ...headers })
    response.end(body)
  }
  const json = { 'content-type': 'application/json' }

  const spoil = (response: ServerResponse, how: Misbehaviour, body: string): void => {
    const length = { ...json, 'content-length': String(Buffer.byteLength(body)) }
    switch (how.do) {
      case 'status': {
        const headers = how.headers ?? {}
        if (how.status === 429) noteWish(headers['retry-after'])
        answer(response, how.status, { ...json, ...headers }, '{"error":"later"}')
        return
      }
      case 'reset':
        response.socket?.resetAndDestroy()
        return
      case 'truncate':
        response.writeHead(200, length)
        response.write(body.slice(0, body.length / 2))
        setImmediate(() => response.socket?.destroy())
        return
      case 'drip': {
        response.writeHead(200, length)
        const drip = (at: number) => {
          if (response.destroyed) return
          response.write(body.slice(at, at + 1))
          setTimeout(() => drip(at + 1), 40)
        }
        drip(0)
        return
      }
      case 'hang':
        return
      case 'login':
        answer(response, 200, { 'content-type': 'text/html' }, '<!doctype html><title>Sign in</title><form>')
        return
      case 'malformed':
        answer(response, 200, json, `${body.slice(0, -1)},,`)
        return
      case 'bomb':
        answer(response, 200, { ...json, 'content-encoding': 'gzip' }, BOMB)
        return
      case 'expire':
        state.token = 'revoked'
        answer(response, 401, json, '{"error":"token expired"}')
        return
      default:
        return
    }
  }

  /** Until when a client that understands the header must keep away; one second is this file's rounding. */
  const noteWish = (wish: string | undefined) => {
    if (wish === undefined) return
    const seconds = Number(wish)
    const until = Number.isFinite(seconds) ? time.now + seconds * 1_000 : Date.parse(wish) - skew
    if (Number.isFinite(until) && until - time.now < HOUR) state.notBefore = Math.max(state.notBefore, until - 1_000)
  }

  const handle = async (request: IncomingMessage, response: ServerResponse) => {
    const url = new URL(request.url ?? '/', `http://127.0.0.1:${port}`)
    if (url.pathname === '/token') {
      state.token = `token-${++state.tokens}`
      return answer(response, 200, json, JSON.stringify({ access_token: state.token, expires_in: 3_600 }))
    }
    const stream = url.pathname.slice(1) as StreamName
    const asked = { stream, n: counts.get(stream) ?? 0 }
    counts.set(stream, asked.n + 1)
    state.requests++
    if (time.now < state.notBefore) state.impatient++
    if (request.headers.authorization !== `Bearer ${state.token}`) return answer(response, 401, json, '{"error":"no"}')
    await before(asked)
    const how = misbehave(asked)
    const { items: some, next, link } = page(stream, url)
    const told = tell(some, how)
    // The first page has no cursor that could lead back to it.
    const circle = how?.do === 'circle' && (next !== null || link !== undefined)
    const body = JSON.stringify({ data: told, next: circle ? (url.searchParams.get('cursor') ?? next) : next })
    const links = circle ? `<${url}>; rel="next"` : link
    const well = { headers: { ...json, ...(links && { link: links }) }, body }
    if (how && !['duplicate', 'backwards', 'stale', 'circle'].includes(how.do)) return spoil(response, how, body)
    // For the same question: an answer to another one is a lie that nobody could notice.
    const question = `${stream} ${url.searchParams.get('since')} ${url.searchParams.get('until')}`
    const given = (how?.do === 'stale' ? lastTold.get(question) : undefined) ?? well
    lastTold.set(question, well)
    answer(response, 200, given.headers, given.body)
  }

  const server = createServer((request, response) => void handle(request, response))
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    port,
    now: clock,
    truth,
    touch: id => void touched.set(id, clock()),
    remove: id => void removed.set(id, clock()),
    misbehave: how => {
      misbehave = how
    },
    before: change => {
      before = change
    },
    calm: () => {
      misbehave = () => null
      before = () => {}
    },
    impatient: () => state.impatient,
    requests: () => state.requests,
    stop: () =>
      new Promise<void>(resolve => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}

/** 64 MB in 64 kB. */
const BOMB = gzipSync(Buffer.alloc(64 * 1024 * 1024))

function tell(items: Item[], how: Misbehaviour | null): Item[] {
  if (how?.do === 'duplicate') return items.flatMap(item => [item, item])
  if (how?.do === 'backwards') return items.toReversed()
  return items
}
