import Database from 'better-sqlite3'
import { expect } from 'vitest'
import { type Query, wrap } from '../../main/cache/db.ts'
import { migrate } from '../../main/cache/migrate.ts'
import { unwrap } from '../../shared/result.ts'
import { fillTables, MANY } from './big-tables.ts'
import { readWhole, without } from './plans.ts'

/** The same rows twice: as nobody has counted them, as in the console, and as SQLite has, as after any tool's ANALYZE. */
export interface BigCache {
  plain: Database.Database
  analysed: Database.Database
}

/** What looks for the children of a row is compiled into every insert, and runs only where a row with children goes. */
function withoutKeys(db: Database.Database): Database.Database {
  db.pragma('foreign_keys = OFF')
  return db
}

let made: BigCache | null = null

/** Caches of realistic size, made once for each file of tests: on an empty one any plan is as good as any other. */
export function aBigCache(): BigCache {
  if (made) return made
  const plain = withoutKeys(new Database(':memory:'))
  unwrap(migrate(plain, () => null))
  plain.transaction(() => fillTables(plain, MANY))()
  const analysed = withoutKeys(new Database(plain.serialize()))
  analysed.exec('ANALYZE')
  made = { plain, analysed }
  return made
}

/**
 * Fails unless a query is answered without reading a whole table, through these indexes, and in another way once any of
 * them is gone; whether SQLite has counted the rows or not. An index may be given with what is looked up in it, as the
 * plan has it: `issue_account (account_id=?`.
 */
export function expectThrough(query: Query<unknown>, ...indexes: string[]): void {
  for (const db of Object.values(aBigCache())) {
    const plan = () => wrap(db, () => {}).explain(query)
    const steps = plan()
    expect(readWhole(db, query.sql)).toEqual([])
    for (const index of indexes) {
      expect(steps.join('\n')).toContain(index)
      expect(without(db, index.split(' ')[0] ?? index, plan)).not.toEqual(steps)
    }
  }
}
