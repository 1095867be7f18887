import { afterEach, describe, expect, it } from 'vitest'
import { type Connected, type Page, SourceFailure } from '../../../main/record/page.ts'
import { LITTLE } from '../../../main/source/rest/apart/apart.ts'
import type { RestDeps } from '../../../main/source/rest/plans.ts'
import type { ManifestInput } from '../../../shared/source/manifest.ts'
import { type Answering, aLoopbackServer, json, type Loopback } from '../../helpers/loopback.ts'
import { aManifest, drained, opened } from '../../helpers/rest.ts'
import { until } from '../../helpers/until.ts'

const open: (Loopback | Connected)[] = []
afterEach(async () => {
  for (const each of open.splice(0)) await ('close' in each ? each.close() : each.stop())
})

const FILLER = 'x'.repeat(1_000)
/** Items of a page: every seventh has no id, every ninth is one that the source took away. */
const items = (page: number, count: number) =>
  Array.from({ length: count }, (_, at) => ({
    ...(at % 7 === 3 ? {} : { id: `a${page}-${at}` }),
    name: `Acme ${page}.${at} – ${FILLER}`,
    gone: at % 9 === 4,
    updated_at: '2026-05-12T09:00:00Z',
  }))
const STREAM = {
  records: [{ record: 'account', id: 'id', name: 'name', deleted: 'gone' }],
  complete: { every: '7d' },
} satisfies Partial<ManifestInput['streams'][number]>
/** Two small pages, two of 300 kB, a small one. */
const SIZES = [3, 3, 280, 280, 3]
const MANY = items(2, 280)

const pageOf = (page: number) => ({
  data: page === 2 ? MANY : items(page, SIZES[page] ?? 0),
  next: page + 1 < SIZES.length ? String(page + 1) : null,
})

/** A source of five pages; `instead` answers a request otherwise than it should. */
async function fivePages(
  deps: Partial<RestDeps>,
  changes: Parameters<typeof aManifest>[0] = {},
  instead: (page: number, nth: number) => Answering | null = () => null,
) {
  let nth = 0
  const server = await aLoopbackServer((ask, res, socket) => {
    const page = Number(new URL(ask.url, 'http://x').searchParams.get('after') ?? 0)
    const answer = instead(page, nth++)
    if (answer) answer(ask, res, socket)
    else json(res, pageOf(page))
  })
  const { source, waits, secrets } = opened(aManifest({ stream: STREAM, ...changes }), server, deps)
  open.push(server, source)
  return { server, stream: source.streams[0], waits, secrets }
}

const plain = (pages: readonly Page[]) =>
  pages.map(page => ({
    ...page,
    // The thread says once more of a column that it is filled.
    met: { ...page.met, filled: [] },
    records: page.records.map(({ record, line, by, raw }) => ({ record, line, by, raw })),
  }))

const filledOf = (pages: readonly Page[]) => new Set(pages.flatMap(({ met }) => met?.filled ?? []))

