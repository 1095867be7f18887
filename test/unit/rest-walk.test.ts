import { afterEach, describe, expect, it } from 'vitest'
import type { Connected } from '../../main/sync/page.ts'
import type { ManifestInput } from '../../shared/manifest.ts'
import { type Answering, aLoopbackServer, json, type Loopback } from '../helpers/loopback.ts'
import { aManifest, drained, opened } from '../helpers/rest.ts'

const NOW = Date.UTC(2026, 4, 12, 10)
const open: (Loopback | Connected)[] = []
afterEach(async () => {
  for (const each of open.splice(0)) await ('close' in each ? each.close() : each.stop())
})

type Stream = Partial<ManifestInput['streams'][number]>
/** A server, and the stream of a small manifest that reads it. The server's clock is that of the test. */
async function reading(stream: Stream, answer: Answering, now = NOW) {
  const server = await aLoopbackServer((ask, res, socket) => {
    res.setHeader('date', new Date(now).toUTCString())
    answer(ask, res, socket)
  })
  const { source } = opened(aManifest({ stream }), server, { now })
  open.push(server, source)
  const [first] = source.streams
  return {
    server,
    source,
    stream: first,
    asked: (at: number) => new URL(server.asked[at]?.url ?? '', 'http://x').searchParams,
  }
}

const iso = (at: number) => new Date(at).toISOString()
const record = (n: number, at = NOW - 3_600_000 + n * 1_000) => ({
  id: `a${n}`,
  name: `Account ${n}`,
  updated_at: iso(at),
})
const many = (count: number) => Array.from({ length: count }, (_, n) => record(n + 1))
const ids = (all: { externalId: string }[]) => [...new Set(all.map(each => each.externalId))].sort()
const idsTo = (count: number) =>
  many(count)
    .map(each => each.id)
    .sort()

/** A list by cursor: the position of the next record. */
const byCursor =
  (list: () => ReturnType<typeof many>, size = 3): Answering =>
  (ask, res) => {
    const at = Number(ask.url.searchParams.get('after') ?? 0)
    const data = list().slice(at, at + size)
    json(res, { data, next: at + size < list().length ? String(at + size) : null })
  }

