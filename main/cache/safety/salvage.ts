import { existsSync, renameSync, rmSync } from 'node:fs'
import Database from 'better-sqlite3'
import { migrate, versionOf } from '../migrate.ts'
import { migrations } from '../migrations/index.ts'
import { makeDerived } from './derived.ts'
import { scanFile } from './raw/scan.ts'
import { withSchemaOf } from './schema-pages.ts'
import { walkKeys, walkRows } from './walk.ts'

/** What became of one table. `lost`: null where the damage does not let anybody count. */
export interface Salvaged {
  table: string
  saved: number
  lost: number | null
}

/** Decisions, messages and outcomes exist nowhere else; what sources gave can be read again. */
const FIRST = [
  'journal',
  'setting',
  'outbox',
  'attempt',
  'outcome',
  'intervention',
  'step',
  'approval',
  'suppression',
  'erasure',
  'tombstone',
  'consent',
]
/** Rows between two words about how far it is. */
const TOLD = 5_000
const READ_AGAIN = new Set(['account', 'account_key', 'contact', 'event', 'object', 'object_state', 'identity'])

interface Table {
  name: string
  /** Columns of its primary key where it has no row numbers. */
  key: string[] | null
  /** One of its columns is the row number itself. */
  numbered: boolean
  columns: string[]
}

/**
 * Reads every row of a damaged database that can still be reached and writes it into a new one at `to`, of the same
 * layout. The damaged file is only read. Where the pages that name its tables are damaged, those of a backup are taken;
 * without one, every page is read and told by its rows (`raw/`). Throws what SQLite says where nothing is Forestall's.
 * `onRows` hears how many rows were saved so far.
 */
export function salvage(
  file: string,
  to: string,
  backup: string | null = null,
  onRows: (rows: number) => void = () => {},
): Salvaged[] {
  const salvaged = namesItsTables(file)
    ? salvageFrom(file, to, onRows)
    : ((backup === null ? null : withBackup(file, to, backup, onRows)) ?? salvagePages(file, to, onRows))
  return backup === null
    ? salvaged
    : salvaged.map(table => (table.table === 'setting' ? refilled(table, to, backup) : table))
}

/**
 * Settings that were lost are taken from the backup: without them quiet hours, roles and the workspace's own id, which its
 * control group depends on, would silently be those of a new workspace.
 */
function refilled(settings: Salvaged, to: string, backup: string): Salvaged {
  if (settings.lost === 0) return settings
  const target = new Database(to)
  let source: Database.Database | undefined
  try {
    source = new Database(backup, { readonly: true, timeout: 5_000 })
    const put = target.prepare('INSERT INTO setting (key, value) VALUES (?, ?) ON CONFLICT DO NOTHING')
    const kept = source.prepare('SELECT key, value FROM setting').all() as { key: string; value: string }[]
    const filled = kept.reduce((sum, { key, value }) => sum + put.run(key, value).changes, 0)
    return {
      ...settings,
      saved: settings.saved + filled,
      lost: settings.lost === null ? null : Math.max(0, settings.lost - filled),
    }
  } catch {
    // The backup is damaged, too.
    return settings
  } finally {
    source?.close()
    target.close()
  }
}

/** Null where the backup's list of tables does not help, as one of another layout. */
function withBackup(file: string, to: string, backup: string, onRows: (rows: number) => void): Salvaged[] | null {
  const patched = `${to}.patched`
  try {
    withSchemaOf(backup, file, patched)
    return namesItsTables(patched) ? salvageFrom(patched, to, onRows) : null
  } catch (error) {
    if (/^SQLITE_(CORRUPT|NOTADB)/.test((error as { code?: string }).code ?? '')) return null
    throw error
  } finally {
    for (const suffix of ['', '-wal', '-shm']) rmSync(patched + suffix, { force: true })
  }
}

function namesItsTables(file: string): boolean {
  let db: Database.Database | undefined
  try {
    db = new Database(file, { readonly: true, timeout: 5_000 })
    return db.prepare("SELECT count(*) FROM sqlite_schema WHERE sql <> ''").pluck().get() !== 0
  } catch {
    return false
  } finally {
    db?.close()
  }
}

function salvageFrom(file: string, to: string, onRows: (rows: number) => void): Salvaged[] {
  const source = new Database(file, { readonly: true, timeout: 5_000 })
  try {
    return intoNewFile(versionOf(source), to, onRows, (target, table, counted) =>
      copyTable(source, target, table, counted),
    )
  } finally {
    source.close()
  }
}

