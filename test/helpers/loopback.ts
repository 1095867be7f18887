import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'

export interface Loopback {
  /** `http://127.0.0.1:port` */
  url: string
  /** `127.0.0.1:port`, to be allowed. */
  host: string
  port: number
  /** Requests that arrived, oldest first. */
  asked: { method: string; url: string; headers: IncomingMessage['headers']; body: string }[]
  stop(): Promise<void>
}

export type Answering = (
  ask: { method: string; url: URL; headers: IncomingMessage['headers']; body: string },
  res: ServerResponse,
  socket: Socket,
) => void

/** A real HTTP server on loopback that answers as it is told, badly too. */
export async function aLoopbackServer(answer: Answering): Promise<Loopback> {
  const asked: Loopback['asked'] = []
  const sockets = new Set<Socket>()
  const server = createServer((req, res) => {
    const pieces: Buffer[] = []
    req.on('data', piece => pieces.push(piece))
    req.on('end', () => {
      const ask = { method: req.method ?? '', headers: req.headers, body: Buffer.concat(pieces).toString() }
      asked.push({ ...ask, url: req.url ?? '' })
      answer({ ...ask, url: new URL(req.url ?? '/', 'http://loopback') }, res, req.socket)
    })
  })
  server.on('connection', socket => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    socket.on('error', () => {})
  })
  await new Promise<void>(done => server.listen(0, '127.0.0.1', done))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    host: `127.0.0.1:${port}`,
    port,
    asked,
    async stop() {
      for (const socket of sockets) socket.destroy()
      await new Promise(done => server.close(done))
    },
  }
}

/** Answers with JSON. */
export function json(res: ServerResponse, value: unknown, status = 200, headers: Record<string, string> = {}): void {
  res.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(value))
}