describe('pages', () => {
  it('by a cursor of the answer are read to the end', async () => {
    const { stream, server } = await reading(
      {},
      byCursor(() => many(8)),
    )
    const { records, pages } = await drained(stream)
    expect(ids(records)).toEqual(idsTo(8))
    expect(pages).toHaveLength(3)
    expect(server.asked).toHaveLength(3)
  })

  it('by a cursor of the last record end where the source says that there is no more', async () => {
    const paging = {
      kind: 'cursor',
      param: 'starting_after',
      last: 'id',
      more: 'has_more',
      size: { param: 'limit', value: 3 },
    } as const
    const { stream, asked } = await reading({ paging }, (ask, res) => {
      const from = many(7).findIndex(each => each.id === ask.url.searchParams.get('starting_after')) + 1
      json(res, { data: many(7).slice(from, from + 3), has_more: from + 3 < 7 })
    })
    expect(ids((await drained(stream)).records)).toEqual(idsTo(7))
    expect(asked(1).get('starting_after')).toBe('a3')
    expect(asked(1).get('limit')).toBe('3')
  })

  it('by a cursor in the body of a POST', async () => {
    const paging = { kind: 'cursor', in: 'body', param: 'pagination.starting_after', next: 'next' } as const
    const request = {
      method: 'POST',
      path: '/search',
      body: { query: { field: 'updated_at', operator: '>', value: '{since}' } },
    } as const
    const { stream, server } = await reading(
      { paging, request, incremental: { field: 'updated_at', format: 'iso' } },
      (ask, res) => {
        const at = Number(
          (JSON.parse(ask.body) as { pagination?: { starting_after: string } }).pagination?.starting_after ?? 0,
        )
        json(res, { data: many(5).slice(at, at + 3), next: at + 3 < 5 ? at + 3 : null })
      },
    )
    expect(ids((await drained(stream)).records)).toEqual(idsTo(5))
    expect(JSON.parse(server.asked[1]?.body ?? '')).toEqual({
      query: { field: 'updated_at', operator: '>', value: '1970-01-01T00:00:00.000Z' },
      pagination: { starting_after: '3' },
    })
  })

  it('by the Link header, and Sentry’s way of saying that there are no results', async () => {
    const { stream } = await reading({ paging: { kind: 'link' }, select: '@' }, (ask, res) => {
      const at = Number(ask.url.searchParams.get('cursor') ?? 0)
      const next = `</api/accounts?cursor=${at + 3}>; rel="next"; results="${at + 3 < 8}"; cursor="0:${at}:0"`
      json(res, many(8).slice(at, at + 3), 200, {
        link: `</api/accounts?cursor=0>; rel="previous"; results="false", ${next}`,
      })
    })
    expect(ids((await drained(stream)).records)).toEqual(idsTo(8))
  })

  it('by the whole address of the next one', async () => {
    const { stream } = await reading({ paging: { kind: 'url', next: 'next' } }, (ask, res) => {
      const at = Number(ask.url.searchParams.get('p') ?? 0)
      json(res, {
        data: many(8).slice(at, at + 3),
        next: at + 3 < 8 ? `http://${ask.headers.host}/api/accounts?p=${at + 3}` : null,
      })
    })
    expect(ids((await drained(stream)).records)).toEqual(idsTo(8))
  })

  it('never follow an address to another server, which would get the credentials', async () => {
    const { stream } = await reading({ paging: { kind: 'url', next: 'next' } }, (_ask, res) =>
      json(res, { data: many(3), next: 'https://evil.example/accounts' }),
    )
    await expect(drained(stream)).rejects.toThrow('another server')
  })

  const offset = { kind: 'offset', param: 'offset', size: { param: 'limit', value: 3 } } as const
  const numbered = { kind: 'page', param: 'page', size: { param: 'limit', value: 3 } } as const
  const slice = (list: ReturnType<typeof many>, ask: { url: URL }, start: number) =>
    list.slice(start, start + Number(ask.url.searchParams.get('limit')))

  it.each([
    ['offset', offset],
    ['number', numbered],
  ])('by %s lose nothing when records are taken out before them while they are read', async (_name, paging) => {
    let list = many(12)
    let answers = 0
    const { stream } = await reading({ paging }, (ask, res) => {
      const { searchParams } = ask.url
      const start =
        paging.kind === 'offset' ? Number(searchParams.get('offset')) : (Number(searchParams.get('page')) - 1) * 3
      json(res, { data: slice(list, ask, start) })
      // After every second answer the first of the list goes away, and all others move up by one.
      if (++answers % 2 === 0 && list.length > 6) list = list.slice(1)
    })
    const { records } = await drained(stream)
    expect(ids(records)).toEqual(expect.arrayContaining(ids(list.map(each => ({ externalId: each.id })))))
  })

  it.each([
    ['offset', offset],
    ['number', numbered],
  ])('by %s are read to the end although the source gives fewer than asked for', async (_name, paging) => {
    const { stream } = await reading({ paging }, (ask, res) => {
      const { searchParams } = ask.url
      const start =
        paging.kind === 'offset' ? Number(searchParams.get('offset')) : (Number(searchParams.get('page')) - 1) * 2
      json(res, { data: many(7).slice(start, start + 2) })
    })
    const { records } = await drained(stream)
    expect(ids(records)).toEqual(idsTo(7))
  })

  it('that come in a circle end with an error, and what was read is kept', async () => {
    const { stream } = await reading({}, (ask, res) => {
      const at = Number(ask.url.searchParams.get('after') ?? 0)
      json(res, { data: many(9).slice(at, at + 3), next: String((at + 3) % 9) })
    })
    const pages: unknown[] = []
    const read = async () => {
      if (!stream) return
      for await (const page of stream.pages({
        cursor: null,
        part: 'fresh',
        signal: new AbortController().signal,
        say: () => {},
      }))
        pages.push(page)
    }
    await expect(read()).rejects.toThrow('goes round in a circle')
    expect(pages.length).toBeGreaterThanOrEqual(3)
  })

  it('that hold the same under cursors that change are a circle too, but one sent twice is a stumble', async () => {
    let n = 0
    const { stream } = await reading({}, (_ask, res) => json(res, { data: many(3), next: String(++n) }))
    await expect(drained(stream)).rejects.toThrow('goes round in a circle')
    const stumbling = await reading({}, (ask, res) => {
      const at = Number(ask.url.searchParams.get('after') ?? 0)
      const page = [0, 0, 3, 6][at] ?? 0
      json(res, { data: many(9).slice(page, page + 3), next: at < 3 ? String(at + 1) : null })
    })
    expect(ids((await drained(stumbling.stream)).records)).toEqual(idsTo(9))
  })
})