function salvagePages(file: string, to: string, onRows: (rows: number) => void): Salvaged[] {
  const scanned = scanFile(file)
  try {
    return intoNewFile(scanned.version, to, onRows, (target, { name }, counted) => {
      const copied = target.transaction(() => scanned.copy(target, name, counted))()
      return { table: name, ...copied }
    })
  } finally {
    scanned.close()
  }
}

/** Makes a file of this layout, has each table copied into it, and puts it at `to` when it is whole. */
function intoNewFile(
  version: number,
  to: string,
  onRows: (rows: number) => void,
  copy: (target: Database.Database, table: Table, counted: () => void) => Salvaged,
): Salvaged[] {
  const part = `${to}.part`
  rmSync(part, { force: true })
  const target = new Database(part)
  let rows = 0
  const counted = () => {
    rows++
    if (rows % TOLD === 0) onRows(rows)
  }
  try {
    const made = migrate(target, () => null, migrations.slice(0, version))
    if (!made.ok) throw new Error(made.error.why)
    target.pragma('foreign_keys = OFF')
    target.pragma('synchronous = OFF')
    const triggers = target.prepare("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'").all() as Made[]
    // Derived tables are copied like any other, so what keeps them must not run meanwhile.
    for (const { name } of triggers) target.exec(`DROP TRIGGER "${name}"`)
    const report = tablesOf(target).map(table => copy(target, table, counted))
    makeDerived(
      target,
      report.filter(({ lost }) => lost !== 0).map(({ table }) => table),
    )
    for (const { sql } of triggers) target.exec(sql)
    if (report.some(({ table, lost }) => READ_AGAIN.has(table) && lost !== 0))
      target.exec('UPDATE stream SET cursor = NULL')
    target.pragma('journal_mode = DELETE')
    target.pragma('synchronous = FULL')
    target.close()
    renameSync(part, to)
    return report
  } finally {
    if (target.open) target.close()
    if (existsSync(part)) rmSync(part)
  }
}

interface Made {
  name: string
  sql: string
}

function tablesOf(db: Database.Database): Table[] {
  const names = db
    .prepare(
      // The words are made again from the rows that were kept, as in a new workspace.
      `SELECT name, wr FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite_%'
         AND name NOT LIKE 'words_%'`,
    )
    .all() as { name: string; wr: 0 | 1 }[]
  const rank = (name: string) => (FIRST.includes(name) ? FIRST.indexOf(name) : FIRST.length)
  return names
    .sort((a, b) => rank(a.name) - rank(b.name) || a.name.localeCompare(b.name))
    .map(({ name, wr }) => {
      const columns = db
        .prepare('SELECT name, type, pk FROM pragma_table_xinfo(?) WHERE hidden = 0')
        .all(name) as Column[]
      const key = columns.filter(({ pk }) => pk > 0).sort((a, b) => a.pk - b.pk)
      const numbered = key.length === 1 && key[0]?.type === 'INTEGER'
      return {
        name,
        numbered,
        key: wr ? key.map(column => column.name) : null,
        columns: columns.map(column => column.name),
      }
    })
}

interface Column {
  name: string
  type: string
  pk: number
}

function copyTable(source: Database.Database, target: Database.Database, table: Table, counted: () => void): Salvaged {
  const columns = table.columns.map(name => `"${name}"`).join(', ')
  const marks = table.columns.map(() => '?').join(', ')
  const insert = target.prepare(
    table.key || table.numbered
      ? `INSERT OR REPLACE INTO "${table.name}" (${columns}) VALUES (${marks})`
      : `INSERT OR REPLACE INTO "${table.name}" (rowid, ${columns}) VALUES (?, ${marks})`,
  )
  let saved = 0
  const keep = (row: unknown[]) => {
    counted()
    try {
      saved += insert.run(table.key || !table.numbered ? row : row.slice(1)).changes
    } catch {
      // A row that damage has turned into another one: its values do not fit the table.
    }
  }
  target.transaction(() => {
    if (table.key) walkKeys(source, table.name, columns, table.key, keep)
    else walkRows(source, table.name, columns, keep, FIRST.includes(table.name) ? 1 : 8)
  })()
  const total = countOf(source, table.name)
  return { table: table.name, saved, lost: total === null ? null : Math.max(0, total - saved) }
}

/** An index counts rows that the table itself can no longer give; each that is readable is asked. */
function countOf(db: Database.Database, table: string): number | null {
  const indexes = db.prepare('SELECT name FROM pragma_index_list(?) WHERE partial = 0').pluck().all(table) as string[]
  const ways = ['NOT INDEXED', ...indexes.map(name => `INDEXED BY "${name}"`)]
  for (const way of ways)
    try {
      return db.prepare(`SELECT count(*) FROM "${table}" ${way}`).pluck().get() as number
    } catch {
      // The next one may be whole.
    }
  return null
}
