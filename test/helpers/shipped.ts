import { query } from '../../main/cache/db.ts'
import { starterTriggers } from '../../main/signal/starter-triggers.ts'
import { checkManifest } from '../../main/source/rest/manifest-check.ts'
import { type SyncPagesDeps, syncFresh, syncHistory } from '../../main/sync/pages/sync-pages.ts'
import type { Manifest } from '../../shared/source/manifest.ts'
import { run } from './evaluating.ts'
import { withTrigger } from './observed.ts'
import { opened } from './rest.ts'
import { pagesDeps } from './scripted-source.ts'
import { aSyncedFolder, type SyncedFolder } from './synced-folder.ts'

export interface ShippedOptions {
  /** Machine and workspace time, UTC ms. */
  now: number
  settings?: Record<string, string>
  secrets?: Record<string, string>
}

export interface Shipped {
  folder: SyncedFolder
  /** One sync of every stream; how many records it inserted or changed, and each stream's error. */
  sync(now?: number): Promise<{ changed: number; read: number; errors: string[] }>
  /** Everything that is older than what a first sync reads. */
  history(): Promise<void>
  /** Which starter triggers fire on what was synced, by the account's address or name. */
  fired(now?: number): Promise<Record<string, string[]>>
  rows(sql: string): Record<string, unknown>[]
  close(): void
}

/** The manifest of a system, and what is doubtful about it. */
export function shippedManifest(json: unknown): { manifest: Manifest; warnings: string[] } {
  const { manifest, problems } = checkManifest(json)
  if (!manifest) throw new Error(JSON.stringify(problems, null, 1))
  // Whose address is the customer's own: any will do, the tests ask a server on loopback.
  const baseUrl = manifest.baseUrl.replace(/\{settings\.[a-z_]+\}/g, 'own')
  return { manifest: { ...manifest, baseUrl }, warnings: problems.map(({ path, problem }) => `${path}: ${problem}`) }
}

/** A workspace that one system is synced into, through everything from the request to the cache. */
export function aSyncedSystem(
  manifest: Manifest,
  server: { url: string; host: string },
  { now, settings = {}, secrets = {} }: ShippedOptions,
): Shipped {
  const folder = aSyncedFolder(manifest.id)
  /** Opened for one reading, as the product does. */
  const reading = async <T>(at: number, read: (deps: SyncPagesDeps) => Promise<T>): Promise<T> => {
    const { source, secrets: kept } = opened(manifest, server, { now: at, settings })
    for (const [name, value] of Object.entries(secrets)) kept.set(name, value)
    const more = { source: { id: 1, slug: manifest.id }, now: () => at, wall: () => at }
    try {
      return await read(pagesDeps(folder, source, more))
    } finally {
      await source.close()
    }
  }
  return {
    folder,
    async sync(at = now) {
      const { report, failure } = await reading(at, syncFresh)
      const sum = (of: 'changed' | 'read') => report.streams.reduce((all, stream) => all + stream[of], 0)
      const quarantined = folder.read.all(query<{ reason: string }>('SELECT reason FROM quarantine'))
      const errors = [
        ...(failure ? [failure.failure.what] : []),
        ...report.streams.flatMap(({ error }) => (error ? [error] : [])),
        ...quarantined.map(({ reason }) => reason),
      ]
      return { changed: sum('changed'), read: sum('read'), errors }
    },
    async history() {
      await reading(now, deps => syncHistory(deps, () => false))
    },
    async fired(at = now) {
      for (const trigger of starterTriggers()) withTrigger(folder.connection, trigger)
      await run({ ...folder, file: folder.connection.name }, at)
      const found = folder.read.all(
        query<{ email: string; trigger_id: string }>(
          `SELECT coalesce(a.email, a.name) AS email, s.trigger_id FROM signal s JOIN account a ON a.id = s.account_id
           ORDER BY email, s.trigger_id`,
        ),
      )
      return Object.fromEntries(
        [...Map.groupBy(found, ({ email }) => email)].map(([email, list]) => [email, list.map(one => one.trigger_id)]),
      )
    },
    rows: sql => folder.read.all(query<Record<string, unknown>>(sql)),
    close: () => folder.close(),
  }
}
