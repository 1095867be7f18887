import type Database from 'better-sqlite3'

export type Param = string | number | bigint | null | Uint8Array
export type Params = Param[] | Record<string, Param>

declare const row: unique symbol

/** A reading statement as a value: the engine runs it, and a test explains the very same one. */
export interface Query<Row> {
  sql: string
  params: Params
  [row]?: Row
}

/** A writing statement as a value. A `Query` is not one, so a query that writes does not compile. */
export interface Statement {
  write: string
  params: Params
}

export const query = <Row>(sql: string, params: Params = []): Query<Row> => ({ sql, params })
export const statement = (write: string, params: Params = []): Statement => ({ write, params })

/** May look, may not touch. */
export interface ReadDb {
  all<Row>(query: Query<Row>): Row[]
  get<Row>(query: Query<Row>): Row | undefined
  /** The steps SQLite would take for a query, for tests that hold an index. */
  explain(query: Query<unknown>): string[]
}

/** The capability to write; exists only inside a job of the writer. */
export interface WriteDb extends ReadDb {
  run(statement: Statement): { changes: number; lastId: number }
}

const TABLE =
  /^\s*(?:WITH[\s\S]*?\)\s*)?(?:INSERT\s+(?:OR\s+\w+\s+)?INTO|REPLACE\s+INTO|UPDATE(?:\s+OR\s+\w+)?|DELETE\s+FROM)\s+(\w+)/i

/** Which table a writing statement changes; change notices are made of these. */
export function writtenTable(sql: string): string | null {
  return TABLE.exec(sql)?.[1] ?? null
}

/** Wraps a connection. `onWrite` hears the table of every statement that changed something. */
export function wrap(connection: Database.Database, onWrite: (table: string) => void): WriteDb {
  const prepared = new Map<string, { statement: Database.Statement; table: string | null }>()
  const prepare = (sql: string) => {
    let found = prepared.get(sql)
    if (!found) {
      found = { statement: connection.prepare(sql), table: writtenTable(sql) }
      prepared.set(sql, found)
    }
    return found
  }
  const reading = (sql: string) => {
    const { statement } = prepare(sql)
    if (!statement.readonly) throw new Error(`a query must not write: ${sql}`)
    return statement
  }
  return {
    all: <Row>(q: Query<Row>) => reading(q.sql).all(q.params) as Row[],
    get: <Row>(q: Query<Row>) => reading(q.sql).get(q.params) as Row | undefined,
    explain: q => {
      const steps = connection.prepare(`EXPLAIN QUERY PLAN ${q.sql}`).all(q.params) as { detail: string }[]
      return steps.map(step => step.detail)
    },
    run: ({ write, params }) => {
      const { statement, table } = prepare(write)
      const { changes, lastInsertRowid } = statement.run(params)
      if (changes > 0 && table) onWrite(table)
      return { changes, lastId: Number(lastInsertRowid) }
    },
  }
}