describe('large answers are read in a thread', () => {
  it('gives the same pages as without it, and asks for each once', async () => {
    expect(JSON.stringify(pageOf(2)).length).toBeGreaterThan(LITTLE)
    const here = await fivePages({})
    const apart = await fivePages({ apart: true })
    const expected = await drained(here.stream)
    const found = await drained(apart.stream)
    expect(plain(found.pages)).toEqual(plain(expected.pages))
    expect(filledOf(found.pages)).toEqual(filledOf(expected.pages))
    expect(found.pages.map(({ full }) => full)).toEqual([true, true, true, true, true])
    expect(found.misfits.length).toBeGreaterThan(50)
    expect(found.gone.length).toBeGreaterThan(50)
    expect(apart.server.asked).toHaveLength(5)
  })

  it('goes on from the cursor of a page that a thread read', async () => {
    const { stream, server } = await fivePages({ apart: true })
    const { cursor } = await drained(stream, { most: 3 })
    const before = server.asked.length
    const rest = await drained(stream, { cursor })
    expect(rest.pages).toHaveLength(2)
    // What was read ahead when the reading was given up may have been on its way.
    expect(server.asked.length - before).toBeGreaterThanOrEqual(2)
  })

  it('asks with credentials, which the thread has asked for', async () => {
    const asked: string[] = []
    const secrets = {
      get: async (name: string) => {
        asked.push(name)
        return 'k-1'
      },
      set: async () => {},
    }
    const auth = { secrets: [{ key: 'key', label: 'Key' }], auth: { kind: 'bearer' as const, secret: 'key' } }
    const { stream, server } = await fivePages({ apart: true, secrets }, auth)
    await drained(stream)
    expect(server.asked.map(({ headers }) => headers.authorization)).toEqual(Array(5).fill('Bearer k-1'))
    // Three times for those that were asked here, and once by the thread, which remembers it.
    expect(asked).toEqual(['key', 'key', 'key', 'key'])
  })

  it('says what the source did wrong as it does without a thread', async () => {
    const refuses = (page: number) =>
      page === 3 ? (((_ask, res) => json(res, { error: { message: 'not yours' } }, 403)) satisfies Answering) : null
    const failureOf = async (deps: Partial<RestDeps>) => {
      const { stream } = await fivePages(deps, {}, refuses)
      return drained(stream).then(
        () => null,
        (error: unknown) => error,
      )
    }
    const [here, apart] = [await failureOf({}), await failureOf({ apart: true })]
    expect(apart).toBeInstanceOf(SourceFailure)
    expect(apart).toMatchObject({ ...(here as SourceFailure) })
    expect((apart as SourceFailure).failure.why).toBe('Shop says: not yours (403).')
  })

  it('ends when it is cancelled while the thread waits for the server', async () => {
    const cancel = new AbortController()
    const hangs = (page: number) => (page === 3 ? () => cancel.abort() : null)
    const { stream } = await fivePages({ apart: true }, {}, hangs)
    const words: string[] = []
    const reading = drained(stream, { signal: cancel.signal, say: said => words.push(said) })
    await expect(reading).rejects.toMatchObject({ failure: { kind: 'cancelled' } })
  })

  it('ends when it is cancelled while records of a page wait to be taken, and hands over no part of a page', async () => {
    const cancel = new AbortController()
    const endless =
      (page: number): Answering =>
      (_ask, res) =>
        json(res, { data: items(page, 280), next: String(page + 1) })
    const { stream, server } = await fivePages({ apart: true }, {}, endless)
    if (!stream) throw new Error('no stream')
    const pages = stream.pages({ cursor: null, part: 'fresh', signal: cancel.signal, say: () => {} })
    const { value: first } = await pages.next()
    await until(() => server.asked.length > 1)
    cancel.abort()
    const rest = async () => {
      for await (const page of pages) expect(page.records).toHaveLength(first?.records.length)
    }
    await expect(rest()).rejects.toMatchObject({ failure: { kind: 'cancelled' } })
  })

  it('ends in words where the source is closed beneath it', async () => {
    const closing: { now: () => void } = { now: () => {} }
    const hangs = (page: number) => (page === 3 ? () => closing.now() : null)
    const { stream } = await fivePages({ apart: true }, {}, hangs)
    closing.now = () => void (open[1] as Connected).close()
    await expect(drained(stream)).rejects.toMatchObject({
      failure: { what: 'Shop could not be read to its end.', why: 'The source was closed.' },
    })
  })

  it('a look at a few rows stays where it is', async () => {
    const { stream, server } = await fivePages({ apart: true }, {}, page =>
      page === 0 ? (_ask, res) => json(res, pageOf(2)) : null,
    )
    if (!stream) throw new Error('no stream')
    const ask = { cursor: null, part: 'fresh' as const, most: 5, signal: new AbortController().signal, say: () => {} }
    const { value } = await stream.pages(ask).next()
    expect(value?.records.length + value?.misfits.length + value?.gone.length).toBe(5)
    expect(server.asked).toHaveLength(1)
  })
})