describe('the cursor', () => {
  it('after any page leads to the rest: a crash loses nothing and repeats at most a page', async () => {
    const { stream } = await reading(
      {},
      byCursor(() => many(10)),
    )
    const whole = await drained(stream)
    for (let kept = 1; kept <= whole.pages.length; kept++) {
      const before = await drained(stream, { most: kept })
      const after = await drained(stream, { cursor: before.cursor })
      expect(ids([...before.records, ...after.records]), `after page ${kept}`).toEqual(idsTo(10))
    }
  })

  it('asks next time from the newest record, less the overlap, so that a late one is found', async () => {
    const list = many(4)
    const { stream, server } = await reading({ incremental: { field: 'updated_at', overlap: '10m' } }, (ask, res) => {
      const since = Date.parse(ask.url.searchParams.get('updated_since') ?? '')
      json(res, { data: list.filter(each => Date.parse(each.updated_at) >= since), next: null })
    })
    const first = await drained(stream)
    const newest = Date.parse(list.at(-1)?.updated_at ?? '')
    list.push(record(99, newest - 5 * 60_000))
    const second = await drained(stream, { cursor: first.cursor })
    expect(ids(second.records)).toContain('a99')
    expect(server.asked.at(-1)?.url).toContain(encodeURIComponent(iso(newest - 600_000)))
  })

  it('is not carried into the future by a record whose clock is ahead', async () => {
    const list = [...many(2), record(3, NOW + 86_400_000)]
    const { stream, server } = await reading({}, (_ask, res) => json(res, { data: list, next: null }))
    await drained(stream, { cursor: (await drained(stream)).cursor })
    const since = new URL(server.asked.at(-1)?.url ?? '', 'http://x').searchParams.get('updated_since')
    expect(Date.parse(since ?? '')).toBeLessThan(NOW)
  })

  it('goes by the source’s clock where ours is ahead', async () => {
    const server = await aLoopbackServer((_ask, res) => {
      res.setHeader('date', new Date(NOW).toUTCString())
      json(res, { data: [], next: null })
    })
    const stream = {
      request: { path: '/a', query: { from: '{since}', to: '{until}' } },
      incremental: { window: '1d', oldest: '1d', overlap: '1m' },
    }
    const { source } = opened(aManifest({ stream }), server, { now: NOW + 3_600_000 })
    open.push(server, source)
    const { cursor } = await drained(source.streams[0])
    expect(JSON.parse(cursor ?? '')).toMatchObject({ since: NOW })
  })

  it('that cannot be read begins anew', async () => {
    const { stream } = await reading(
      {},
      byCursor(() => many(4)),
    )
    for (const cursor of ['', 'rubbish', '{"v":9}', '{"v":1}'])
      expect(ids((await drained(stream, { cursor })).records)).toEqual(idsTo(4))
  })

  it('of the source itself is kept from sync to sync and replaces the time', async () => {
    const paging = {
      kind: 'cursor',
      param: 'cursor',
      next: 'after_cursor',
      more: '!end',
      keep: true,
      replaces: ['updated_since'],
    } satisfies Stream['paging']
    const { stream, server } = await reading({ paging }, (ask, res) => {
      const at = Number(ask.url.searchParams.get('cursor') ?? 0)
      json(res, { data: many(5).slice(at, at + 3), after_cursor: String(Math.min(at + 3, 5)), end: at + 3 >= 5 })
    })
    const first = await drained(stream)
    expect(ids(first.records)).toEqual(idsTo(5))
    await drained(stream, { cursor: first.cursor })
    expect(server.asked.at(-1)?.url).toBe('/api/accounts?cursor=5')
  })

  it('holds no credential that stands in the address', async () => {
    const server = await aLoopbackServer((ask, res) =>
      json(res, {
        data: many(2),
        next: ask.url.searchParams.has('p') ? null : `http://${ask.headers.host}${ask.url.pathname}?p=1&key=s3cret`,
      }),
    )
    const manifest = aManifest({
      auth: { kind: 'api_key', in: 'query', name: 'key', secret: 'key' },
      secrets: [{ key: 'key', label: 'Key' }],
      stream: { paging: { kind: 'url', next: 'next' } },
    })
    const { source, secrets } = opened(manifest, server, { now: NOW })
    open.push(server, source)
    secrets.set('key', 's3cret')
    const { pages } = await drained(source.streams[0])
    expect(JSON.stringify(pages.map(page => page.cursor))).not.toContain('s3cret')
    expect(server.asked.map(ask => new URL(ask.url, 'http://x').searchParams.get('key'))).toEqual(['s3cret', 's3cret'])
  })
})

