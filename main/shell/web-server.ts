import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import { resolve } from 'node:path'
import type { Duplex } from 'node:stream'
import { RPCHandler } from '@orpc/server/ws'
import { type WebSocket, WebSocketServer } from 'ws'
import { requestTarget } from '../../shared/request-target.ts'
import { router } from '../api/router.ts'
import type { Host } from '../engine/host.ts'
import { onlyFrames } from './frames.ts'
import { type PageFile, pageFile, refusal } from './page-files.ts'
import type { WebSession } from './web-session.ts'

const LARGEST_MESSAGE = 32 * 1024 * 1024
const page = resolve(import.meta.dirname, '../renderer')

/** The lines of the pages that are open, while the engine restarts. */
export interface WebConsole {
  /** Cuts every line, and admits no new one; a page says that the engine restarts, and tries again. */
  drop(): void
  admit(): void
}

/** Answers requests for the page and hands web sockets to the router. Nothing that a request says may end the process. */
export function serve(server: Server, session: WebSession, host: Host): WebConsole {
  server.on('request', (request, response) => {
    respond(session, request).then(
      answer => send(response, answer),
      () => send(response, refusal(500, 'The console could not answer.')),
    )
  })
  const handler = new RPCHandler(router)
  const sockets = new WebSocketServer({ noServer: true, maxPayload: LARGEST_MESSAGE })
  let open = true
  server.on('upgrade', (request, socket, head) => {
    // From here on Node listens no more, and a browser that goes away in between would end the process.
    socket.on('error', () => socket.destroy())
    const ours = request.url === '/rpc' && request.headers.origin === session.origin
    if (!ours || !session.knows(request) || !session.admits(request)) return turnAway(socket, '403 Forbidden')
    if (!open) return turnAway(socket, '503 Service Unavailable')
    sockets.handleUpgrade(request, socket, head, client => {
      client.on('error', () => client.terminate())
      handler.upgrade(lineOf(client), { context: { host } }).catch(() => client.terminate())
    })
  })
  return {
    drop: () => {
      open = false
      for (const client of sockets.clients) client.terminate()
    },
    admit: () => {
      open = true
    },
  }
}

const turnAway = (socket: Duplex, status: string) => socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\n\r\n`)

const send = (response: ServerResponse, { status, headers, body }: PageFile) =>
  response.writeHead(status, headers).end(body)

/** What the router may do with a web socket; a frame that is not of its protocol ends the line. */
function lineOf(client: WebSocket): Pick<WebSocket, 'addEventListener' | 'send'> {
  const addEventListener = (type: 'message', listener: (event: { data: unknown }) => void) =>
    client.addEventListener(type, type === 'message' ? onlyFrames(listener, () => client.terminate()) : listener)
  return { send: client.send.bind(client), addEventListener: addEventListener as WebSocket['addEventListener'] }
}

async function respond(session: WebSession, request: IncomingMessage): Promise<PageFile> {
  if (!session.knows(request)) return refusal(403, 'Refused. This console answers to its own address only.')
  if (request.method !== 'GET') return refusal(405, 'Refused')
  const url = requestTarget(request.url, session.origin)
  if (!url) return refusal(400, 'Refused. This is not an address of the console.')
  const token = url.searchParams.get('token')
  if (token !== null && url.pathname === '/') {
    const cookie = session.exchange(token)
    const moved = refusal(303, '')
    if (cookie) return { ...moved, headers: { ...moved.headers, Location: '/', 'Set-Cookie': cookie } }
    if (session.admits(request)) return { ...moved, headers: { ...moved.headers, Location: '/' } }
  }
  if (!session.admits(request)) {
    return refusal(
      403,
      'Refused. Open the address that was printed when Forestall started. The address works once. Restart Forestall for a new one.',
    )
  }
  // The raw path, so that nothing is tidied up before it is checked.
  return pageFile(page, (request.url ?? '/').split(/[?#]/)[0] ?? '/')
}
