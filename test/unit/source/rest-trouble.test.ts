import { afterEach, describe, expect, it } from 'vitest'
import type { Connected } from '../../../main/record/page.ts'
import { SourceFailure } from '../../../main/record/page.ts'
import { judgeTrouble } from '../../../main/source/rest/judge.ts'
import type { RestDeps } from '../../../main/source/rest/plans.ts'
import { asksForCredentials } from '../../../shared/source/credentials-again.ts'
import type { ManifestInput } from '../../../shared/source/manifest.ts'
import { type Answering, aLoopbackServer, json, type Loopback } from '../../helpers/loopback.ts'
import { aManifest, drained, opened } from '../../helpers/rest.ts'

const NOW = Date.UTC(2026, 4, 12, 10)
const open: (Loopback | Connected)[] = []
afterEach(async () => {
  for (const each of open.splice(0)) await ('close' in each ? each.close() : each.stop())
})

const DATA = { data: [{ id: 'a1', name: 'Acme', updated_at: '2026-05-12T09:00:00Z' }], next: null }

/** Answers in turn as told, the last one for ever; `null` answers as it should. `limits`: for a server that hangs. */
async function answering(
  turns: (Answering | null)[],
  changes: Partial<ManifestInput> = {},
  limits: NonNullable<RestDeps['limits']> = {},
) {
  let turn = 0
  const server = await aLoopbackServer((ask, res, socket) => {
    const answer = turns[Math.min(turn++, turns.length - 1)]
    if (answer) answer(ask, res, socket)
    else json(res, DATA)
  })
  const { source, waits, secrets } = opened(aManifest(changes), server, { now: NOW, limits })
  open.push(server, source)
  return { server, source, waits, secrets, stream: source.streams[0] }
}

const status =
  (code: number, headers: Record<string, string> = {}, body: unknown = { error: { message: 'no' } }): Answering =>
  (_ask, res) =>
    json(res, body, code, headers)

async function failureOf(work: Promise<unknown>): Promise<SourceFailure> {
  const error = await work.then(
    () => null,
    failure => failure,
  )
  if (error instanceof SourceFailure) return error
  throw new Error(`no failure of a source: ${error}`)
}

describe('what may pass without help is tried again', () => {
  it.each<[string, Answering, number]>([
    ['429 with seconds', status(429, { 'retry-after': '7' }), 7_000],
    [
      '429 with a date',
      status(429, { date: new Date(NOW).toUTCString(), 'retry-after': new Date(NOW + 9_000).toUTCString() }),
      9_000,
    ],
    ['429 with the reset of a limit', status(429, { 'x-ratelimit-reset': '11' }), 11_000],
    ['429 with rubbish', status(429, { 'retry-after': 'soon' }), 750],
    ['429 with nothing', status(429), 750],
    ['503', status(503), 750],
    ['a reset', (_ask, _res, socket) => socket.resetAndDestroy(), 750],
    [
      'a body that is cut',
      (_ask, res, socket) => res.writeHead(200, { 'content-length': '99' }).write('{', () => socket.destroy()),
      750,
    ],
    ['malformed JSON', (_ask, res) => res.end('{"data": [{"id"'), 750],
  ])('%s', async (_name, trouble, wait) => {
    const { stream, waits } = await answering([trouble, null])
    expect((await drained(stream)).records).toHaveLength(1)
    expect(waits).toEqual([wait])
  })

  it('a server that hangs', async () => {
    const { stream, waits } = await answering([() => {}, null], {}, { idleMs: 300 })
    expect((await drained(stream)).records).toHaveLength(1)
    // On a busy machine an answer that is merely slow is asked for again, too.
    expect(waits[0]).toBe(750)
  })

  it('with ever longer waits, and not for ever', async () => {
    const { stream, waits, server } = await answering([status(500)])
    const { failure, scope } = await failureOf(drained(stream))
    expect(failure).toMatchObject({ kind: 'unavailable', why: 'Shop says: no (500).' })
    expect(scope).toBe('source')
    expect(server.asked).toHaveLength(6)
    expect(waits).toEqual([750, 1_500, 3_000, 6_000, 12_000])
  })

  it('but a server that wants more patience gets it from the schedule', async () => {
    const { stream, waits } = await answering([status(429, { 'retry-after': '900' })])
    const { failure, retryAfterMs } = await failureOf(drained(stream))
    expect(retryAfterMs).toBe(900_000)
    expect(failure.todo).toContain('in 900 s')
    expect(waits).toEqual([])
  })

  it('after a limit of its own spelling', async () => {
    const rateLimit = { statuses: [403], resetHeader: 'X-Wait' }
    const { stream, waits } = await answering([status(403, { 'x-wait': '4' }), null], { rateLimit })
    expect((await drained(stream)).records).toHaveLength(1)
    expect(waits).toEqual([4_000])
  })

  it('and a limit that is used up is waited for before it is overrun', async () => {
    const two: Answering = (_ask, res) =>
      json(res, { ...DATA, next: 'x' }, 200, { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '5' })
    const { stream, waits } = await answering([two, null])
    await drained(stream)
    expect(waits).toEqual([5_000])
  })

  it('stops waiting when the sync is stopped', async () => {
    const stop = new AbortController()
    const { stream } = await answering([
      (ask, res, socket) => {
        stop.abort()
        status(503)(ask, res, socket)
      },
    ])
    expect((await failureOf(drained(stream, { signal: stop.signal }))).failure.kind).toBe('cancelled')
  })
})