describe('stretches of time', () => {
  const within: Answering = (ask, res) => {
    const [from, to] = ['from', 'to'].map(name => Date.parse(ask.url.searchParams.get(name) ?? ''))
    const all = Array.from({ length: 40 }, (_, n) => record(n, NOW - (n + 0.5) * 86_400_000))
    const data = all.filter(
      each => Date.parse(each.updated_at) >= (from ?? 0) && Date.parse(each.updated_at) < (to ?? 0),
    )
    json(res, { data, next: null })
  }
  const request = { path: '/a', query: { from: '{since}', to: '{until}' } }

  it('are asked for one after the other', async () => {
    const { stream, server } = await reading({ request, incremental: { window: '7d', oldest: '21d' } }, within)
    expect((await drained(stream)).records).toHaveLength(21)
    expect(server.asked).toHaveLength(3)
  })

  it('leave out what is still being written', async () => {
    const { stream, asked } = await reading({ request, incremental: { field: 'updated_at', lag: '2d' } }, within)
    await drained(stream)
    expect(asked(0).get('to')).toBe(iso(NOW - 2 * 86_400_000))
  })

  it('of the past are read newest first, from where the fresh data begin', async () => {
    const backfill = { fresh: '7d', window: '10d', history: '30d' }
    const { stream, server } = await reading({ request, backfill }, within)
    const fresh = await drained(stream)
    expect(fresh.records).toHaveLength(7)
    server.asked.length = 0
    const history = await drained(stream, { part: 'backfill', anchor: fresh.pages[0]?.cursor ?? null })
    expect(history.records).toHaveLength(23)
    expect(history.records[0]?.externalId).toBe('a7')
    const froms = server.asked.map(ask => Date.parse(new URL(ask.url, 'http://x').searchParams.get('from') ?? ''))
    expect(froms).toEqual([17, 27, 30].map(days => NOW - days * 86_400_000))
  })

  it('of the past go on after a crash', async () => {
    const backfill = { fresh: '7d', window: '10d', history: '30d' }
    const { stream } = await reading({ request, backfill }, within)
    const anchor = (await drained(stream)).pages[0]?.cursor ?? null
    const first = await drained(stream, { part: 'backfill', anchor, most: 1 })
    const rest = await drained(stream, { part: 'backfill', anchor, cursor: first.cursor })
    expect([...first.records, ...rest.records]).toHaveLength(23)
  })
})

