import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { aLoopbackServer, json } from '../helpers/loopback.ts'
import { connected, type Source } from './connected.ts'

/** What a system answers: its lists by the path and the query that ask for them. */
export type Answers = (path: string, query: URLSearchParams) => unknown

interface Shipped {
  manifest: string
  settings?: Readonly<Record<string, string>>
  secret: string
  answers: Answers
}

const MANIFESTS = join(import.meta.dirname, '../../resources/manifests')

/** A system on loopback that is read by the manifest that Forestall ships for it. */
export async function shipped<T>(
  { manifest, settings = {}, secret, answers }: Shipped,
  work: (source: Source) => Promise<T>,
): Promise<T> {
  const server = await aLoopbackServer(({ url }, res) => json(res, answers(url.pathname, url.searchParams)))
  const made = JSON.parse(readFileSync(join(MANIFESTS, `${manifest}.json`), 'utf8')) as { baseUrl: string }
  const path = new URL(made.baseUrl.replace(/\{settings\.\w+\}/g, 'own')).pathname
  // What a vendor bears in a second is no trial's business.
  const own = { ...made, id: 'own', rateLimit: undefined, baseUrl: `${server.url}${path === '/' ? '' : path}` }
  try {
    return await connected(
      {
        kind: 'rest',
        files: { 'manifests/own.json': JSON.stringify(own) },
        config: () => ({ manifest: 'own', settings, allowedHosts: [server.host] }),
      },
      async source => {
        const [added] = await source.client.source.list()
        await source.client.source.setSecret({ sourceId: added?.id ?? 0, name: secret, value: 'key' })
        return work(source)
      },
    )
  } finally {
    await server.stop()
  }
}
