import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type Database from 'better-sqlite3'
import { startCheckpointer } from '../../../main/cache/checkpoint/checkpoint.ts'
import type { ReadDb } from '../../../main/cache/db.ts'
import { openCache, readDb } from '../../../main/cache/open.ts'
import { createWriter, type Writer } from '../../../main/cache/writer.ts'
import { unwrap } from '../../../shared/result.ts'

/** A workspace's cache as the engine opens it: writer, reader, and checkpoints in their own thread. */
export interface BenchCache {
  dir: string
  file: string
  connection: Database.Database
  writer: Writer
  read: ReadDb
  close(): Promise<void>
}

export function benchCache(dir: string): BenchCache {
  const { connection, reader, file } = unwrap(openCache(dir))
  const writer = createWriter(connection, file, () => {})
  const stopCheckpoints = startCheckpointer(file, writer)
  return {
    dir,
    file,
    connection,
    writer,
    read: readDb(reader),
    close: async () => {
      await stopCheckpoints()
      await writer.close()
      reader.close()
      connection.close()
    },
  }
}

/** A folder on the disk of temporary files. */
export const makeFolder = (): string => mkdtempSync(join(tmpdir(), 'forestall-bench-'))
