import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { SMTPServer } from 'smtp-server'
import type { Ports } from './fault-channels.ts'

/** Real servers that remember what took effect, by key. */
export interface FaultServers {
  ports: Ports
  /** How often the message of a key took effect. */
  effects(key: string): number
  forget(): void
  /** Resolves when everything that was on its way has been dealt with. */
  quiet(): Promise<void>
  stop(): Promise<void>
}

export async function faultServers(): Promise<FaultServers> {
  const effects = new Map<string, number>()
  const sockets = new Set<Socket>()
  const took = (key: string) => effects.set(key, (effects.get(key) ?? 0) + 1)
  const keep = (socket: Socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    socket.on('error', () => {})
  }
  const http = createServer((req, res) => answer(req, res, effects, took))
  http.on('connection', keep)
  const smtp = new SMTPServer({
    disabledCommands: ['STARTTLS', 'AUTH'],
    authOptional: true,
    disableReverseLookup: true,
    onData: (stream, _session, done) => {
      const pieces: Buffer[] = []
      stream.on('data', piece => pieces.push(piece))
      stream.on('end', () => {
        took(/^Message-ID: <(.+)@/im.exec(Buffer.concat(pieces).toString())?.[1] ?? 'none')
        done(null)
      })
    },
  })
  smtp.on('error', () => {})
  smtp.server.on('connection', keep)
  await new Promise<void>(done => http.listen(0, '127.0.0.1', done))
  await new Promise<void>(done => smtp.listen(0, '127.0.0.1', done))
  const portOf = (address: unknown) => (address as AddressInfo).port
  return {
    ports: { http: portOf(http.address()), smtp: portOf(smtp.server.address()) },
    effects: key => effects.get(key) ?? 0,
    forget: () => effects.clear(),
    quiet: async () => {
      while (sockets.size > 0) await new Promise(done => setImmediate(done))
    },
    stop: async () => {
      for (const socket of sockets) socket.destroy()
      await new Promise(done => http.close(done))
      await new Promise<void>(done => smtp.close(done))
    },
  }
}

function answer(
  req: IncomingMessage,
  res: ServerResponse,
  effects: ReadonlyMap<string, number>,
  took: (key: string) => void,
): void {
  const url = new URL(req.url ?? '/', 'http://loopback')
  const pieces: Buffer[] = []
  req.on('data', piece => pieces.push(piece))
  req.on('end', () => {
    const say = (value: unknown) =>
      res.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(value))
    if (req.method === 'GET') {
      const key = url.searchParams.get('key') ?? ''
      return say({ id: effects.has(key) ? `id-${key}` : null })
    }
    const { key } = JSON.parse(Buffer.concat(pieces).toString()) as { key: string }
    // Only this one keeps the promise to take a key once; the others do what they are told as often as they are told.
    if (url.pathname !== '/repeats' || !effects.has(String(req.headers['idempotency-key']))) took(key)
    say({ id: `id-${key}` })
  })
}
