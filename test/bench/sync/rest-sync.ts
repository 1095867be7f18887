import { setTimeout as sleep } from 'node:timers/promises'
import { statement } from '../../../main/cache/db.ts'
import { checkManifest } from '../../../main/source/rest/manifest-check.ts'
import { openRest } from '../../../main/source/rest/rest.ts'
import { syncFresh } from '../../../main/sync/pages/sync-pages.ts'
import { unwrap } from '../../../shared/result.ts'
import type { BenchCache } from '../cache/bench-cache.ts'
import { benchManifest, NOW } from './rest-data.ts'
import type { BenchServer } from './rest-server.ts'

/** Reads the whole source into a cache the way the engine does; without `apart`, large answers too in one thread. */
export async function syncRest({ writer, read }: BenchCache, server: BenchServer, apart = true): Promise<void> {
  const id = await writer.write(
    'user',
    tx =>
      tx.run(statement("INSERT INTO source (slug, kind, name, config) VALUES ('bench', 'rest', 'Bench', '{}')", []))
        .lastId,
  )
  const { manifest } = checkManifest(benchManifest)
  if (!manifest) throw new Error('the manifest does not fit')
  const wall = () => Date.now()
  const connected = unwrap(
    openRest(
      { ...manifest, baseUrl: server.url },
      { settings: {}, allowedHosts: [server.host] },
      {
        secrets: { get: async () => 'key', set: async () => {} },
        wall,
        random: Math.random,
        sleep: (ms, signal) => sleep(ms, undefined, { signal }),
        apart,
      },
    ),
  )
  const outcome = await syncFresh({
    writer,
    read,
    source: { id, slug: 'bench' },
    connected,
    now: () => NOW,
    wall,
    timer: (ms, run) => {
      const timer = setTimeout(run, ms)
      return () => clearTimeout(timer)
    },
    deadlines: { totalMs: 3_600_000, idleMs: 300_000 },
    signal: new AbortController().signal,
    onProgress: () => {},
  })
  await connected.close()
  if (outcome.failure) throw outcome.failure
}