describe('a walk', () => {
  it('from newest to oldest ends at what is known', async () => {
    const list = many(9).reverse()
    const { stream, server } = await reading(
      { request: { path: '/a' }, incremental: { field: 'updated_at', order: 'newest_first', overlap: '1s' } },
      byCursor(() => list),
    )
    const first = await drained(stream)
    expect(ids(first.records)).toEqual(idsTo(9))
    server.asked.length = 0
    await drained(stream, { cursor: first.cursor })
    expect(server.asked).toHaveLength(2)
  })

  it('begins anew at the newest where the source gives only so many for one query', async () => {
    const list = many(20)
    const { stream } = await reading(
      { incremental: { field: 'updated_at', order: 'oldest_first', most: 6, overlap: '1s' } },
      (ask, res) => {
        const since = Date.parse(ask.url.searchParams.get('updated_since') ?? '')
        byCursor(() => list.filter(each => Date.parse(each.updated_at) >= since).slice(0, 6))(
          ask,
          res,
          res.socket as never,
        )
      },
    )
    expect(ids((await drained(stream)).records)).toEqual(idsTo(20))
  })

  it('asks once for each parent, whose fields the records have', async () => {
    const { stream, server } = await reading(
      {
        request: { path: '/projects/{parent.id}/accounts' },
        parent: {
          request: { path: '/projects' },
          select: 'data',
          paging: { kind: 'cursor', param: 'after', next: 'next' },
        },
        incremental: { field: 'updated_at', order: 'newest_first' },
        records: [{ record: 'account', id: 'id', name: '_parent.name' }],
      },
      (ask, res) => {
        if (ask.url.pathname === '/api/projects') {
          const second = ask.url.searchParams.has('after')
          return json(res, {
            data: [{ id: second ? 'p/2' : 'p1', name: second ? 'Two' : 'One' }],
            next: second ? null : '1',
          })
        }
        json(res, { data: [record(ask.url.pathname.includes('p1') ? 1 : 2)], next: null })
      },
    )
    const { records } = await drained(stream)
    expect(records.map(each => each.record === 'account' && each.name)).toEqual(['One', 'Two'])
    expect(server.asked.map(ask => ask.url)).toContain('/api/projects/p%2F2/accounts')
  })

  it('asks once more for each record, sharing answers, and leaves out what is gone', async () => {
    const { stream, server } = await reading(
      {
        request: { path: '/changes' },
        incremental: { field: 'updated_at', order: 'newest_first' },
        detail: { request: { path: '/accounts/{record.of}' }, as: 'record', unique: 'of' },
      },
      (ask, res) => {
        if (ask.url.pathname === '/api/changes')
          return json(res, { data: ['a1', 'a2', 'a1', 'gone'].map(of => ({ of })), next: null })
        const id = ask.url.pathname.split('/').at(-1) ?? ''
        return id === 'gone' ? json(res, {}, 404) : json(res, record(Number(id.slice(1))))
      },
    )
    const { records } = await drained(stream)
    expect(records.map(each => each.externalId)).toEqual(['a1', 'a2'])
    expect(server.asked).toHaveLength(4)
  })

  it('goes by the times of its list, not by those of the details', async () => {
    const changes = [3, 2, 1].map(n => ({ of: `a${n}`, updated_at: iso(NOW - n * 60_000) }))
    const { stream, server } = await reading(
      {
        request: { path: '/changes' },
        incremental: { field: 'updated_at', order: 'newest_first', overlap: '1s' },
        detail: { request: { path: '/accounts/{record.of}' }, as: 'record' },
      },
      (ask, res) =>
        ask.url.pathname === '/api/changes'
          ? byCursor(() => changes.toReversed() as never, 1)(ask, res, res.socket as never)
          : json(res, record(Number(ask.url.pathname.slice(-1)), NOW - 9e9)),
    )
    const first = await drained(stream)
    expect(ids(first.records)).toEqual(['a1', 'a2', 'a3'])
    expect(JSON.parse(first.cursor ?? '')).toMatchObject({ since: NOW - 60_000 })
    server.asked.length = 0
    changes.push({ of: 'a4', updated_at: iso(NOW - 30_000) })
    const second = await drained(stream, { cursor: first.cursor })
    expect(ids(second.records)).toEqual(expect.arrayContaining(['a4', 'a1']))
  })

  it('adds what it asked for under a name', async () => {
    const { stream } = await reading(
      {
        detail: { request: { path: '/plans/{record.id}' }, as: '_plan' },
        records: [{ record: 'account', id: 'id', plan: '_plan.name' }],
      },
      (ask, res) => json(res, ask.url.pathname.includes('plans') ? { name: 'gold' } : { data: many(2), next: null }),
    )
    expect((await drained(stream)).records.map(each => each.record === 'account' && each.plan)).toEqual([
      'gold',
      'gold',
    ])
  })

  it('takes the items of a list within each record, which know what they were in', async () => {
    const { stream } = await reading(
      {
        each: 'parcels',
        records: [{ record: 'object', kind: 'shipment', id: 'id', account: '_parent.customer', state: 'state' }],
      },
      (_ask, res) =>
        json(res, {
          data: [
            {
              customer: 'c1',
              updated_at: iso(NOW - 1000),
              parcels: [
                { id: 's1', state: 'sent' },
                { id: 's2', state: 'lost' },
              ],
            },
            { customer: 'c2', parcels: [] },
          ],
          next: null,
        }),
    )
    const { records } = await drained(stream)
    expect(
      records.map(each => each.record === 'object' && [each.externalId, each.state, each.account.externalId]),
    ).toEqual([
      ['s1', 'sent', 'c1'],
      ['s2', 'lost', 'c1'],
    ])
  })
})
