import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage } from 'node:http'

/** This computer only: no other machine can reach it. */
export const LOOPBACK = '127.0.0.1'

/**
 * Who may use the console in a browser:
 *
 *     printed address ?token=… ── once ──▶ session cookie ──▶ / and /rpc
 */
export interface WebSession {
  /** Was this request sent to our own address, by name and port? A foreign name that resolves here is turned away. */
  knows(request: IncomingMessage): boolean
  admits(request: IncomingMessage): boolean
  /** Exchanges the token for a cookie, once. */
  exchange(token: string): string | null
  readonly token: string
  readonly origin: string
}

const secret = () => randomBytes(32).toString('base64url')
// Hashes are compared, so that neither length nor time says how much of a guess was right.
const digest = (text: string) => createHash('sha256').update(text).digest()
const same = (a: string, b: string) => timingSafeEqual(digest(a), digest(b))

export function createWebSession(port: number): WebSession {
  const session = secret()
  const token = secret()
  const origin = `http://${LOOPBACK}:${port}`
  // Cookies are shared by all ports of a host: the name keeps two consoles apart.
  const name = `forestall-${port}`
  let used = false
  const cookie = (request: IncomingMessage) =>
    (request.headers.cookie ?? '')
      .split(';')
      .map(part => part.trim())
      .find(part => part.startsWith(`${name}=`))
      ?.slice(name.length + 1)
  return {
    token,
    origin,
    knows: request => request.headers.host === `${LOOPBACK}:${port}`,
    admits: request => same(cookie(request) ?? '', session),
    exchange: offered => {
      if (used || !same(offered, token)) return null
      used = true
      return `${name}=${session}; HttpOnly; SameSite=Strict; Path=/`
    },
  }
}
