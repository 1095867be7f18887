import type Database from 'better-sqlite3'

/** The tables that a statement reads and those that it writes, database triggers included. */
export interface Touched {
  reads: ReadonlySet<string>
  writes: ReadonlySet<string>
}

/** A step of a compiled statement (sqlite.org/opcode.html). */
interface Step {
  opcode: string
  p1: number
  p2: number
  p3: number
  p4: string | null
  p5: number
}

interface Program {
  /** EXPLAIN without parameters, which an ordinary statement would ask for; its types do not know it yet. */
  explain(sql: string): Step[]
}

interface SchemaRow {
  name: string
  type: string
  table: string
  root: number
}

/** Set where the second operand of an opening step is a register, as in a statement that makes a table. */
const IN_REGISTER = 0x10
/** The schema is the table at the first page of every database file. */
const SCHEMA_ROOT = 1

/**
 * Asks SQLite itself: a compiled statement opens each table and index by its root page, so views, triggers and foreign
 * keys show up under the tables behind them, and a join that the planner leaves out does not show up at all. Pages keep
 * their numbers while a connection is open, because nothing here vacuums a file in place. Temporary tables belong to one
 * connection, so they are no one else's news.
 */
export function tablesOf(connection: Database.Database): (sql: string) => Touched {
  const program = connection as unknown as Program
  let known: Schema | null = null
  return sql => {
    known ??= schemaOf(connection, program)
    const reads = new Set<string>()
    const writes = new Set<string>()
    for (const step of program.explain(sql)) {
      const place = opened(step)
      const table = place && (known.byRoot.get(place.root) ?? known.byModule.get(place.module))
      if (table) (place.writes ? writes : reads).add(table)
    }
    return { reads, writes }
  }
}

interface Opening {
  root: number
  /** How SQLite prints the virtual table that is opened; empty for an ordinary one. */
  module: string
  writes: boolean
}

function opened({ opcode, p1, p2, p3, p4, p5 }: Step): Opening | null {
  switch (opcode) {
    case 'OpenRead':
    case 'ReopenIdx':
    case 'OpenWrite':
      return p3 === 0 && (p5 & IN_REGISTER) === 0 ? { root: p2, module: '', writes: opcode === 'OpenWrite' } : null
    // A DELETE without WHERE empties the table as a whole, without opening it.
    case 'Clear':
      return p2 === 0 ? { root: p1, module: '', writes: true } : null
    case 'VOpen':
    case 'VUpdate':
      return { root: 0, module: p4 ?? '', writes: opcode === 'VUpdate' }
    default:
      return null
  }
}

interface Schema {
  byRoot: ReadonlyMap<number, string>
  byModule: ReadonlyMap<string, string>
}

function schemaOf(connection: Database.Database, program: Program): Schema {
  const rows = connection
    .prepare<[], SchemaRow>(`SELECT name, type, tbl_name AS "table", rootpage AS root FROM sqlite_schema`)
    .all()
  const byRoot = new Map(rows.filter(row => row.root > 0).map(({ root, table }) => [root, table]))
  byRoot.set(SCHEMA_ROOT, 'sqlite_schema')
  // A virtual table has no page of its own, but SQLite prints it the same way wherever it is opened.
  const virtual = rows.filter(({ type, root }) => type === 'table' && root === 0)
  const byModule = new Map(
    virtual.flatMap(({ name }) =>
      program
        .explain(`SELECT * FROM "${name.replaceAll('"', '""')}"`)
        .flatMap(({ opcode, p4 }) => (opcode === 'VOpen' && p4 ? [[p4, name] as const] : [])),
    ),
  )
  return { byRoot, byModule }
}
