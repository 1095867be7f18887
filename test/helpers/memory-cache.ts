import Database from 'better-sqlite3'
import { wrap } from '../../main/cache/db.ts'
import { migrate } from '../../main/cache/migrate.ts'
import { createWriter } from '../../main/cache/writer.ts'
import { unwrap } from '../../shared/result.ts'
import type { TestCache } from './cache.ts'

/** What a property needs of a cache. `file` names no file: a thread cannot open it, and nothing can be flushed to it. */
export type MemoryCache = Pick<TestCache, 'connection' | 'writer' | 'read' | 'file'> & {
  /** Takes every row out again; throws where one of them referred to a row that is not there. */
  clear(): void
}

/**
 * A migrated cache in memory, for properties that want hundreds of them: opening one takes longer than filling it, so
 * they clear a few and fill them again. Statements stay prepared.
 */
export function aMemoryCache(): MemoryCache {
  const connection = new Database(':memory:')
  // Enforced foreign keys would ask for an order of deleting, so references are checked when everything is there.
  connection.pragma('foreign_keys = OFF')
  unwrap(migrate(connection, () => null))
  return {
    connection,
    read: wrap(connection, () => {}),
    writer: createWriter(connection, ':memory:', () => {}),
    file: ':memory:',
    clear: clearing(connection),
  }
}

function clearing(connection: Database.Database): () => void {
  const names =
    "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type <> 'shadow' AND name NOT LIKE 'sqlite_schema'"
  const tables = connection.prepare<[], string>(names).pluck().all()
  // What migrations bring belongs to a new cache too, so it is put back.
  const brought = tables.flatMap(table =>
    connection
      .prepare<[], Record<string, string | number | null>>(`SELECT * FROM "${table}"`)
      .all()
      .map(row => {
        const columns = Object.keys(row)
        const put = connection.prepare(
          `INSERT INTO "${table}" (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`,
        )
        return () => put.run(Object.values(row))
      }),
  )
  const orphans = connection.prepare('SELECT * FROM pragma_foreign_key_check')
  const deletes = tables.map(table => connection.prepare(`DELETE FROM "${table}"`))
  return connection.transaction(() => {
    const orphan = orphans.get()
    if (orphan) throw new Error(`a row refers to nothing: ${JSON.stringify(orphan)}`)
    for (const one of deletes) one.run()
    // Deleting issues makes the database count down, perhaps in a table that was emptied before.
    for (const one of deletes) one.run()
    for (const put of brought) put()
  })
}
