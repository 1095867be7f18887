import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { TLSSocket } from 'node:tls'
import type { Certificate } from './certificate.ts'

/** Length and code of the message by which a client asks PostgreSQL for TLS. */
const ASKING = 8

/** Speaks TLS for a PostgreSQL server that does not, with this certificate. */
export async function aTlsFront(port: number, { key, cert }: Certificate): Promise<{ port: number; stop(): void }> {
  const open = new Set<Socket>()
  const server = createServer(client => {
    open.add(client)
    client.on('error', () => {})
    client.once('readable', () => {
      client.read(ASKING)
      client.write('S')
      const safe = new TLSSocket(client, { isServer: true, key, cert })
      const behind = connect(port, '127.0.0.1')
      open.add(behind)
      for (const socket of [safe, behind]) socket.on('error', () => client.destroy())
      safe.pipe(behind).pipe(safe)
    })
  })
  await new Promise<void>(done => server.listen(0, done))
  return {
    port: (server.address() as AddressInfo).port,
    stop: () => {
      for (const socket of open) socket.destroy()
      server.close()
    },
  }
}

/** Stands before a server and passes on so many bytes of its answers to each client; then it falls silent, or cuts off. */
export async function aFailingFront(
  port: number,
  { bytes, how }: { bytes: number; how: 'silent' | 'reset' },
): Promise<{ port: number; stop(): void }> {
  const open = new Set<Socket>()
  const server = createServer(client => {
    const behind = connect(port, '127.0.0.1')
    for (const socket of [client, behind]) open.add(socket.on('error', () => {}))
    client.pipe(behind)
    let left = bytes
    behind.on('data', piece => {
      const passed = piece.subarray(0, left)
      left -= passed.length
      if (passed.length > 0) client.write(passed)
      if (left === 0 && how === 'reset') client.resetAndDestroy()
    })
  })
  await new Promise<void>(done => server.listen(0, '127.0.0.1', done))
  return {
    port: (server.address() as AddressInfo).port,
    stop: () => {
      for (const socket of open) socket.destroy()
      server.close()
    },
  }
}
