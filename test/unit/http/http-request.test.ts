import { createServer } from 'node:net'
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib'
import { afterEach, describe, expect, it } from 'vitest'
import { createHttp, type Http, type HttpOptions, type HttpOutcome } from '../../../main/http/http.ts'
import { noSecureConnection } from '../../../main/http/tls-words.ts'
import { type Answering, aLoopbackServer, json, type Loopback } from '../../helpers/loopback.ts'

const open: (Http | Loopback)[] = []
afterEach(async () => {
  for (const each of open.splice(0)) await ('close' in each ? each.close() : each.stop())
})

async function serving(answer: Answering, options: HttpOptions = {}) {
  const server = await aLoopbackServer(answer)
  const http = createHttp({ allowedHosts: [server.host], ...options })
  open.push(http, server)
  return { server, http }
}

const trouble = (outcome: HttpOutcome) => (outcome.ok ? `answer ${outcome.answer.status}` : outcome.trouble)
const MEGABYTE = 1_000_000

describe('an answer', () => {
  it('comes with status, headers in lower case, decoded body and its length', async () => {
    const { server, http } = await serving((_ask, res) => json(res, { name: 'Łódź' }, 404, { 'X-Kind': 'none' }))
    const outcome = await http.request({ url: `${server.url}/a?b=1`, headers: { 'X-Mine': 'yes' } })
    expect(outcome.ok && outcome.answer.status).toBe(404)
    expect(outcome.ok && outcome.answer.headers['x-kind']).toBe('none')
    expect(outcome.ok && outcome.answer.json()).toEqual({ ok: true, value: { name: 'Łódź' }, repeated: null })
    expect(outcome.ok && outcome.answer.bytes).toBe(Buffer.byteLength('{"name":"Łódź"}'))
    expect(server.asked[0]).toMatchObject({ url: '/a?b=1', headers: { 'x-mine': 'yes' } })
  })

  it('says that a body is not JSON without quoting it, and reads past a byte order mark', async () => {
    const { server, http } = await serving((ask, res) =>
      res.end(ask.url.pathname === '/bom' ? '\uFEFF{"a":1}' : '<p>ann@acme.example</p>'),
    )
    const html = await http.request({ url: server.url })
    expect(html.ok && html.answer.json()).toEqual({ ok: false, why: 'is not valid JSON' })
    const marked = await http.request({ url: `${server.url}/bom` })
    expect(marked.ok && marked.answer.json()).toEqual({ ok: true, value: { a: 1 }, repeated: null })
  })

  it('is decompressed, whatever of gzip, deflate in both kinds and Brotli the server chose', async () => {
    const text = 'the same words again and again '.repeat(500)
    const ways = { gzip: gzipSync, deflate: deflateSync, raw: deflateRawSync, br: brotliCompressSync }
    const { server, http } = await serving((ask, res) => {
      const way = ask.url.pathname.slice(1) as keyof typeof ways
      res.writeHead(200, { 'content-encoding': way === 'raw' ? 'deflate' : way }).end(ways[way](text))
    })
    for (const way of Object.keys(ways)) {
      const outcome = await http.request({ url: `${server.url}/${way}` })
      expect(outcome.ok && outcome.answer.text()).toBe(text)
    }
  })

  it('may be empty although it claims to be compressed', async () => {
    const { server, http } = await serving((_ask, res) => res.writeHead(200, { 'content-encoding': 'gzip' }).end())
    const outcome = await http.request({ url: server.url })
    expect(outcome.ok && outcome.answer.bytes).toBe(0)
  })
})

