import { onTestFinished } from 'vitest'
import type { ManifestInput } from '../../shared/source/manifest.ts'
import { type Answering, aLoopbackServer, json } from './loopback.ts'
import { aManifest, opened } from './rest.ts'

/** The moment of these tests, by every clock. */
export const NOW = Date.UTC(2026, 4, 12, 10)
/** What a test changes of the stream of `aManifest`. */
export type Stream = Partial<ManifestInput['streams'][number]>
/** A server, and the stream of a small manifest that reads it. The server's clock is that of the test. */
export async function reading(stream: Stream, answer: Answering, now = NOW) {
  const server = await aLoopbackServer((ask, res, socket) => {
    res.setHeader('date', new Date(now).toUTCString())
    answer(ask, res, socket)
  })
  const { source } = opened(aManifest({ stream }), server, { now })
  onTestFinished(async () => {
    await source.close()
    await server.stop()
  })
  const [first] = source.streams
  return {
    server,
    source,
    stream: first,
    asked: (at: number) => new URL(server.asked[at]?.url ?? '', 'http://x').searchParams,
  }
}

/** As the server writes times. */
export const iso = (at: number) => new Date(at).toISOString()
/** The n-th account; each changed a second after the one before it. */
export const record = (n: number, at = NOW - 3_600_000 + n * 1_000) => ({
  id: `a${n}`,
  name: `Account ${n}`,
  updated_at: iso(at),
})
/** The first accounts. */
export const many = (count: number) => Array.from({ length: count }, (_, n) => record(n + 1))
/** Ids without repetition, in order. */
export const ids = (all: { externalId: string }[]) => [...new Set(all.map(each => each.externalId))].sort()
/** Ids of the first accounts, in order. */
export const idsTo = (count: number) =>
  many(count)
    .map(each => each.id)
    .sort()

/** A list by cursor: the position of the next record. */
export const byCursor =
  (list: () => ReturnType<typeof many>, size = 3): Answering =>
  (ask, res) => {
    const at = Number(ask.url.searchParams.get('after') ?? 0)
    const data = list().slice(at, at + size)
    json(res, { data, next: at + size < list().length ? String(at + size) : null })
  }
