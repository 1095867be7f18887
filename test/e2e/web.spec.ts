import type { ChildProcess } from 'node:child_process'
import { request as httpRequest } from 'node:http'
import { connect } from 'node:net'
import { networkInterfaces } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { freshFolder } from '../helpers/electron.ts'
import { expect, startWeb, stopWeb, test } from './fixture.ts'

interface Answer {
  status: number
  headers: Record<string, string | string[] | undefined>
  body: string
}

let server: ChildProcess
let address: URL
let cookie = ''

/** A request exactly as written: no client tidies up its path or its headers. */
function ask(path: string, headers: Record<string, string> = {}): Promise<Answer> {
  return new Promise((done, reject) => {
    const options = { host: address.hostname, port: address.port, path, headers, agent: false }
    const call = httpRequest(options, answer => {
      let body = ''
      answer.on('data', part => (body += part))
      answer.on('end', () => done({ status: answer.statusCode ?? 0, headers: answer.headers, body }))
    })
    call.on('upgrade', (answer, socket) => {
      socket.destroy()
      done({ status: answer.statusCode ?? 0, headers: answer.headers, body: '' })
    })
    call.on('error', reject)
    call.end()
  })
}

const upgrade = (headers: Record<string, string>) =>
  ask('/rpc', {
    Connection: 'Upgrade',
    Upgrade: 'websocket',
    'Sec-WebSocket-Version': '13',
    'Sec-WebSocket-Key': 'AAAAAAAAAAAAAAAAAAAAAA==',
    ...headers,
  })

test.beforeAll(async () => {
  const userData = freshFolder('web')
  // An empty one: nothing here looks at what is in it.
  const started = await startWeb({ userData, args: ['--workspace', join(userData, 'acme')], env: {} })
  server = started.server
  address = new URL(started.address)
})
test.afterAll(() => stopWeb(server))

test.describe
  .serial('the loopback shell', () => {
    test('turns away who has neither token nor cookie', async () => {
      expect((await ask('/')).status).toBe(403)
      expect((await ask('/?token=guess')).status).toBe(403)
      expect((await ask('/icon.svg')).status).toBe(403)
    })

    test('exchanges its token once for a cookie and a clean address', async () => {
      const first = await ask(address.pathname + address.search)
      expect(first.status).toBe(303)
      expect(first.headers.location).toBe('/')
      const [set = ''] = first.headers['set-cookie'] ?? []
      expect(set).toMatch(/HttpOnly; SameSite=Strict/)
      cookie = set.split(';')[0] ?? ''
      expect((await ask(address.pathname + address.search)).status).toBe(403)
    })

    test('serves the page again and again to the holder of the cookie', async () => {
      for (const _time of [1, 2]) {
        const answer = await ask('/', { cookie })
        expect(answer.status).toBe(200)
        expect(answer.headers['content-security-policy']).not.toMatch(/unsafe-/)
        expect(answer.body).not.toContain('__CSP_NONCE__')
      }
    })

    test('sends no more than 250 kB before the first screen, and no checks that only later screens make', async () => {
      const { body } = await ask('/', { cookie })
      const named = [...body.matchAll(/assets\/[^"]+\.(?:js|css)/g)].map(([path]) => path)
      expect(named.length).toBeGreaterThan(1)
      const files = await Promise.all(named.map(path => ask(`/${path}`, { cookie })))
      const packed = files.reduce((sum, file) => sum + gzipSync(file.body, { level: 9 }).length, 0)
      expect(packed).toBeLessThan(250_000)
      // What zod writes into each of its errors; screens that have checks of their own load it.
      for (const file of files) expect(file.body).not.toContain('invalid_type')
    })

    test('leaves no way out of the page folder', async () => {
      for (const path of ['/../main/web.js', '/..%2fmain%2fweb.js', '/%2e%2e/main/web.js', '/..%5cmain%5cweb.js'])
        expect((await ask(path, { cookie })).status, path).toBe(404)
    })

    test('answers to no other name, which a rebound one would carry', async () => {
      expect((await ask('/', { cookie, host: `evil.example:${address.port}` })).status).toBe(403)
      expect((await ask('/', { cookie, host: `localhost:${address.port}` })).status).toBe(403)
    })

    test('opens its socket to its own page only', async () => {
      const origin = address.origin
      expect((await upgrade({ cookie, origin })).status).toBe(101)
      expect((await upgrade({ origin })).status).toBe(403)
      expect((await upgrade({ cookie })).status).toBe(403)
      expect((await upgrade({ cookie, origin: 'https://evil.example' })).status).toBe(403)
      expect((await upgrade({ cookie, origin: `http://127.0.0.1:${Number(address.port) + 1}` })).status).toBe(403)
    })

    test('listens on this computer only', async () => {
      const outside = Object.values(networkInterfaces()).flatMap(list => list ?? [])
      const other = outside.find(({ family, internal }) => family === 'IPv4' && !internal)
      test.skip(!other, 'this machine has no address but its own')
      const reached = await new Promise(done => {
        const socket = connect(Number(address.port), other?.address, () => done(true))
        socket.on('error', () => done(false))
      })
      expect(reached).toBe(false)
    })
  })