describe('trouble', () => {
  it('nobody listens: unreachable, nothing sent', async () => {
    const { server, http } = await serving(() => {})
    await server.stop()
    open.pop()
    expect(trouble(await http.request({ url: server.url, method: 'POST' }))).toMatchObject({
      kind: 'unreachable',
      sent: false,
    })
  })

  it('no such host: unreachable, nothing sent', async () => {
    const http = createHttp({
      lookup: (_host, _options, done) => done(Object.assign(new Error('no'), { code: 'ENOTFOUND' }), '', 0),
    })
    open.push(http)
    expect(trouble(await http.request({ url: 'https://nowhere.example' }))).toMatchObject({
      kind: 'unreachable',
      sent: false,
    })
  })

  it('reset after the request arrived: cut off, and it may have been done', async () => {
    const { server, http } = await serving((_ask, _res, socket) => socket.resetAndDestroy())
    const outcome = await http.request({ url: server.url, method: 'POST', body: 'pay' })
    expect(trouble(outcome)).toMatchObject({ kind: 'cut_off', sent: true })
    expect(server.asked).toHaveLength(1)
  })

  it('a body shorter than announced, or a chunked one without its end: cut off', async () => {
    const { server, http } = await serving((ask, res, socket) => {
      if (ask.url.pathname === '/length') res.writeHead(200, { 'content-length': '100' })
      res.write('{"data": [', () => socket.end())
    })
    for (const path of ['/length', '/chunked'])
      expect(trouble(await http.request({ url: server.url + path }))).toMatchObject({ kind: 'cut_off', sent: true })
  })

  it('a compressed body that is damaged, cut, or of an unknown kind: cut off', async () => {
    const whole = gzipSync('x'.repeat(10_000))
    const bodies: Record<string, [string, Buffer]> = {
      '/damaged': ['gzip', Buffer.concat([whole.subarray(0, 12), Buffer.from('rubbish'), whole.subarray(19)])],
      '/cut': ['gzip', whole.subarray(0, whole.length - 12)],
      '/unknown': ['zstd', Buffer.from('anything')],
    }
    const { server, http } = await serving((ask, res) => {
      const [encoding, body] = bodies[ask.url.pathname] ?? ['', Buffer.alloc(0)]
      res.writeHead(200, { 'content-encoding': encoding }).end(body)
    })
    for (const path of Object.keys(bodies))
      expect(trouble(await http.request({ url: server.url + path })), path).toMatchObject({ kind: 'cut_off' })
  })

  it('a server that hangs, or drips for ever: time out', async () => {
    const hanging = await serving(() => {}, { idleMs: 100 })
    const hang = trouble(await hanging.http.request({ url: hanging.server.url, method: 'POST' }))
    expect(hang).toMatchObject({ kind: 'timeout', sent: true, why: expect.stringContaining('sent nothing for') })
    const dripping = await serving(
      (_ask, res) => {
        res.writeHead(200)
        const timer = setInterval(() => res.write(' '), 10)
        res.on('close', () => clearInterval(timer))
      },
      { totalMs: 300 },
    )
    const drip = trouble(await dripping.http.request({ url: dripping.server.url }))
    expect(drip).toMatchObject({ kind: 'timeout', why: expect.stringContaining('did not finish') })
  })

  it('an announced, a plain and a compressed body that are too large; the bomb is stopped early', async () => {
    const bomb = gzipSync(Buffer.alloc(200 * MEGABYTE))
    const { server, http } = await serving(
      (ask, res) => {
        if (ask.url.pathname === '/bomb') res.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb)
        else if (ask.url.pathname === '/said') res.writeHead(200, { 'content-length': `${5 * MEGABYTE}` }).write('x')
        else res.end(Buffer.alloc(3 * MEGABYTE))
      },
      { maxBytes: 2 * MEGABYTE },
    )
    const before = process.memoryUsage().arrayBuffers
    for (const path of ['/bomb', '/said', '/plain'])
      expect(trouble(await http.request({ url: server.url + path })), path).toMatchObject({ kind: 'too_large' })
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(50 * MEGABYTE)
    const small = await http.request({ url: `${server.url}/plain`, maxBytes: 4 * MEGABYTE })
    expect(small.ok && small.answer.bytes).toBe(3 * MEGABYTE)
  })

  it('a server without TLS where TLS was asked for', async () => {
    const { server, http } = await serving((_ask, res) => res.end())
    expect(trouble(await http.request({ url: `https://${server.host}` }))).toMatchObject({
      ...{ kind: 'tls', sent: false },
      why: `No secure connection to ${server.host}: it does not speak TLS at this port, or only an old version.`,
    })
  })

  it('a certificate, in words instead of the code of a library, which is said only where it is not known', () => {
    expect(noSecureConnection('a.example', 'CERT_HAS_EXPIRED')).toMatch(/a\.example: its certificate has expired\.$/)
    expect(noSecureConnection('a.example', 'DEPTH_ZERO_SELF_SIGNED_CERT')).toMatch(/self-signed/)
    expect(noSecureConnection('a.example', 'CERT_UNTRUSTED')).toBe(
      'No secure connection to a.example (CERT_UNTRUSTED).',
    )
  })

  it('stopped by us, before or while it waits', async () => {
    const stop = new AbortController()
    const { server, http } = await serving(() => stop.abort())
    expect(trouble(await http.request({ url: server.url, signal: stop.signal }))).toMatchObject({
      kind: 'stopped',
      sent: true,
    })
    expect(trouble(await http.request({ url: server.url, signal: stop.signal }))).toMatchObject({
      kind: 'stopped',
      sent: false,
    })
  })

  it('a header that would inject another, an address with a password, another scheme: not sent', async () => {
    const { server, http } = await serving((_ask, res) => res.end())
    const bad = [
      { url: server.url, headers: { 'x-a': 'b\r\nx-evil: 1' } },
      { url: server.url.replace('http://', 'http://ann:secret@') },
      { url: 'file:///etc/passwd' },
      { url: 'not an address' },
    ]
    for (const ask of bad) {
      const found = trouble(await http.request(ask))
      expect(found, ask.url).toMatchObject({ kind: 'unsendable', sent: false })
      expect(JSON.stringify(found)).not.toContain('secret')
    }
    expect(server.asked).toHaveLength(0)
  })

  it('what is under way when the client closes ends', async () => {
    const arrived = Promise.withResolvers<void>()
    const { server, http } = await serving(() => arrived.resolve())
    const under = http.request({ url: server.url })
    await arrived.promise
    await http.close()
    expect((await under).ok).toBe(false)
  })
})

