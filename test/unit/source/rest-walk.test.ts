import { describe, expect, it } from 'vitest'
import { type Answering, json } from '../../helpers/loopback.ts'
import { drained } from '../../helpers/rest.ts'
import { byCursor, ids, idsTo, iso, many, NOW, reading, record } from '../../helpers/rest-reading.ts'

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

  it('begins again at the newest where the source gives only so many for one query', async () => {
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

  it('asks for no more details than are wanted for a look', async () => {
    const { stream, server } = await reading(
      { detail: { request: { path: '/plans/{record.id}' }, as: '_plan' } },
      (ask, res) => json(res, ask.url.pathname.includes('plans') ? {} : { data: many(9), next: null }),
    )
    const pages = stream?.pages({
      cursor: null,
      part: 'fresh',
      most: 2,
      signal: new AbortController().signal,
      say: () => {},
    })
    expect((await pages?.next())?.value.records).toHaveLength(2)
    expect(server.asked).toHaveLength(3)
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
