import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { resolve } from 'node:path'
import { RPCHandler } from '@orpc/server/ws'
import { WebSocketServer } from 'ws'
import { router } from '../api/router.ts'
import { createHost, type Host, statementLog } from '../engine/host.ts'
import { environmentSecrets } from '../engine/secrets-store.ts'
import { userDataDir, whoAmI, workspacesDir } from '../engine/user-data.ts'
import { APP_VERSION } from '../engine/version.ts'
import { option, printed, WEB_HELP } from './options.ts'
import { type PageFile, pageFile, refusal } from './page-files.ts'
import { createWebSession, LOOPBACK, type WebSession } from './web-session.ts'

/**
 * The same console without Electron, for this computer's browser only: bound to 127.0.0.1, opened by a one-time token,
 * kept by a cookie that no other site's page can send (`web-session.ts`).
 */
const LARGEST_MESSAGE = 32 * 1024 * 1024
const page = resolve(import.meta.dirname, '../renderer')

async function respond(session: WebSession, request: IncomingMessage): Promise<PageFile> {
  if (!session.knows(request)) return refusal(403, 'Refused. This console answers to its own address only.')
  if (request.method !== 'GET') return refusal(405, 'Refused')
  const url = new URL(request.url ?? '/', session.origin)
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

function listen(port: number): Promise<Server> {
  const server = createServer()
  return new Promise((done, reject) => {
    server.once('error', reject)
    server.listen(port, LOOPBACK, () => done(server))
  })
}

function serve(server: Server, session: WebSession, host: Host): void {
  server.on('request', async (request: IncomingMessage, response: ServerResponse) => {
    const { status, headers, body } = await respond(session, request)
    response.writeHead(status, headers).end(body)
  })
  const handler = new RPCHandler(router)
  const sockets = new WebSocketServer({ noServer: true, maxPayload: LARGEST_MESSAGE })
  server.on('upgrade', (request, socket, head) => {
    const ours = request.url === '/rpc' && request.headers.origin === session.origin
    if (!ours || !session.knows(request) || !session.admits(request)) {
      socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n')
      return
    }
    sockets.handleUpgrade(request, socket, head, client => {
      client.on('error', () => client.terminate())
      void handler.upgrade(client, { context: { host } })
    })
  })
}

function closeOnSignal(server: Server, host: Host): void {
  let closing = false
  const close = async () => {
    if (closing) return
    closing = true
    server.close()
    await host.close()
    process.exit(0)
  }
  process.on('SIGINT', close)
  process.on('SIGTERM', close)
}

async function main(args: string[]): Promise<number> {
  const text = printed(args, WEB_HELP, APP_VERSION)
  if (text !== null) {
    console.log(text)
    return 0
  }
  const wanted = Number(option(args, 'port') ?? 0)
  if (!Number.isInteger(wanted) || wanted < 0 || wanted > 65_535) {
    console.error('The option --port needs a number from 1 to 65535.')
    return 2
  }
  const dir = option(args, 'workspace')
  const opened = await createHost({
    root: workspacesDir(userDataDir()),
    dir: dir && resolve(dir),
    shell: 'web',
    secrets: environmentSecrets(process.env),
    appVersion: APP_VERSION,
    ...whoAmI(),
    pickFiles: null,
    watch: statementLog(line => console.error(line)),
  })
  if (!opened.ok) {
    const { what, why, todo } = opened.error
    console.error(`${what} ${why} ${todo}`)
    return 1
  }
  const server = await listen(wanted).catch((error: NodeJS.ErrnoException) => error)
  if (server instanceof Error) {
    console.error(`Port ${wanted} cannot be used (${server.code}). Choose another with --port.`)
    await opened.value.close()
    return 1
  }
  const session = createWebSession((server.address() as AddressInfo).port)
  serve(server, session, opened.value)
  closeOnSignal(server, opened.value)
  console.log(`Forestall is open on this computer only: ${session.origin}/?token=${session.token}`)
  return 0
}

process.exitCode = await main(process.argv.slice(2))
