import Database from 'better-sqlite3'
import { onTestFinished } from 'vitest'
import { migrate } from '../../main/cache/migrate.ts'
import { migrations as released } from '../../main/cache/migrations/index.ts'
import { unwrap } from '../../shared/result.ts'

type Row = Record<string, string | number | null>
type Rows = Record<string, readonly Row[]>

/** A memory database as version `version` of the app left it. */
export function builtAt(version: number, migrations: readonly string[] = released): Database.Database {
  const db = new Database(':memory:')
  onTestFinished(() => void db.close())
  if (version > 0) unwrap(migrate(db, () => null, migrations.slice(0, version)))
  return db
}

/** Inserts rows as they would stand in an old file: plain SQL, none of the app's code in between. */
export function insertRaw(db: Database.Database, rows: Rows): void {
  for (const [table, list] of Object.entries(rows))
    for (const row of list) {
      const columns = Object.keys(row)
      const marks = columns.map(() => '?').join(', ')
      db.prepare(`INSERT INTO ${table} (${columns.join(', ')}) VALUES (${marks})`).run(Object.values(row))
    }
}

/** An open issue as files of versions 9 and later hold it. Columns that came later have values of their own. */
export const rawIssue = (of: Row & { id: number; account_id: number }): Row => ({
  ...{ category: 'usage', state: 'open', band: 1, title: '', opened_at: 1, signal_count: 1, playbook_id: 'p' },
  ...{ priority: 1, risk: 0, treatability: 0, value_minor: 500, currency: 'EUR', urgency: 1, minutes: 1 },
  ...{ base: 0, factors: '[]', version: 0, ...of },
})

/** Brings an old database to the newest version (or to `migrations`) and returns its tables' rows for comparison. */
export function migrated(db: Database.Database, tables: readonly string[], migrations = released): Rows {
  unwrap(migrate(db, () => null, migrations))
  return Object.fromEntries(tables.map(table => [table, db.prepare(`SELECT * FROM ${table}`).all() as Row[]]))
}

/** Everything that a database consists of, as text: two that were made in different ways must be alike. */
export function layout(db: Database.Database): string[] {
  const parts = db.prepare("SELECT type, name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%'").all() as {
    type: string
    name: string
    sql: string
  }[]
  return parts.map(({ type, name, sql }) => `${type} ${name}: ${sql.replace(/\s+/g, ' ')}`).sort()
}
