import { describe, expect, it } from 'vitest'
import { SourceFailure } from '../../../main/record/page.ts'
import { type Answering, json } from '../../helpers/loopback.ts'
import { drained } from '../../helpers/rest.ts'
import { reading } from '../../helpers/rest-reading.ts'

/** A server that answers with these texts, as they came over the network. */
const texts =
  (...all: string[]): Answering =>
  (ask, res) => {
    res.writeHead(200, { 'content-type': 'application/json' })
    res.end(all[Number(ask.url.searchParams.get('after') ?? 0)])
  }
const PRO = '{"id":"a2","name":"Bob","plan":"pro","plan":"free"}'
const plans = [{ record: 'account', id: 'id', name: 'name', plan: 'plan' }] as const
const WHY = 'The key “plan” comes twice with different values.'
const refusal = async (stream: Parameters<typeof drained>[0]) =>
  drained(stream).then(
    () => null,
    (error: unknown) => (error instanceof SourceFailure ? error.failure.why : error),
  )

describe('a row of a system that says one thing twice', () => {
  it('is set aside under its id, with its text, and the rows beside it and after it are kept', async () => {
    const { stream, source } = await reading(
      { records: [...plans] },
      texts(`{"data":[{"id":"a1"},${PRO},{"id":"a3"}],"next":"1"}`, '{"data":[{"id":"a4"}],"next":null}'),
    )
    const { records, misfits, pages } = await drained(stream)
    expect(records.map(({ externalId }) => externalId)).toEqual(['a1', 'a3', 'a4'])
    expect(misfits).toEqual([
      { line: 2, column: null, raw: JSON.stringify([PRO]), reason: WHY, record: 'account', externalId: 'a2' },
    ])
    expect(pages[0]?.met?.tally[0]).toMatchObject(['', { unfit: { rows: 1, examples: [{ line: 2, text: PRO }] } }])
    expect(source.reconvert?.('accounts', misfits[0]?.raw ?? '')).toEqual({ reason: WHY, column: null })
  })

  it.each([
    ['its id', '{"id":"a1","id":"a2"}'],
    ['a part of its id', '{"id":{"of":"a1","of":"a2"}}'],
  ])('has no name where %s is repeated', async (_, text) => {
    const { stream } = await reading(
      { records: [{ record: 'account', id: 'id.of || id' }] },
      texts(`{"data":[${text}]}`),
    )
    const { records, misfits } = await drained(stream)
    expect(records).toEqual([])
    expect(misfits[0]?.externalId).toBeUndefined()
  })

  it('has no name where a fallback would be taken for its id', async () => {
    const { stream } = await reading(
      { records: [{ record: 'account', id: 'company || id' }] },
      texts('{"data":[{"id":"a1","company":"c1","company":"c2"}]}'),
    )
    expect((await drained(stream)).misfits.map(({ externalId }) => externalId)).toEqual([undefined])
  })

  it('is set aside wherever in it the key stands, and with all that lies in it', async () => {
    const { stream } = await reading(
      {
        each: 'parcels',
        records: [{ record: 'object', kind: 'shipment', id: 'id', account: '_parent.id', state: 'state' }],
      },
      texts(
        '{"data":[{"id":"c1","parcels":[{"id":"p1","state":"x"}]},{"id":"c2","parcels":[{"id":"p2"},{"id":"p3","x":[{"y":1,"y":2}]}]}]}',
      ),
    )
    const { records, misfits } = await drained(stream)
    expect(records.map(({ externalId }) => externalId)).toEqual(['p1'])
    expect(misfits.map(({ reason }) => reason)).toEqual(['The key “y” comes twice with different values.'])
  })

  it('is set aside where its details say so', async () => {
    const detail = { request: { path: '/plans/{record.id}' }, as: '_plan' } as const
    const { stream } = await reading(
      { detail, records: [{ record: 'account', id: 'id', plan: '_plan.plan' }] },
      (ask, res, socket) =>
        ask.url.pathname.includes('plans')
          ? texts(ask.url.pathname.endsWith('a1') ? '{"plan":"gold"}' : '{"plan":"pro","plan":"free"}')(
              ask,
              res,
              socket,
            )
          : json(res, { data: [{ id: 'a1' }, { id: 'a2' }], next: null }),
    )
    const { records, misfits } = await drained(stream)
    expect(records).toMatchObject([{ externalId: 'a1', plan: 'gold' }])
    expect(misfits).toMatchObject([
      { externalId: 'a2', raw: JSON.stringify(['{"id":"a2","_plan":{"plan":"pro","plan":"free"}}']) },
    ])
  })
})

describe('an answer that says one thing twice beside its rows', () => {
  it.each([
    ['in its paging', '{"data":[{"id":"a1"}],"next":"1","next":null}', {}],
    ['in its list', `{"data":[{"id":"a1"}],"data":[],"next":null}`, {}],
    ['in a wrapper of its list', '{"page":{"data":[{"id":"a1"}],"n":1,"n":2}}', { select: 'page.data' }],
    ['in a row that is left out', `{"data":[{"id":"a1"},${PRO}]}`, { select: "data[?id=='a1']" }],
    ['in a row that is made of others', `{"data":[${PRO}]}`, { select: 'data[].{id:id,plan:plan}' }],
    [
      'in the row that names the next page',
      '{"data":[{"id":"a1","id":"a2"}],"more":true}',
      { paging: { kind: 'cursor', param: 'after', last: 'id', more: 'more' } },
    ],
  ] as const)('is refused %s', async (_, text, stream) => {
    const read = await reading({ records: [...plans], ...stream } as never, texts(text))
    expect(await refusal(read.stream)).toMatch(/^The key “\w+” comes twice with different values\.$/)
  })

  it('is refused where something is asked for each of its rows', async () => {
    const { stream } = await reading(
      {
        parent: { request: { path: '/teams' }, paging: { kind: 'none' } },
        request: { path: '/teams/{parent.id}', query: { since: '{since}' } },
      } as never,
      texts('[{"id":"t1","plan":1,"plan":2}]'),
    )
    expect(await refusal(stream)).toBe(WHY)
  })

  it('is read where the repeated value is the same', async () => {
    const { stream } = await reading(
      { records: [...plans] },
      texts('{"data":[{"id":"a1","plan":"x","plan":"x"}],"data":[{"id":"a1","plan":"x"}]}'),
    )
    expect((await drained(stream)).misfits).toEqual([])
  })
})
