import { describe, expect, it, onTestFinished } from 'vitest'
import type { Sourced } from '../../../main/record/record.ts'
import { aLoopbackServer, json } from '../../helpers/loopback.ts'
import { aManifest, drained, opened } from '../../helpers/rest.ts'
import { byCursor, ids, idsTo, iso, many, NOW, reading, record, type Stream } from '../../helpers/rest-reading.ts'

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
    onTestFinished(async () => {
      await source.close()
      await server.stop()
    })
    const { cursor } = await drained(source.streams[0])
    expect(JSON.parse(cursor ?? '')).toMatchObject({ since: NOW })
  })

  it('that cannot be read begins again', async () => {
    const { stream } = await reading(
      {},
      byCursor(() => many(4)),
    )
    for (const cursor of ['', 'rubbish', '{"v":9}', '{"v":1}'])
      expect(ids((await drained(stream, { cursor })).records)).toEqual(idsTo(4))
  })

  it('that is older than the source lists changes for reads everything again', async () => {
    const incremental = { field: 'updated_at', reread: '29d' }
    const { stream } = await reading(
      { incremental },
      byCursor(() => many(2)),
    )
    const { cursor } = await drained(stream)
    const later = await reading(
      { incremental },
      byCursor(() => many(2)),
      NOW + 30 * 86_400_000,
    )
    await drained(later.stream, { cursor })
    expect(later.asked(0).get('updated_since')).toBe(iso(0))
    const soon = await reading(
      { incremental },
      byCursor(() => many(2)),
      NOW + 20 * 86_400_000,
    )
    await drained(soon.stream, { cursor })
    expect(soon.asked(0).get('updated_since')).not.toBe(iso(0))
  })

  it('rests for as long as the manifest says, unless it was cut off', async () => {
    const list = byCursor(() => many(25))
    const first = await reading({ every: '1h' }, list)
    const { cursor, pages } = await drained(first.stream)
    const asked = async (minutes: number, from: string | null | undefined) => {
      const later = await reading({ every: '1h' }, list, NOW + minutes * 60_000)
      await drained(later.stream, { cursor: from ?? null })
      return later.server.asked.length
    }
    expect(await asked(59, cursor)).toBe(0)
    expect(await asked(60, cursor)).toBeGreaterThan(0)
    expect(pages.length).toBeGreaterThan(1)
    expect(await asked(1, pages[0]?.cursor)).toBeGreaterThan(0)
  })

  it('that the source no longer knows begins its stretch again', async () => {
    let expired = false
    const { stream } = await reading({}, (ask, res, socket) => {
      if (expired && ask.url.searchParams.get('after') === '3') return json(res, { message: 'cursor expired' }, 400)
      byCursor(() => many(8))(ask, res, socket)
    })
    const { cursor } = await drained(stream, { most: 1 })
    expired = true
    const again = stream?.pages({ cursor, part: 'fresh', signal: new AbortController().signal, say: () => {} })
    expect(ids((await again?.next())?.value.records.map((each: Sourced) => each.record))).toEqual(['a1', 'a2', 'a3'])
    // Within a walk it is an error: going round would never end.
    await expect(again?.next()).rejects.toThrow('cursor expired')
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
    onTestFinished(async () => {
      await source.close()
      await server.stop()
    })
    secrets.set('key', 's3cret')
    const { pages } = await drained(source.streams[0])
    expect(JSON.stringify(pages.map(page => page.cursor))).not.toContain('s3cret')
    expect(server.asked.map(ask => new URL(ask.url, 'http://x').searchParams.get('key'))).toEqual(['s3cret', 's3cret'])
  })
})

describe('a manifest that was changed', () => {
  const list = many(4)
  const answer: Parameters<typeof reading>[1] = (ask, res) => {
    const since = Date.parse(ask.url.searchParams.get('updated_since') ?? '')
    json(res, { data: list.filter(each => Date.parse(each.updated_at) >= since), next: null })
  }

  it('is read from the beginning where it makes other records, so that no old reading stays beside the new one', async () => {
    const before = await reading({}, answer)
    const { cursor } = await drained(before.stream)
    const after = await reading({ records: [{ record: 'account', id: 'id', name: 'name', plan: 'name' }] }, answer)
    const { pages, records } = await drained(after.stream, { cursor })
    expect(pages.map(({ anew }) => anew ?? false)).toEqual([true])
    expect(ids(records)).toEqual(idsTo(4))
  })

  it('goes on where it was when only its pace has changed', async () => {
    const before = await reading({}, answer)
    const { cursor } = await drained(before.stream)
    const after = await reading({ incremental: { field: 'updated_at', overlap: '0s' }, priority: 3 }, answer)
    const { pages, records } = await drained(after.stream, { cursor })
    expect(pages.map(({ anew }) => anew ?? false)).toEqual([false])
    expect(ids(records)).toEqual(['a4'])
  })
})
