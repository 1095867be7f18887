import { setTimeout as sleep } from 'node:timers/promises'
import type { Connected, ConnectedStream, Gone, Page, StreamAsk } from '../../main/record/page.ts'
import type { SyncRecord } from '../../main/record/record.ts'
import { checkManifest } from '../../main/source/rest/manifest-check.ts'
import type { RestDeps } from '../../main/source/rest/plans.ts'
import { openRest } from '../../main/source/rest/rest.ts'
import { unwrap } from '../../shared/result.ts'
import type { Manifest, ManifestInput } from '../../shared/source/manifest.ts'

/** A small manifest: accounts from `/accounts`, incremental by `updated_at`, paged by a cursor. */
export function aManifest(
  changes: Partial<ManifestInput> & { stream?: Partial<ManifestInput['streams'][number]> } = {},
) {
  const { stream, ...rest } = changes
  const json: ManifestInput = {
    manifest: 1,
    id: 'shop',
    name: 'Shop',
    category: 'other',
    gives: ['usage'],
    about: 'A shop.',
    docs: 'https://shop.example/docs',
    baseUrl: 'https://shop.example/api',
    auth: { kind: 'none' },
    streams: [
      {
        name: 'accounts',
        request: { path: '/accounts', query: { updated_since: '{since}' } },
        select: 'data',
        paging: { kind: 'cursor', param: 'after', next: 'next' },
        incremental: { field: 'updated_at' },
        records: [{ record: 'account', id: 'id', name: 'name' }],
        ...stream,
      },
    ],
    ...rest,
  }
  const { manifest, problems } = checkManifest(json)
  if (!manifest) throw new Error(JSON.stringify(problems))
  return manifest
}

export interface Opened {
  source: Connected
  /** Waits that were asked for, ms. */
  waits: number[]
  secrets: Map<string, string>
}

/** Opens a manifest against a server on loopback. Waiting takes no time; chance is the middle. */
export function opened(
  manifest: Manifest,
  server: { url: string; host: string },
  options: Partial<RestDeps> & { now?: number; settings?: Record<string, string>; secrets?: RestDeps['secrets'] } = {},
): Opened {
  const { now = Date.UTC(2026, 4, 12, 10), settings = {}, ...deps } = options
  const waits: number[] = []
  let clock = now
  const secrets = new Map<string, string>()
  const path = URL.canParse(manifest.baseUrl) ? new URL(manifest.baseUrl).pathname : ''
  const local = { ...manifest, baseUrl: server.url + path }
  const source = unwrap(
    openRest(
      local,
      { settings, allowedHosts: [server.host] },
      {
        secrets: {
          get: async name => secrets.get(name) ?? null,
          set: async (name, value) => void (value === null ? secrets.delete(name) : secrets.set(name, value)),
        },
        wall: () => clock,
        random: () => 0.5,
        sleep: async (ms, signal) => {
          waits.push(ms)
          clock += ms
          // A turn of the loop, so that a circle of waits cannot hold up everything.
          await sleep(0, undefined, { signal }).catch(() => {})
        },
        ...deps,
      },
    ),
  )
  return { source, waits, secrets }
}

export interface Drained {
  records: SyncRecord[]
  pages: Page[]
  gone: Gone[]
  misfits: Page['misfits'][number][]
  cursor: string | null
}

/** Reads a stream to its end, or for `pages` pages. */
export async function drained(
  stream: ConnectedStream | undefined,
  ask: Partial<StreamAsk> & { most?: number } = {},
): Promise<Drained> {
  if (!stream) throw new Error('no such stream')
  const { most = Number.POSITIVE_INFINITY, ...rest } = ask
  const pages: Page[] = []
  const all = stream.pages({
    cursor: null,
    part: 'fresh',
    signal: new AbortController().signal,
    say: () => {},
    ...rest,
  })
  for await (const page of all) {
    pages.push(page)
    if (pages.length >= most) break
  }
  return {
    pages,
    records: pages.flatMap(page => page.records.map(({ record }) => record)),
    gone: pages.flatMap(page => page.gone),
    misfits: pages.flatMap(page => page.misfits),
    cursor: pages.at(-1)?.cursor ?? null,
  }
}

/** The stream of a name. */
export const streamOf = (source: Connected, name: string): ConnectedStream | undefined =>
  source.streams.find(stream => stream.name === name)
