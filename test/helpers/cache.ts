import type Database from 'better-sqlite3'
import { onTestFinished } from 'vitest'
import type { ReadDb } from '../../main/cache/db.ts'
import { openCache, readDb } from '../../main/cache/open.ts'
import { createWriter, type Writer } from '../../main/cache/writer.ts'
import { unwrap } from '../../shared/result.ts'
import { putEmptyCache } from './empty-cache.ts'
import { tempFolder } from './temp-folder.ts'

export interface TestCache {
  dir: string
  file: string
  connection: Database.Database
  writer: Writer
  read: ReadDb
  /** The tables of each commit, in order. */
  notices: string[][]
}

/** A real, migrated cache in a folder of its own, closed when the test finishes. */
export function aCache(dir: string = tempFolder()): TestCache {
  putEmptyCache(dir)
  const { connection, reader, file } = unwrap(openCache(dir))
  const notices: string[][] = []
  const writer = createWriter(connection, file, tables => notices.push([...tables].sort()))
  onTestFinished(async () => {
    await writer.close()
    reader.close()
    connection.close()
  })
  return { dir, file, connection, writer, read: readDb(reader), notices }
}