describe('a redirect', () => {
  const hop: Answering = (ask, res) => {
    const left = Number(ask.url.searchParams.get('left'))
    if (left > 0) res.writeHead(302, { location: `/?left=${left - 1}` }).end()
    else json(res, 'there')
  }

  it('of a GET at the same origin is followed three times, with its headers', async () => {
    const { server, http } = await serving(hop)
    const outcome = await http.request({ url: `${server.url}/?left=3`, headers: { authorization: 'Bearer x' } })
    expect(outcome.ok && outcome.answer.text()).toBe('"there"')
    expect(server.asked.at(-1)?.headers.authorization).toBe('Bearer x')
    expect(trouble(await http.request({ url: `${server.url}/?left=4` }))).toMatchObject({ kind: 'redirected' })
  })

  it('of a POST, to another origin, or to nowhere is trouble, and nobody else is asked', async () => {
    const other = await aLoopbackServer((_ask, res) => res.end())
    open.push(other)
    const { server, http } = await serving(
      (ask, res) =>
        ask.url.pathname === '/nowhere'
          ? res.writeHead(302).end()
          : res.writeHead(307, { location: ask.url.pathname === '/away' ? other.url : '/here' }).end(),
      { allowedHosts: ['127.0.0.1'] },
    )
    const asks = [
      { url: `${server.url}/away` },
      { url: `${server.url}/nowhere` },
      { url: server.url, method: 'POST' as const },
    ]
    for (const ask of asks) expect(trouble(await http.request(ask))).toMatchObject({ kind: 'redirected', sent: true })
    expect(other.asked).toHaveLength(0)
  })
})

it('connections are kept and used again', async () => {
  let connections = 0
  const server = createServer(socket => {
    connections++
    socket.on('data', () => socket.write('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok'))
    socket.on('error', () => {})
  })
  await new Promise<void>(done => server.listen(0, '127.0.0.1', done))
  const address = server.address()
  const port = typeof address === 'object' ? address?.port : 0
  const http = createHttp({ allowedHosts: [`127.0.0.1:${port}`] })
  for (let at = 0; at < 5; at++) expect((await http.request({ url: `http://127.0.0.1:${port}` })).ok).toBe(true)
  // The pool takes a second one where an answer is handed on before its connection counts as free.
  expect(connections).toBeLessThan(3)
  await http.close()
  await new Promise(done => server.close(done))
})
