import { randomBytes } from 'node:crypto'
import { expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { foreignFrame, foreignRequest } from '../fuzz/foreign.ts'
import { picking } from '../fuzz/pick.ts'
import { ask, aWebShell, throwAt, type WebShell } from '../helpers/web-shell.ts'

const pick = picking(12)

const together = async (n: number, work: () => Promise<unknown>, lanes = 16) => {
  let left = n
  const lane = async () => {
    while (left-- > 0) await work()
  }
  await Promise.all(Array.from({ length: lanes }, lane))
}

/** One line after another; the shell ends it at the first frame that is not of the protocol. */
const sendFrames = (shell: WebShell, frames: readonly (string | Buffer)[]) =>
  new Promise<void>(done => {
    const line = new WebSocket(`ws://127.0.0.1:${shell.port}/rpc`, {
      headers: { cookie: shell.cookie, origin: shell.origin },
    })
    line.on('error', () => {})
    line.on('close', () => done())
    line.on('open', () => {
      for (const frame of frames) line.send(frame)
      line.close()
    })
  })

it('no request line and no frame ends the loopback shell or its engine', async () => {
  const shell = await aWebShell()
  let thrown = 0
  // Several on one connection, as a pipelining client would: each that is understood is answered on its own.
  await together(3_000, () => {
    const lines = Array.from({ length: 3 }, () => foreignRequest(shell, pick))
    thrown += lines.length
    return throwAt(shell.port, lines.join(''))
  })
  await together(800, () => throwAt(shell.port, randomBytes(200)))
  await together(700, () => {
    const frames = Array.from({ length: 4 }, () => foreignFrame(pick))
    thrown += frames.length
    return sendFrames(shell, frames)
  })
  await together(50, () => throwAt(shell.port, upgrade(shell) + randomBytes(50).toString('latin1')))
  expect(thrown).toBeGreaterThanOrEqual(10_000)
  expect(shell.alive()).toBe(true)
  expect(shell.said()).toBe('')
  expect((await ask(new URL('/', shell.origin), { cookie: shell.cookie })).status).toBeLessThan(500)
})

const upgrade = ({ port, cookie, origin }: WebShell) =>
  `GET /rpc HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nOrigin: ${origin}\r\nCookie: ${cookie}\r\nUpgrade: websocket\r\n` +
  'Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n'

it('a request line that names no address is refused before anything is read from it', async () => {
  const shell = await aWebShell()
  await throwAt(shell.port, `GET //[ HTTP/1.1\r\nHost: 127.0.0.1:${shell.port}\r\n\r\n`)
  expect((await ask(new URL('/', shell.origin), { cookie: shell.cookie })).status).toBeLessThan(500)
  expect(shell.alive()).toBe(true)
})

const THROWING = `process.on('SIGUSR2', () => { throw new Error('jane@doe.example') })
process.on('SIGHUP', () => { Promise.reject(new Error('jane@doe.example')) })`
const throwing = ['--import', `data:text/javascript,${encodeURIComponent(THROWING)}`]

/** Calls the router over a line of its own; null where the line is cut before the answer. */
const call = (shell: WebShell, path: string) =>
  new Promise<{ dir: string } | null>(done => {
    const line = new WebSocket(`ws://127.0.0.1:${shell.port}/rpc`, {
      headers: { cookie: shell.cookie, origin: shell.origin },
    })
    line.on('error', () => {})
    line.on('close', () => done(null))
    line.on('open', () => line.send(JSON.stringify({ i: '1', p: { u: path, b: {} } })))
    line.on('message', data => {
      done(JSON.parse(String(data)).p.b.json)
      line.close()
    })
  })

it.each(['SIGUSR2', 'SIGHUP'] as const)(
  'an error that nobody caught is logged without its words, and the engine restarts with its workspace (%s)',
  async signal => {
    const shell = await aWebShell(throwing)
    expect(await call(shell, '/workspace/info')).toMatchObject({ dir: shell.dir })
    shell.process.kill(signal)
    await expect.poll(shell.said).toContain('unexpected error, Error')
    await expect.poll(() => call(shell, '/workspace/info')).toMatchObject({ dir: shell.dir })
    expect(shell.said()).toContain('The engine restarts')
    expect(shell.said()).not.toContain('jane')
    expect(shell.alive()).toBe(true)
  },
)
