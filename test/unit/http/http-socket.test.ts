import { createServer, type LookupFunction } from 'node:net'
import { expect, it, onTestFinished } from 'vitest'
import { openSocket, RefusedAddress } from '../../../main/http/connect.ts'
import { MINUTE } from '../../../shared/trigger/duration.ts'

/** A server on loopback, and a name that turns out to be it. */
async function aServer() {
  const server = createServer(socket => socket.end())
  await new Promise<void>(done => server.listen(0, '127.0.0.1', done))
  onTestFinished(() => void server.close())
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  const lookup: LookupFunction = (_, options, done) =>
    options.all ? done(null, [{ address: '127.0.0.1', family: 4 }]) : done(null, '127.0.0.1', 4)
  const open = (host: string, allowedHosts: string[] = [], signal = new AbortController().signal) =>
    openSocket({ allowedHosts, connectMs: MINUTE, lookup }, host, port, signal)
  return { port, open }
}

it('a name that turns out to be a private address is refused, unless it is allowed by name', async () => {
  const { port, open } = await aServer()
  await expect(open('mail.example.com')).rejects.toThrow(
    new RefusedAddress('mail.example.com is an address of this machine.'),
  )
  await expect(open('127.0.0.1')).rejects.toThrow(RefusedAddress)
  for (const allowed of ['mail.example.com', `mail.example.com:${port}`]) {
    const socket = await open('mail.example.com', [allowed])
    expect(socket.remoteAddress).toBe('127.0.0.1')
    socket.destroy()
  }
})

it('what is not waited for is let go of', async () => {
  const { open } = await aServer()
  await expect(open('mail.example.com', ['mail.example.com'], AbortSignal.abort())).rejects.toMatchObject({
    code: 'ABORT_ERR',
  })
})
