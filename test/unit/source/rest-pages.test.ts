import { describe, expect, it } from 'vitest'
import { json } from '../../helpers/loopback.ts'
import { drained } from '../../helpers/rest.ts'
import { byCursor, ids, idsTo, many, reading } from '../../helpers/rest-reading.ts'

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
    await expect(read()).rejects.toThrow('repeats its pages')
    expect(pages.length).toBeGreaterThanOrEqual(3)
  })

  it('that hold the same under cursors that change are a circle too, but one sent twice is a stumble', async () => {
    let n = 0
    const { stream } = await reading({}, (_ask, res) => json(res, { data: many(3), next: String(++n) }))
    await expect(drained(stream)).rejects.toThrow('repeats its pages')
    const stumbling = await reading({}, (ask, res) => {
      const at = Number(ask.url.searchParams.get('after') ?? 0)
      const page = [0, 0, 3, 6][at] ?? 0
      json(res, { data: many(9).slice(page, page + 3), next: at < 3 ? String(at + 1) : null })
    })
    expect(ids((await drained(stumbling.stream)).records)).toEqual(idsTo(9))
  })
})
