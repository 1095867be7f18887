import type { AddressInfo } from 'node:net'
import { connect, createServer, type Server, type Socket } from 'node:net'

/** What stands between the outbox and a server. */
export interface FrontWays {
  /** Nobody answers: every connection is cut at once. */
  refuse?: boolean
  /** Answers HTTP requests itself, with this status and without the server. */
  status?: number
  /** The reply is cut off before its n-th piece, which the server has already sent. */
  cutReplyAt?: number
}

export interface Front {
  port: number
  /** How often it got in the way. */
  injected(): number
  /** How many pieces went through, both ways. */
  passed(): number
  behave(ways: FrontWays): void
  /** Cuts every connection that there is. */
  cut(): void
  stop(): Promise<void>
}

/** A line to a server on this computer that can misbehave on the way. */
export async function aFront(to: number): Promise<Front> {
  let ways: FrontWays = {}
  let injected = 0
  let passed = 0
  const open = new Set<Socket>()
  const keep = (socket: Socket) => {
    open.add(socket)
    socket.on('error', () => {}).on('close', () => open.delete(socket))
  }
  const server: Server = createServer(client => {
    keep(client)
    if (ways.refuse) {
      injected += 1
      return void client.destroy()
    }
    const { status } = ways
    if (status !== undefined) {
      return void client.once('data', () => {
        injected += 1
        client.end(`HTTP/1.1 ${status} No\r\nContent-Length: 0\r\nConnection: close\r\n\r\n`)
      })
    }
    const behind = connect(to, '127.0.0.1')
    keep(behind)
    let pieces = 0
    client.on('data', piece => {
      passed += 1
      behind.write(piece)
    })
    behind.on('data', piece => {
      pieces += 1
      passed += 1
      if (pieces !== ways.cutReplyAt) return client.write(piece)
      injected += 1
      client.destroy()
      // What the server has taken stays taken.
      return behind.end()
    })
    client.on('close', () => behind.end())
    behind.on('close', () => client.end())
  })
  server.on('error', () => {})
  await new Promise<void>(done => server.listen(0, '127.0.0.1', done))
  return {
    port: (server.address() as AddressInfo).port,
    injected: () => injected,
    passed: () => passed,
    behave: next => {
      ways = next
    },
    cut: () => {
      for (const socket of open) socket.destroy()
    },
    stop: async () => {
      for (const socket of open) socket.destroy()
      await new Promise(done => server.close(done))
    },
  }
}
