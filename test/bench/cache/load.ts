import { join } from 'node:path'
import { statement } from '../../../main/cache/db.ts'
import { syncSource } from '../../../main/sync/files/sync-files.ts'
import { unwrap } from '../../../shared/result.ts'
import { stopwatch, type Took } from '../timing.ts'
import { type BenchCache, benchCache } from './bench-cache.ts'
import { filesConfig, NOW, type Size } from './data.ts'

/** Connects the files of `dataDir` in an empty cache. */
export async function connectFiles(cache: BenchCache, dataDir: string): Promise<() => Promise<void>> {
  const { writer, read } = cache
  const id = await writer.write(
    'user',
    tx =>
      tx.run(
        statement("INSERT INTO source (slug, kind, name, config) VALUES ('bench', 'files', 'Bench', ?)", [
          JSON.stringify(filesConfig),
        ]),
      ).lastId,
  )
  const source = { id, slug: 'bench', config: filesConfig }
  const signal = new AbortController().signal
  return async () => {
    unwrap(await syncSource({ writer, read, source, dir: dataDir, now: NOW, signal, onProgress: () => {} }))
  }
}

/** Reads both files into a new cache; rows a second over everything: parse, validate, upsert, indexes, dirty marks. */
export async function load(dir: string, dataDir: string, size: Size): Promise<Took & { rate: number }> {
  const cache = benchCache(join(dir, 'ours'))
  const sync = await connectFiles(cache, dataDir)
  const watch = stopwatch()
  await sync()
  const took = watch()
  check(cache, size)
  await cache.close()
  return { ...took, rate: ((size.accounts + size.events) / took.wall) * 1_000 }
}

/** A load that quietly dropped rows would look fast. */
export function check({ connection }: BenchCache, { accounts, events }: Size): void {
  const count = (table: string) => connection.prepare(`SELECT count(*) FROM ${table}`).pluck().get()
  const found = `${count('account')} accounts, ${count('event')} events, ${count('quarantine')} refused`
  const expected = `${accounts} accounts, ${events} events, 0 refused`
  if (found !== expected) throw new Error(`loaded ${found}; expected ${expected}`)
}
