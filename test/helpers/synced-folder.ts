import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type Database from 'better-sqlite3'
import { query, type ReadDb } from '../../main/cache/db.ts'
import { openCache, readDb } from '../../main/cache/open.ts'
import { createWriter, type Writer } from '../../main/cache/writer.ts'
import { type SyncDeps, syncSource } from '../../main/sync/files/sync-files.ts'
import type { SyncReport } from '../../shared/model/source.ts'
import { type Result, unwrap } from '../../shared/result.ts'
import type { FilesConfig } from '../../shared/source/mapping.ts'
import { putEmptyCache } from './empty-cache.ts'

/** A workspace in a temporary folder with one source, and what a test needs to sync it and to look at it. */
export interface SyncedFolder {
  dir: string
  connection: Database.Database
  writer: Writer
  read: ReadDb
  deps(config: FilesConfig, more?: Partial<SyncDeps>): SyncDeps
  sync(config: FilesConfig, more?: Partial<SyncDeps>): Promise<Result<SyncReport>>
  count(table: string, where?: string): number
  /** Every row of these tables, for comparison. */
  dump(tables?: readonly string[]): Record<string, unknown[]>
  close(): void
}

export const OBSERVED = [
  'account',
  'account_key',
  'contact',
  'event',
  'object',
  'quarantine',
  'stream',
  'dirty',
  'due',
] as const
/** Early 2025: after the end of the data that the tests use. */
export const NOW = Date.UTC(2025, 0, 10)

export function aSyncedFolder(slug = 'files'): SyncedFolder {
  const dir = mkdtempSync(join(tmpdir(), 'forestall-sync-'))
  putEmptyCache(dir)
  const { connection, reader, file } = unwrap(openCache(dir))
  const writer = createWriter(connection, file, () => {})
  const read = readDb(reader)
  connection
    .prepare(`INSERT INTO source (id, slug, kind, name, config) VALUES (1, ?, 'files', 'Files', '{}')`)
    .run(slug)
  const deps: SyncedFolder['deps'] = (config, more = {}) => ({
    writer,
    read,
    source: { id: 1, slug, config },
    dir,
    now: NOW,
    signal: new AbortController().signal,
    onProgress: () => {},
    ...more,
  })
  return {
    dir,
    connection,
    writer,
    read,
    deps,
    sync: (config, more) => {
      connection.prepare('UPDATE source SET config = ?').run(JSON.stringify(config))
      return syncSource(deps(config, more))
    },
    count: (table, where = '1') =>
      read.get(query<{ n: number }>(`SELECT count(*) AS n FROM ${table} WHERE ${where}`))?.n ?? 0,
    dump: (tables = OBSERVED) =>
      Object.fromEntries(
        tables.map(table => [
          table,
          read
            .all(query(`SELECT * FROM ${table}`))
            .map(row => JSON.stringify(row))
            .sort(),
        ]),
      ),
    close: () => {
      reader.close()
      connection.close()
      rmSync(dir, { recursive: true, force: true })
    },
  }
}