describe('fields for the credentials are offered', () => {
  const words = async (answer: Answering) => {
    const { stream } = await answering([answer])
    return (await failureOf(drained(stream))).failure.todo
  }
  it('where the system does not accept them, sends its login page, or no longer renews the access', async () => {
    const page: Answering = (_ask, res) =>
      res.writeHead(200, { 'content-type': 'text/html' }).end('<html>Log in</html>')
    for (const answer of [status(401), page]) expect(asksForCredentials(await words(answer))).toBe(true)
    const spent = judgeTrouble('Shop', { kind: 'no_credential', sent: false, why: 'no longer renews the access' })
    expect(asksForCredentials(spent.failure.todo)).toBe(true)
  })

  it('and nowhere else', async () => {
    for (const answer of [status(403), status(404)]) expect(asksForCredentials(await words(answer))).toBe(false)
    const others = (['tls', 'unreachable', 'refused_address', 'redirected'] as const).map(
      kind => judgeTrouble('Shop', { kind, sent: false, why: '' }).failure.todo,
    )
    expect([...others, null].map(asksForCredentials)).toEqual([false, false, false, false, false])
  })
})

describe('what does not pass is said in words, with what to do', () => {
  it.each<[string, Answering, string, string, 'stream' | 'source']>([
    ['401', status(401), 'refused', 'does not accept the credentials', 'source'],
    ['403', status(403), 'refused', 'does not let these credentials read this', 'stream'],
    ['404', status(404), 'not_found', 'nothing at this address', 'stream'],
    ['400', status(400, {}, { errors: [{ detail: 'limit is too large' }] }), 'invalid', 'limit is too large', 'stream'],
    [
      'a login page',
      (_ask, res) => res.writeHead(200, { 'content-type': 'text/html' }).end('<html>Log in</html>'),
      'refused',
      'web page instead of data',
      'source',
    ],
    [
      'a login page that does not say so',
      (_ask, res) => res.end('\n<!DOCTYPE html><p>'),
      'refused',
      'web page instead of data',
      'source',
    ],
    [
      'no list where it should be',
      (_ask, res) => json(res, { items: [], total: 0 }),
      'invalid',
      'The answer has: items, total.',
      'stream',
    ],
    [
      'a list that is text',
      (_ask, res) => json(res, { data: 'none' }),
      'invalid',
      'without a list at “data”',
      'stream',
    ],
    [
      'a redirect to a login',
      (_ask, res) => res.writeHead(302, { location: 'https://login.example/' }).end(),
      'invalid',
      'another server',
      'source',
    ],
  ])('%s', async (_name, answer, kind, words, scope) => {
    const { stream, server } = await answering([answer])
    const failed = await failureOf(drained(stream))
    expect(failed.failure.kind).toBe(kind)
    expect(`${failed.failure.what} ${failed.failure.why}`).toContain(words)
    expect(failed.failure.todo).not.toBe('')
    expect(failed.scope).toBe(scope)
    expect(server.asked).toHaveLength(1)
  })

  it('and a status that means that the plan does not have it is an empty stream', async () => {
    const { stream } = await answering([status(402)], { stream: { absent: [402] } } as never)
    expect((await drained(stream)).records).toEqual([])
  })

  it('a gzip bomb is stopped', async () => {
    const { gzipSync } = await import('node:zlib')
    const bomb = gzipSync(Buffer.alloc(80_000_000))
    const { stream } = await answering([(_ask, res) => res.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb)])
    expect((await failureOf(drained(stream))).failure.what).toContain('a page that is too large')
  })
})

describe('one bad record', () => {
  const bad: Answering = (_ask, res) =>
    json(res, {
      data: [
        { id: 'a1', name: 'One' },
        { name: 'No id' },
        { id: 'a3', name: { first: 'x' } },
        { id: 'a4', name: 'Four' },
      ],
      next: null,
    })

  it('goes aside with the reason and what it was; the others come', async () => {
    const { stream } = await answering([bad])
    const { records, misfits } = await drained(stream)
    expect(records.map(each => each.externalId)).toEqual(['a1', 'a4'])
    expect(misfits).toEqual([
      { line: 2, column: 'id', raw: '{"name":"No id"}', reason: 'The id is missing at “id”.', record: 'account' },
      {
        line: 3,
        column: 'name',
        raw: '{"id":"a3","name":{"first":"x"}}',
        reason: '“name” is an object, not text.',
        record: 'account',
        externalId: 'a3',
      },
    ])
  })

  it('is converted by the mapping of today when it is tried again', async () => {
    const { source } = await answering([bad])
    expect(source.reconvert?.('accounts', '{"id":"a3","name":"Three"}')).toMatchObject({
      records: [{ record: { externalId: 'a3' } }],
    })
    expect(source.reconvert?.('accounts', '{"id":"a3","name":[]}')).toMatchObject({ column: 'name' })
    expect(source.reconvert?.('left', '{}')).toMatchObject({ reason: expect.stringContaining('no stream') })
  })
})

describe('a test of the credentials', () => {
  it('names the streams that answer and what the others lack', async () => {
    const streams = ['good', 'bad'].map(name => ({
      name,
      request: { path: `/${name}`, query: { since: '{since}' } },
      select: 'data',
      incremental: { field: 'updated_at' },
      records: [{ record: 'account' as const, id: 'id' }],
    }))
    const { source } = await answering([null, status(403)], { streams })
    const test = await source.test(new AbortController().signal)
    expect(test.ok).toBe(false)
    expect(test.message).toContain('but not for bad')
    expect(test.streams).toEqual([
      { name: 'good', problem: null },
      { name: 'bad', problem: expect.stringContaining('Give the key permission') },
    ])
  })

  it('ends at once where the credentials are refused altogether', async () => {
    const { source, server } = await answering([status(401)])
    expect(await source.test(new AbortController().signal)).toMatchObject({ ok: false, streams: [] })
    expect(server.asked).toHaveLength(1)
  })
})
