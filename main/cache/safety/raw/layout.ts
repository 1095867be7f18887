import Database from 'better-sqlite3'
import { migrate } from '../../migrate.ts'
import { migrations } from '../../migrations/index.ts'
import type { RawValue } from './record.ts'

/** A column as far as stored values can tell it from another. */
interface Shape {
  type: string
  mayBeNull: boolean
  /** A row that was written before the column existed has no value for it. */
  mayLack: boolean
  /** The row number itself, which a record stores as nothing. */
  isRowid: boolean
}

/** A table or an index of one layout. */
export interface KnownTree {
  name: string
  kind: 'rows' | 'keys'
  /** The table whose rows it holds; null for an index. */
  table: string | null
  /** An index that has an entry for every row of this table; null for any other. */
  counts: string | null
  /** Columns in the order in which a record has them. */
  columns: string[]
  shapes: Shape[]
  /** Where its first page is in a new file, and in one after VACUUM: SQLite makes the pages of both in a fixed order. */
  usualRoots: readonly [made: number, vacuumed: number]
}

/** Every tree of a layout, by its name, as a new file of this version has them. */
export function layoutOf(version: number): Map<string, KnownTree> {
  const db = new Database(':memory:')
  try {
    const migrated = migrate(db, () => null, migrations.slice(0, version))
    if (!migrated.ok) throw new Error(migrated.error.why)
    const withoutRowid = new Set(
      db.prepare("SELECT name FROM pragma_table_list WHERE schema = 'main' AND wr = 1").pluck().all() as string[],
    )
    const made = rootsOf(db)
    db.exec('VACUUM')
    const vacuumed = new Map(rootsOf(db).map(root => [root.name, root.page]))
    return new Map(
      made.map(root => {
        const usualRoots = [root.page, vacuumed.get(root.name) ?? 0] as const
        const tree = root.type === 'table' ? tableTree(db, root, withoutRowid.has(root.name)) : indexTree(db, root)
        return [root.name, { ...tree, usualRoots }]
      }),
    )
  } finally {
    db.close()
  }
}

interface Root {
  name: string
  type: 'table' | 'index'
  tableName: string
  page: number
}
interface Column {
  name: string
  type: string
  notnull: 0 | 1
  dflt_value: string | null
  pk: number
}

const rootsOf = (db: Database.Database): Root[] =>
  db
    .prepare('SELECT name, type, tbl_name AS tableName, rootpage AS page FROM sqlite_schema WHERE rootpage > 0')
    .all() as Root[]

type Tree = Omit<KnownTree, 'usualRoots'>

const columnsOf = (db: Database.Database, table: string): Column[] =>
  db
    .prepare('SELECT name, type, "notnull", dflt_value, pk FROM pragma_table_xinfo(?) WHERE hidden = 0')
    .all(table) as Column[]

function tableTree(db: Database.Database, { name }: Root, withoutRowid: boolean): Tree {
  const columns = columnsOf(db, name)
  const key = columns.filter(({ pk }) => pk > 0).sort((a, b) => a.pk - b.pk)
  const rowid = !withoutRowid && key.length === 1 && key[0]?.type === 'INTEGER' ? key[0] : null
  const ordered = withoutRowid ? [...key, ...columns.filter(({ pk }) => pk === 0)] : columns
  return {
    name,
    kind: withoutRowid ? 'keys' : 'rows',
    table: name,
    counts: null,
    columns: ordered.map(column => column.name),
    shapes: ordered.map(column => shapeOf(column, column === rowid)),
  }
}

function indexTree(db: Database.Database, { name, tableName }: Root): Tree {
  const columns = columnsOf(db, tableName)
  const indexed = db.prepare('SELECT cid, name FROM pragma_index_xinfo(?) ORDER BY seqno').all(name) as {
    cid: number
    name: string | null
  }[]
  const isPartial = db.prepare('SELECT partial FROM pragma_index_list(?) WHERE name = ?').pluck().get(tableName, name)
  return {
    name,
    kind: 'keys',
    table: null,
    counts: isPartial === 0 ? tableName : null,
    columns: indexed.map(({ name }) => name ?? ''),
    shapes: indexed.map(({ cid, name }) => {
      const column = columns.find(one => one.name === name)
      // The row number at the end of an entry, or a value that is computed.
      if (!column) return { ...ANY, type: cid === -1 ? 'INTEGER' : 'ANY' }
      return { ...shapeOf(column, false), mayLack: false }
    }),
  }
}

const ANY: Shape = { type: 'ANY', mayBeNull: true, mayLack: false, isRowid: false }

const shapeOf = ({ type, notnull, dflt_value, pk }: Column, isRowid: boolean): Shape => ({
  type,
  mayBeNull: isRowid || (notnull === 0 && pk === 0),
  mayLack: pk === 0 && (notnull === 0 || dflt_value !== null),
  isRowid,
})

/** Whether a record can be a row of a tree: strict tables keep what they hold to its type, so most can be told apart. */
export function fitsTree({ kind, shapes }: KnownTree, rowid: number | null, values: readonly RawValue[]): boolean {
  if ((kind === 'rows') !== (rowid !== null) || values.length > shapes.length) return false
  return shapes.every((shape, n) => (n < values.length ? holds(shape, values[n] ?? null) : shape.mayLack))
}

function holds({ type, mayBeNull, isRowid }: Shape, value: RawValue): boolean {
  if (value === null || isRowid) return value === null && mayBeNull
  const isNumber = typeof value === 'number' || typeof value === 'bigint'
  if (type === 'TEXT') return typeof value === 'string'
  if (type === 'BLOB') return Buffer.isBuffer(value)
  if (type === 'REAL') return isNumber
  if (type === 'INTEGER') return typeof value === 'bigint' || (typeof value === 'number' && Number.isInteger(value))
  return true
}
